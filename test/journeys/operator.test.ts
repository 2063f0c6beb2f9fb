import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentEnv, env } from '../../lambdas/env.ts';
import { type RuntimeFile, runtimeFileName } from '../../local/runtime-file.ts';
import type { Resource } from '../../local/template.ts';
import { readResources } from '../../local/wiring.ts';
import type { AwsCall } from '../helpers/aws-calls.ts';
import { healthyAccount, variablesAt } from '../helpers/fake-account.ts';
import { type FakeAws, startFakeAws } from '../helpers/fake-aws.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, runCli, type SentLine, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';
import { decide, type Statement } from '../helpers/policy.ts';
import { type RecordingProxy, startRecordingProxy } from '../helpers/recording-proxy.ts';

const place = { account: '000000000000', region: 'us-east-1' };

/** What a policy grants and no verb below calls, with where it is called. */
const notPlayed: Readonly<Record<string, string>> = {
  'lambda:InvokeFunction SweepFunction': 'replay of a mail in quarantine: cli/replay.ts',
  'secretsmanager:DescribeSecret SecretsHook':
    'doctor --aws, where a connection names it: cli/aws-readiness/storage-facts.ts',
};

let pipeline: Pipeline;
let proxy: RecordingProxy;
let fake: FakeAws;
let resources: ReadonlyMap<string, Resource>;
let variables: Record<string, string>;
beforeAll(async () => {
  [pipeline, fake] = await Promise.all([startPipeline(), startFakeAws()]);
  const file = readFileSync(join(pipeline.dataDir, runtimeFileName), 'utf8');
  const { environment, functions } = JSON.parse(file) as RuntimeFile;
  resources = readResources(environment.AWS_ENDPOINT_URL_SQS ?? '');
  fake.state = { ...healthyAccount(), caller: place.account };
  // What no stand-in of the laptop answers, the fake account does.
  const endpoints = Object.entries(variablesAt(fake.url)).filter(([name]) => name.startsWith('AWS_ENDPOINT'));
  const { AWS_ENDPOINT_URL_CLOUDWATCH, ...answers } = Object.fromEntries(endpoints);
  const figures = { AWS_ENDPOINT_URL_CLOUDWATCH: AWS_ENDPOINT_URL_CLOUDWATCH ?? '' };
  proxy = await startRecordingProxy({ ...answers, ...environment, ...figures }, place);
  variables = {
    ...proxy.environment,
    ...deploymentOf(functions),
    // Another folder: a pipeline that runs here would overrule the variables.
    POSTERN_DATA_DIR: temporaryFolder(),
    REDRIVE_FUNCTION: functions.redrive ?? '',
    SWEEP_FUNCTION: functions.sweep ?? '',
  };
}, 60_000);
afterAll(async () => {
  await Promise.all([proxy.stop(), fake.stop(), discard(pipeline)]);
});

/** The logical id of the one resource of a type whose id holds a word. */
function idOf(type: string, word: string): string {
  const [id] = [...resources].find(([name, { Type }]) => Type === type && name.includes(word)) ?? [];
  if (id === undefined) throw new Error(`no ${type} is called ${word}`);
  return id;
}

const keyArn = (): string => `arn:aws:local:::${idOf('AWS::KMS::Key', 'Key')}`;

/** What the `CliEnvironment` output would say of the laptop's templates. */
const deploymentOf = (functions: Readonly<Record<string, string>>): Record<string, string> => ({
  [deploymentEnv.account]: place.account,
  [deploymentEnv.inboundDomain]: 'inbound.localhost',
  [deploymentEnv.ruleSet]: 'postern-local',
  [deploymentEnv.rule]: 'Store',
  [deploymentEnv.pagesTopicArn]: `arn:aws:sns:us-east-1:000000000000:${idOf('AWS::SNS::Topic', 'Pages')}`,
  [deploymentEnv.keyArn]: keyArn(),
  [deploymentEnv.operatorPolicyArns]: 'arn:aws:iam::000000000000:policy/Verbs',
  [deploymentEnv.functions]: Object.entries(functions)
    .filter(([stage]) => stage !== 'activate')
    .map(([stage, name]) => `${stage}:${name}`)
    .join(','),
  [env.secretPrefix]: 'postern/local/',
  [env.connectionSecrets]: 'postern/local/crm,postern/local/hook',
  [env.intakeSecrets]: 'postern/local/intake',
});

/** The statements of both policies of the operator. */
const operatorStatements = (): Statement[] =>
  [...resources.values()]
    .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);

/** Secrets are named by their logical ids on the laptop, and by the names of the stage on a deployment. */
function localResource({ action, resource }: AwsCall): string {
  const secret = /:secret:(.+)-AbCdEf$/.exec(resource)?.[1];
  if (secret === undefined || !action.startsWith('secretsmanager:')) return resource;
  const word = secret.split('/').at(-1) ?? '';
  const purposes: Record<string, string> = {
    'address-key': 'AddressKey',
    'token-keys': 'TokenKeys',
    'api-keys': 'ApiKeys',
    crm: 'Crm',
    intake: 'Intake',
  };
  return word in purposes ? idOf('AWS::SecretsManager::Secret', purposes[word] ?? '') : secret;
}

/** Services that use the key on behalf of whoever calls. */
const encrypted: Readonly<Record<string, string>> = {
  'dynamodb:GetItem': 'dynamodb',
  'dynamodb:Query': 'dynamodb',
  'dynamodb:PutItem': 'dynamodb',
  's3:GetObject': 's3',
  'secretsmanager:GetSecretValue': 'secretsmanager',
};

/** Who grants a call, and for what is stored under the key, its use. */
function decisionsOn(call: AwsCall): string[] {
  const asked = { service: '', action: call.action, resource: localResource(call), context: {} };
  const via = encrypted[call.action];
  const keyUse =
    via === undefined
      ? []
      : [
          {
            ...asked,
            action: 'kms:Decrypt',
            resource: keyArn(),
            context: { 'kms:ViaService': `${via}.us-east-1.amazonaws.com` },
          },
        ];
  return [asked, ...keyUse]
    .filter((one) => decide(operatorStatements(), one) !== 'allowed')
    .map(({ action, resource }) => `${action} ${resource}`);
}

const mail = (nth: number, more = ''): Buffer =>
  Buffer.from(
    `From: Ada <ada@customer.example>\r\nTo: deals@inbound.localhost\r\nSubject: Mail ${nth}\r\nMessage-ID: <${nth}@c.example>\r\n${more}\r\nHello.\r\n`,
  );

/** Three mails, the last of which makes one conversation of the first two. */
async function deliverMails(): Promise<string> {
  const to = ['deals@inbound.localhost'];
  const from = 'ada@customer.example';
  const delivered = (count: number) =>
    eventually(async () => ((await pipeline.records()).emails.length === count ? true : undefined), `${count} mails`);
  await Promise.all([1, 2].map((nth) => sendMail(pipeline.smtp, { from, to, raw: mail(nth) })));
  await delivered(2);
  await sendMail(pipeline.smtp, { from, to, raw: mail(3, 'References: <1@c.example> <2@c.example>\r\n') });
  await delivered(3);
  const [line] = (await pipeline.cli('trace', '<3@c.example>', '--json')).lines<SentLine>();
  return line?.eventId ?? '';
}

describe('the policies of the operator', () => {
  it('grant what the verbs call, and nothing more', async () => {
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

    // Three at once: each is a process that mostly starts. What writes is not read by its neighbours.
    const refused: string[] = [];
    for (let start = 0; start < verbs.length; start += 3)
      await Promise.all(
        verbs.slice(start, start + 3).map(async (verb) => {
          const { code, stderr } = await runCli(verb, variables);
          // Some end with exit code 1, for what they look at is not well; 2 is wrong usage, and nothing was called.
          if (code === 2) refused.push(`${verb.join(' ')}: ${stderr}`);
        }),
      );

    expect(refused).toEqual([]);
    const denied = proxy.calls.filter(({ action }) => action !== 'sts:GetCallerIdentity').flatMap(decisionsOn);
    expect([...new Set(denied)]).toEqual([]);
    expect(unusedGrants(proxy.calls)).toEqual(Object.keys(notPlayed).toSorted());
  }, 300_000);
});

/** Pairs of action and resource that a policy grants and none of the calls needs. */
function unusedGrants(calls: readonly AwsCall[]): string[] {
  const needed = calls.flatMap((call) => [{ ...call, resource: localResource(call) }]);
  return operatorStatements()
    .filter(({ Condition }) => Condition === undefined)
    .flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) =>
        [Resource].flat().flatMap((resource) => {
          const grant = { Effect: 'Allow' as const, Action: action, Resource: String(resource) };
          const isUsed = needed.some((call) => decide([grant], { service: '', context: {}, ...call }) === 'allowed');
          // Logical ids end in eight digits that follow from their path.
          return isUsed ? [] : [`${action} ${String(resource).split(':').at(-1)?.slice(0, -8)}`];
        }),
      ),
    )
    .toSorted();
}
