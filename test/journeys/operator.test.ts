import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../../cli/program.ts';
import { optionsWithRoles, type Role, roleOf, verbsWithRoles } from '../../cli/roles.ts';
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
import {
  anOperator,
  operatorPolicies,
  type PolicyName,
  policiesOfOperator,
  statementsOf,
  unusedGrants,
} from '../helpers/iam.ts';
import { localTemplates } from '../helpers/local-templates.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, runCli, type SentLine, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';
import { type RecordingProxy, startRecordingProxy } from '../helpers/recording-proxy.ts';
import { verbsOf } from '../helpers/verbs.ts';

/** Grants of the policies that no command below needs, with the code that needs them. */
const uncoveredGrants: Readonly<Record<string, string>> = {
  'lambda:InvokeFunction SweepFunction': 'audit --repair, called with the later verbs below, and replay: cli/replay.ts',
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
    // No policy here allows the questions to IAM: `report quarterly` works without their answers.
    AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:9',
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

/** Returns the calls (key use included) that IAM denies to a person with these policies. */
async function deniedOf(calls: readonly IamCall[], ...names: readonly PolicyName[]): Promise<string[]> {
  const decide = createDecider(policiesOfOperator(resources, ...names), (await loadSimulator())!);
  const verdicts = await Promise.all(
    calls.map(async (call) => {
      const { isAllowed, reason } = await decide(anOperator, call);
      return isAllowed ? [] : [`${call.action} ${call.resource} ${reason}`];
    }),
  );
  return [...new Set(verdicts.flat())];
}

const ada = 'ada@customer.example';
const bob = 'bob@customer.example';

const mail = (index: number, from: string, more = ''): Buffer =>
  Buffer.from(
    `From: ${from}\r\nTo: deals@inbound.localhost\r\nSubject: Mail ${index}\r\nMessage-ID: <${index}@c.example>\r\n${more}\r\nHello.\r\n`,
  );

/** Delivers three mails of Ada, the last of which merges the first two into one conversation; and one of Bob, which stays. */
async function deliverMails(): Promise<{ readonly adas: string; readonly bobs: string }> {
  const send = (from: string, raw: Buffer) => sendMail(pipeline.smtp, { from, to: ['deals@inbound.localhost'], raw });
  const delivered = (count: number) =>
    eventually(async () => ((await pipeline.records()).emails.length === count ? true : undefined), `${count} mails`);
  await Promise.all([send(ada, mail(1, ada)), send(ada, mail(2, ada)), send(bob, mail(4, bob))]);
  await delivered(3);
  await send(ada, mail(3, ada, 'References: <1@c.example> <2@c.example>\r\n'));
  await delivered(4);
  const eventOf = async (messageId: string): Promise<string> => {
    const [line] = (await pipeline.cli('trace', messageId, '--json')).lines<SentLine>();
    return line?.eventId ?? '';
  };
  return { adas: await eventOf('<3@c.example>'), bobs: await eventOf('<4@c.example>') };
}

interface Inputs {
  /** The event of a mail that is erased on the way. */
  readonly eventId: string;
  /** The event of a mail that stays. */
  readonly lasting: string;
  readonly routes: string;
  readonly people: string;
}

/** The commands of each role on the deployment. */
function commandsOf({ eventId, lasting, routes, people }: Inputs): Record<PersonRole, string[][]> {
  return {
    viewer: [
      ['trace', eventId],
      ['trace', '<1@c.example>'],
      ['trace', 'none'],
      ['audit'],
      ['audit', 'log'],
      ['audit', 'verify'],
      ['threads', 'show', eventId],
      ['review', 'report'],
      ['kpis', '--cloudwatch'],
      ['readiness'],
      ['report', 'quarterly'],
      ['routes', 'list'],
      ['doctor'],
      ['doctor', '--aws', '--dns', '127.0.0.1:9'],
    ],
    operator: [
      ['explain', eventId],
      ['redrive', '--dry-run'],
      ['replay', eventId, '--dry-run'],
      ['threads', 'age'],
      ['threads', 'split', eventId],
      ['review', 'queue'],
      ['audit', '--repair'],
      ['review', 'say', eventId, '--kind', 'auto-reply'],
      ['token', 'deal', '12345'],
      ['token', 'contact', '12345'],
      ['token', 'company', '12345'],
      ['token', 'ticket', '12345'],
      ['token', 'thread', '12345'],
      ['token', 'bounce', 'ada@customer.example'],
    ],
    'consent-officer': [
      ['consent', 'set', 'ada@customer.example', 'out', '--contact', 'c-1'],
      ['consent', 'get', 'ada@customer.example'],
      ['consent', 'history', 'ada@customer.example'],
      ['consent', 'review'],
      ['consent', 'lift', '--source', 'cli', '--since', '1d'],
      ['consent', 'import', people, '--as', 'grandfathered'],
      ['consent', 'link', 'ada@customer.example'],
      ['holds'],
      ['holds', '--release', 'example'],
    ],
    configurator: [
      ['routes', 'apply', routes],
      ['mapping', 'check'],
      ['mapping', 'preview', eventId],
      ['mapping', 'diff', '--since', '1d'],
      ['promote', 'deals'],
      ['review', 'compare', eventId],
      ['doctor', '--probe'],
      ['doctor', '--fix'],
      ['secret', 'rotate', 'token-keys'],
      ['secret', 'rotate', 'api-keys', '--field', 'acme'],
      ['secret', 'retire', 'api-keys', '--field', 'all', '--dry-run'],
      ['api-keys', 'create', '--name', 'billing', '--tenant', 'acme', '--scopes', 'events:read'],
      ['api-keys', 'list'],
      ['api-keys', 'rotate', '0123456789ab'],
      ['api-keys', 'revoke', '0123456789ab'],
    ],
    'data-officer': [
      ['data', 'report'],
      ['data', 'age'],
      ['data', 'export', '--address', 'ada@customer.example', '--out', join(pipeline.dataDir, 'ada.zip')],
      ['data', 'erase', '--address', 'ada@customer.example', '--dry-run'],
      ['data', 'erase', '--address', 'ada@customer.example', '--yes'],
      ['data', 'keys', 'list'],
      ['data', 'keys', 'destroy', '--tenant', 'acme'],
      ['consent', 'erase', 'eve@customer.example', '--yes'],
      ['holds', 'legal', 'place', '--thread', lasting, '--reason', 'case 7', '--yes', '--settle', '0'],
      ['holds', 'legal', 'list'],
      ['holds', 'legal', 'release', 'hold_unknown'],
    ],
  };
}

/** Whether a verb came after the roles: the policies of `operatorRoles` do not allow it. */
const isLater = ([verb = '', part]: readonly string[]): boolean =>
  ['api-keys', 'data', 'report', 'secret'].includes(verb) ||
  part === 'legal' ||
  (verb === 'audit' && part !== undefined);

/** Roles of people that a verb of this journey has; a release is taken back by `test/cli/rollback.test.ts`. */
type PersonRole = Exclude<Role, 'releaser'>;

const policyOf: Readonly<Record<PersonRole, PolicyName>> = {
  viewer: 'viewer',
  operator: 'operator',
  'consent-officer': 'consentOfficer',
  configurator: 'configurator',
  'data-officer': 'dataOfficer',
};

/** Calls that a verb of a role makes although its role may not: it works without their answers. */
const doneWithout: Readonly<Partial<Record<PersonRole, RegExp>>> = {
  // Fates and records without the words of the mail: cli/readable-event.ts.
  viewer: /^s3:GetObject \S+\/events\/|^kms:Decrypt /,
};

/** Grants of a role that no command below needs, with the code that needs them. */
const unusedOfRole: Readonly<Record<PersonRole, Readonly<Record<string, string>>>> = {
  viewer: {},
  operator: {
    'dynamodb:DeleteItem table/TablesLedger': 'review say, for mail that waits for a person: cli/review-say.ts',
  },
  'consent-officer': {
    'dynamodb:DeleteItem table/TablesConsent': 'holds --release, of a provider that is held: cli/holds.ts',
  },
  configurator: {
    'dynamodb:UpdateItem table/TablesLedger': 'tokens of CRMs with OAuth: lambdas/aws/dynamo-token-cache.ts',
    'secretsmanager:GetSecretValue postern/local/hook': 'connections of the vendor webhook: lambdas/crm/webhook',
    'secretsmanager:PutSecretValue postern/local/hook': 'secret rotate hook, where it holds a value: cli/secrets',
  },
  'data-officer': Object.fromEntries(
    [
      'dynamodb:DeleteItem table/TablesControl',
      'kms:GenerateDataKey key/Key via s3.us-east-1.amazonaws.com',
      's3:GetObject bucketsattachments4eab772c/attachments/*',
      's3:GetObject bucketsmail2c747969/events/*',
      's3:GetObject bucketsmail2c747969/receipts/*',
      's3:GetObjectVersion bucketsattachments4eab772c/attachments/*',
      's3:GetObjectVersion bucketsmail2c747969/inbound/*',
      's3:GetObjectVersion bucketsmail2c747969/receipts/*',
      's3:DeleteObject bucketsattachments4eab772c/attachments/*',
      's3:DeleteObject bucketsmail2c747969/events/*',
      's3:DeleteObject bucketsmail2c747969/inbound/*',
      's3:DeleteObject bucketsmail2c747969/receipts/*',
      's3:DeleteObjectVersion bucketsattachments4eab772c/attachments/*',
      's3:DeleteObjectVersion bucketsmail2c747969/receipts/*',
      's3:PutObject bucketsmail2c747969/events/*',
    ].map((grant) => [
      grant,
      'data export, erase and keys destroy, holds legal release, of mail with files, other people, versions or a receipt of its own: cli/data',
    ]),
  ),
};

/** Writes the files that commands read. */
function writeInputs(): { readonly routes: string; readonly people: string } {
  const routes = join(pipeline.dataDir, 'routes.yaml');
  writeFileSync(
    routes,
    `connections:
  main: { vendor: hubspot, baseUrl: 'https://127.0.0.1:9', credentials: 'secret:crm#hubspot' }
integrations:
  - { key: deals, tenant: acme, addresses: ['deals@inbound.localhost', 'deal+{token}@inbound.localhost'], connection: main }
  - { key: bounces, tenant: acme, addresses: [bounce@inbound.localhost], connection: main }
  - { key: pilot, tenant: acme, addresses: [pilot@inbound.localhost], connection: main, mode: shadow }
intake:
  news: { tenant: acme, format: standard, credentials: 'secret:intake#news', purposes: [marketing] }
`,
  );
  const people = join(pipeline.dataDir, 'people.csv');
  writeFileSync(people, 'address,at\neve@customer.example,2026-01-02T03:04:05Z\n');
  return { routes, people };
}

/**
 * Runs commands, three at once, because each spends most of its time starting; none of the three depends on another.
 *
 * @returns the calls that they made, key use included
 */
async function callsOfCommands(
  commands: readonly string[][],
  environment: Record<string, string>,
  atOnce = 3,
): Promise<IamCall[]> {
  const before = proxy.calls.length;
  const refused: string[] = [];
  for (let start = 0; start < commands.length; start += atOnce)
    await Promise.all(
      commands.slice(start, start + atOnce).map(async (command) => {
        const { code, stderr } = await runCli(command, environment);
        // Exit code 1 reports a problem that was found; code 2 means wrong usage without any call.
        if (code === 2) refused.push(`${command.join(' ')}: ${stderr}`);
      }),
    );
  expect(refused).toEqual([]);
  const { keyOf } = policiesOfOperator(resources);
  return proxy.calls
    .slice(before)
    .filter(({ action }) => action !== 'sts:GetCallerIdentity') // IAM asks nobody for it.
    .flatMap((call) => withKeyUse(call, keyOf));
}

const isRead = ({ action }: IamCall): boolean => /:(?:Get|List|Describe|Query|Scan|BatchGet)/.test(action);

describe('the policies of people', () => {
  const calls = new Map<PersonRole, IamCall[]>();
  /** Calls of verbs that came after the roles. */
  let later: IamCall[] = [];
  const all = (): IamCall[] => [...calls.values()].flat();
  let program: Command;
  let commands: ReturnType<typeof commandsOf>;
  beforeAll(async () => {
    program = await createProgram();
    const { adas, bobs } = await deliverMails();
    const inputs = writeInputs();
    commands = commandsOf({ eventId: adas, lasting: bobs, ...inputs });
    const environment = { ...variables, POSTERN_INTEGRATIONS: inputs.routes };
    // The routes first: addresses are signed for them, and their secrets looked at.
    for (const role of ['configurator', 'viewer', 'consent-officer', 'operator', 'data-officer'] as const)
      calls.set(
        role,
        await callsOfCommands(
          commands[role].filter((each) => !isLater(each)),
          environment,
        ),
      );
    for (const [role, own] of calls) {
      const added = await callsOfCommands(commands[role].filter(isLater), environment, 1);
      later = [...later, ...added];
      calls.set(role, [...own, ...added]);
    }
  }, 400_000);

  const people = Object.keys(policyOf) as PersonRole[];
  const policiesFor = (role: PersonRole): PolicyName[] =>
    role === 'viewer' ? ['viewer', 'Readiness'] : ['viewer', 'Readiness', policyOf[role]];

  it.each(people)('call each verb of the role in this test: %s', (role) => {
    const called = commands[role].map((words) => words.join(' '));
    const isCalled = (call: string): boolean => called.some((line) => line === call || line.startsWith(`${call} `));
    const options = Object.entries(optionsWithRoles).flatMap(([call, others]) =>
      others.filter(([, other]) => other === role).map(([option]) => `${call} ${option}`),
    );

    const existing = new Set(verbsOf(program).map(([call]) => call));
    const verbs = verbsWithRoles.filter((call) => roleOf(call) === role && existing.has(call));
    const missing = [...verbs, ...options].filter((call) => !isCalled(call));
    expect(missing).toEqual([]);
  });

  it.each(people)('permit a %s the calls of its verbs, and nothing more', async (role) => {
    const denied = await deniedOf(calls.get(role)!, ...policiesFor(role));
    const own = operatorPolicies(resources, policyOf[role]).flatMap(statementsOf);

    expect(denied.filter((call) => !doneWithout[role]?.test(call))).toEqual([]);
    expect(unusedGrants(own, calls.get(role)!)).toEqual(Object.keys(unusedOfRole[role]).toSorted());
  });

  it('permit a viewer none of the calls by which any role changes something', async () => {
    const writes = all().filter((call) => !isRead(call) && !call.action.startsWith('kms:'));
    const different = new Set(writes.map(({ action, resource }) => `${action} ${resource}`));

    expect(different.size).toBeGreaterThan(5);
    expect(await deniedOf(writes, ...policiesFor('viewer'))).toHaveLength(different.size);
  });

  it('of all verbs that were there before roles permit exactly their calls', async () => {
    const before = all().filter((call) => !later.includes(call));
    const denied = await deniedOf(before, 'Verbs', 'Readiness');
    const statements = operatorPolicies(resources, 'Verbs', 'Readiness').flatMap(statementsOf);

    // The credentials of CRMs are the configurator's. The audit trail is a viewer's, which these roles are, too.
    const others =
      /^(?:secretsmanager:GetSecretValue \S+\/(?:crm|hook)\b|s3:(?:ListBucket|GetObject) arn:aws:s3:::\S*audit)/;
    expect(denied.filter((call) => !others.test(call))).toEqual([]);
    expect(unusedGrants(statements, before)).toEqual(Object.keys(uncoveredGrants).toSorted());
  });
});
