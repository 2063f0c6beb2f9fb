import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentEnv, env, liveAlias } from '../../lambdas/env.ts';
import { createDecider } from '../../local/iam/decider.ts';
import { withKeyUse } from '../../local/iam/encryption.ts';
import type { IamCall } from '../../local/iam/iam-call.ts';
import { loadSimulator } from '../../local/iam/simulator.ts';
import type { Resource } from '../../local/intrinsics.ts';
import { account } from '../../local/resource-names.ts';
import { type RuntimeFile, runtimeFileName } from '../../local/runtime-file.ts';
import { readResources } from '../../local/wiring.ts';
import { healthyAccount, variablesAt } from '../helpers/fake-account.ts';
import { type FakeAws, startFakeAws } from '../helpers/fake-aws.ts';
import { anOperator, operatorPolicies, policiesOfOperator, statementsOf, unusedGrants } from '../helpers/iam.ts';
import { localTemplates } from '../helpers/local-templates.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, runCli, type SentLine, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';
import { type RecordingProxy, startRecordingProxy } from '../helpers/recording-proxy.ts';

/** Grants of the policies that no command below needs, with the code that needs them. */
const uncoveredGrants: Readonly<Record<string, string>> = {
  'lambda:InvokeFunction SweepFunction': 'replay of a mail in quarantine: cli/replay.ts',
  's3:GetObject bucketsmail2c747969/receipts/*': 'audit, for mail without a receipt in its row: cli/audit.ts',
  'secretsmanager:DescribeSecret postern/local/hook':
    'doctor --aws, where a connection names it: cli/aws-readiness/storage-facts.ts',
};

let pipeline: Pipeline;
let proxy: RecordingProxy;
let fake: FakeAws;
let resources: ReadonlyMap<string, Resource>;
let variables: Record<string, string>;
beforeAll(async () => {
  const [started, answers, templates] = await Promise.all([startPipeline(), startFakeAws(), localTemplates()]);
  pipeline = started;
  fake = answers;
  const file = readFileSync(join(pipeline.dataDir, runtimeFileName), 'utf8');
  const { environment, functions } = JSON.parse(file) as RuntimeFile;
  resources = readResources(environment.AWS_ENDPOINT_URL_SQS ?? '', templates);
  fake.state = { ...healthyAccount(), caller: account };
  // The fake account answers for services that the local pipeline does not have.
  const endpoints = Object.entries(variablesAt(fake.url)).filter(([name]) => name.startsWith('AWS_ENDPOINT'));
  const { AWS_ENDPOINT_URL_CLOUDWATCH, ...others } = Object.fromEntries(endpoints);
  const figures = { AWS_ENDPOINT_URL_CLOUDWATCH: AWS_ENDPOINT_URL_CLOUDWATCH ?? '' };
  proxy = await startRecordingProxy({ ...others, ...environment, ...figures }, secretArn);
  variables = {
    ...proxy.environment,
    ...deploymentOf(functions),
    // A folder without a running pipeline, because the command line prefers a running one to the variables.
    POSTERN_DATA_DIR: temporaryFolder(),
    REDRIVE_FUNCTION: `${functions.redrive}:${liveAlias}`,
    SWEEP_FUNCTION: `${functions.sweep}:${liveAlias}`,
  };
}, 60_000);
afterAll(async () => {
  await Promise.all([proxy.stop(), fake.stop(), discard(pipeline)]);
});

/** Returns the ARN of the only resource of a type with this prefix in its logical id. */
function arnOf(type: string, word: string): string {
  const entry = [...resources].find(([id, { Type }]) => Type === type && id.startsWith(word));
  if (entry === undefined) throw new Error(`no ${type} is called ${word}`);
  return entry[1].identity.arn;
}

/** Returns the ARN of a secret of the stage. */
const secretArn = (name: string): string | undefined =>
  [...resources.values()].find(({ Properties }) => Properties.Name === name)?.identity.arn;

/** Variables of the `CliEnvironment` output for the local templates. */
const deploymentOf = (functions: Readonly<Record<string, string>>): Record<string, string> => ({
  [deploymentEnv.account]: account,
  [deploymentEnv.inboundDomain]: 'inbound.localhost',
  [deploymentEnv.ruleSet]: 'postern-local',
  [deploymentEnv.rule]: 'Store',
  [deploymentEnv.pagesTopicArn]: arnOf('AWS::SNS::Topic', 'Pages'),
  [deploymentEnv.keyArn]: arnOf('AWS::KMS::Key', 'Key'),
  [deploymentEnv.operatorPolicyArns]: 'arn:aws:iam::000000000000:policy/Verbs',
  [deploymentEnv.functions]: Object.entries(functions)
    .filter(([stage]) => stage !== 'activate')
    .map(([stage, name]) => `${stage}:${name}`)
    .join(','),
  [env.secretPrefix]: 'postern/local/',
  [env.connectionSecrets]: 'postern/local/crm,postern/local/hook',
  [env.intakeSecrets]: 'postern/local/intake',
});

/** Returns the calls (key use included) that IAM denies to a person with both policies. */
async function deniedOf(calls: readonly IamCall[]): Promise<string[]> {
  const decide = createDecider(policiesOfOperator(resources, 'Verbs', 'Readiness'), (await loadSimulator())!);
  const verdicts = await Promise.all(
    calls.map(async (call) => {
      const { isAllowed, reason } = await decide(anOperator, call);
      return isAllowed ? [] : [`${call.action} ${call.resource} ${reason}`];
    }),
  );
  return [...new Set(verdicts.flat())];
}

const mail = (index: number, more = ''): Buffer =>
  Buffer.from(
    `From: Ada <ada@customer.example>\r\nTo: deals@inbound.localhost\r\nSubject: Mail ${index}\r\nMessage-ID: <${index}@c.example>\r\n${more}\r\nHello.\r\n`,
  );

/** Delivers three mails; the last merges the first two into one conversation. */
async function deliverMails(): Promise<string> {
  const to = ['deals@inbound.localhost'];
  const from = 'ada@customer.example';
  const delivered = (count: number) =>
    eventually(async () => ((await pipeline.records()).emails.length === count ? true : undefined), `${count} mails`);
  await Promise.all([1, 2].map((index) => sendMail(pipeline.smtp, { from, to, raw: mail(index) })));
  await delivered(2);
  await sendMail(pipeline.smtp, { from, to, raw: mail(3, 'References: <1@c.example> <2@c.example>\r\n') });
  await delivered(3);
  const [line] = (await pipeline.cli('trace', '<3@c.example>', '--json')).lines<SentLine>();
  return line?.eventId ?? '';
}

describe('the policies of the operator', () => {
  it('permits exactly the calls of the commands', async () => {
    const eventId = await deliverMails();
    const routes = join(pipeline.dataDir, 'routes.yaml');
    writeFileSync(
      routes,
      `connections:
  main: { vendor: hubspot, baseUrl: 'https://api.hubapi.com', credentials: 'secret:crm#hubspot' }
integrations:
  - { key: deals, tenant: acme, addresses: ['deals@inbound.localhost', 'deal+{token}@inbound.localhost'], connection: main }
  - { key: bounces, tenant: acme, addresses: [bounce@inbound.localhost], connection: main }
intake:
  news: { tenant: acme, format: standard, credentials: 'secret:intake#news', purposes: [marketing] }
`,
    );
    const people = join(pipeline.dataDir, 'people.csv');
    writeFileSync(people, 'address,at\neve@customer.example,2026-01-02T03:04:05Z\n');
    const verbs: ReadonlyArray<readonly string[]> = [
      ['trace', eventId],
      ['trace', '<1@c.example>'],
      ['trace', 'none'],
      ['explain', eventId],
      ['audit'],
      ['redrive', '--dry-run'],
      ['replay', eventId, '--dry-run'],
      ['threads', 'show', eventId],
      ['threads', 'age'],
      ['threads', 'split', eventId],
      ['review', 'queue'],
      ['review', 'say', eventId, '--kind', 'auto-reply'],
      ['review', 'report'],
      ['consent', 'set', 'ada@customer.example', 'out', '--contact', 'c-1'],
      ['consent', 'get', 'ada@customer.example'],
      ['consent', 'history', 'ada@customer.example'],
      ['consent', 'review'],
      ['consent', 'lift', '--source', 'cli', '--since', '1d'],
      ['consent', 'import', people, '--as', 'grandfathered'],
      ['consent', 'link', 'ada@customer.example'],
      ['consent', 'erase', 'ada@customer.example'],
      ['holds'],
      ['holds', '--release', 'example'],
      ['kpis', '--cloudwatch'],
      ['routes', 'apply', routes],
      ['routes', 'list'],
      ['doctor'],
      ['token', 'deal', '12345'],
      ['token', 'bounce', 'ada@customer.example'],
      ['doctor', '--aws', '--dns', '127.0.0.1:9'],
    ];

    // Three commands run at once, because each spends most of its time starting; none of the three depends on another.
    const refused: string[] = [];
    for (let start = 0; start < verbs.length; start += 3)
      await Promise.all(
        verbs.slice(start, start + 3).map(async (verb) => {
          const { code, stderr } = await runCli(verb, variables);
          // Exit code 1 reports a problem that was found; code 2 means wrong usage without any call.
          if (code === 2) refused.push(`${verb.join(' ')}: ${stderr}`);
        }),
      );

    expect(refused).toEqual([]);
    const { keyOf } = policiesOfOperator(resources);
    const calls = proxy.calls
      // IAM asks nobody for it.
      .filter(({ action }) => action !== 'sts:GetCallerIdentity')
      .flatMap((call) => withKeyUse(call, keyOf));
    expect(await deniedOf(calls)).toEqual([]);
    const statements = operatorPolicies(resources, 'Verbs', 'Readiness').flatMap(statementsOf);
    expect(unusedGrants(statements, calls)).toEqual(Object.keys(uncoveredGrants).toSorted());
  }, 300_000);
});
