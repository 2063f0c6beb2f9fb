import { checkStage } from '../../../lib/stage-config.ts';
import { createDecider, type Decide } from '../../../local/iam/decider.ts';
import { loadSimulator } from '../../../local/iam/simulator.ts';
import { resolveTemplates } from '../../../local/intrinsics.ts';
import { localStage } from '../../../local/local-stage.ts';
import { synthesize } from '../../../local/template.ts';
import { readResources } from '../../../local/wiring.ts';
import { anOperator, operatorPolicies, type PolicyName, policiesOfOperator, statementsOf } from '../../helpers/iam.ts';
import { localTemplates } from '../../helpers/local-templates.ts';
import { longestName, sizeOf } from '../../helpers/longest-names.ts';

const names = ['viewer', 'operator', 'consentOfficer', 'configurator', 'dataOfficer'] as const;
const resources = readResources('http://127.0.0.1:1', await localTemplates());
const actionsOf = (name: PolicyName): string[] =>
  operatorPolicies(resources, name)
    .flatMap(statementsOf)
    .flatMap(({ Action = [] }) => [Action].flat());

describe('the policies of roles', () => {
  it('fit into what IAM takes, however long the names are', () => {
    const longest = resolveTemplates(synthesize(), longestName);

    for (const name of names) {
      const policies = operatorPolicies(longest, name);
      expect(policies).toHaveLength(1);
      for (const policy of policies) expect(sizeOf(statementsOf(policy))).toBeLessThan(6144);
    }
  });

  it('let a configurator read each of 60 secrets that the stage lists for connections, with its key', () => {
    const key = 'arn:aws:kms:us-east-1:111122223333:key/1234';
    const secrets = Array.from({ length: 60 }, (_, nth) => ({
      secret: `team/department/crm-of-the-region-${nth}`,
      for: nth < 50 ? ('connections' as const) : ('intake' as const),
      key,
    }));
    const longest = resolveTemplates(synthesize({ ...localStage, secrets }), longestName);
    const policies = operatorPolicies(longest, 'configurator').map(statementsOf);
    const read = policies.flat().flatMap(({ Resource = [] }) => [Resource].flat());

    for (const policy of policies) expect(sizeOf(policy)).toBeLessThan(6144);
    for (const { secret, for: reader } of secrets)
      expect(read.filter((arn) => arn.endsWith(`${secret}-??????`))).toHaveLength(reader === 'connections' ? 1 : 0);
    expect(read).toContain(key);
  });

  it('are attached to the roles that the stage names, the viewer to all of them', () => {
    const roles = {
      viewer: ['support'],
      operator: ['on-call'],
      consentOfficer: ['privacy'],
      configurator: ['crm-admins', 'on-call'],
      dataOfficer: ['privacy'],
    };
    const config = { ...localStage, operatorRoles: ['everything'], roles };
    const attached = readResources('http://127.0.0.1:1', synthesize(config));
    const holdersOf = (name: PolicyName) =>
      operatorPolicies(attached, name).flatMap(({ Properties }) => Properties.Roles as string[]);
    const everybody = ['everything', 'support', 'on-call', 'privacy', 'crm-admins'];

    expect(Object.fromEntries(names.map((name) => [name, holdersOf(name)]))).toEqual({ ...roles, viewer: everybody });
    expect(holdersOf('Readiness')).toEqual(everybody);
    // As before there were roles.
    expect(holdersOf('Verbs')).toEqual(['everything']);
  });

  it('are attached to nobody unless the stage names roles, and printed with those of a viewer', () => {
    for (const { Properties } of operatorPolicies(resources, ...names)) expect(Properties.Roles).toBeUndefined();
    const outputs = Object.assign({}, ...synthesize().map(({ Outputs }) => Outputs)) as Record<string, unknown>;
    const printed = JSON.stringify(outputs.RolePolicies);
    for (const name of names) expect(printed).toContain(`${name}=`);
    expect(printed.match(/RolesViewer/g)).toHaveLength(names.length);
  });

  it.each([
    ['an unknown role', { admin: ['a'] }, /roles.*admin/],
    ['a role of the account that is an ARN', { viewer: ['arn:aws:iam::111122223333:role/a'] }, /roles\.viewer\.0/],
    ['a role of the account twice', { operator: ['a', 'a'] }, /roles\.operator: .*wants each role once/],
  ])('are refused %s', (_what, roles, wanted) => {
    const settings = { region: 'eu-west-1', inboundDomain: 'in.example.com', roles } as never;

    expect(() => checkStage('dev', settings, 'dev')).toThrow(wanted);
  });

  it('of a viewer hold reads alone', () => {
    const read =
      /^(?:dynamodb:(?:GetItem|BatchGetItem|Query|Scan)|s3:(?:ListBucket|GetObject)|sqs:GetQueueAttributes|lambda:List\w+|cloudwatch:(?:Get|List)\w+|kms:Decrypt)$/;

    expect(actionsOf('viewer').filter((action) => !read.test(action))).toEqual([]);
  });
});

/** The ARN of the resource of a type whose logical id begins so. */
function arnOf(type: string, begin: string): string {
  const found = [...resources].find(([id, resource]) => resource.Type === type && id.startsWith(begin));
  if (found === undefined) throw new Error(`no ${type} is called ${begin}`);
  return found[1].identity.arn;
}
const mail = arnOf('AWS::S3::Bucket', 'BucketsMail');
const attachments = arnOf('AWS::S3::Bucket', 'BucketsAttachments');
const audit = arnOf('AWS::S3::Bucket', 'BucketsAudit');
const table = (name: string): string => arnOf('AWS::DynamoDB::GlobalTable', `Tables${name}`);
const secret = (purpose: string): string => arnOf('AWS::SecretsManager::Secret', `Secrets${purpose}`);
const key = arnOf('AWS::KMS::Key', 'Key');

/** Who may do what: the letters stand for viewer, operator, consent officer, configurator and data officer. */
const matrix: ReadonlyArray<readonly [who: string, action: string, resource: string, via?: string]> = [
  ['vocfd', 'dynamodb:Query', table('Ledger')],
  ['vocfd', 'dynamodb:Query', table('Control')],
  ['vocfd', 's3:ListBucket', mail],
  ['od', 's3:GetObject', `${mail}/inbound/mail`],
  ['ofd', 's3:GetObject', `${mail}/events/evt_1.json`],
  ['d', 's3:GetObject', `${mail}/receipts/mail.json`],
  ['d', 's3:GetObject', `${attachments}/attachments/evt_1/1`],
  ['d', 's3:PutObject', `${mail}/events/evt_1.json`],
  ['', 's3:PutObject', `${mail}/inbound/mail`],
  ['d', 's3:DeleteObject', `${mail}/inbound/mail`],
  ['d', 's3:DeleteObjectVersion', `${attachments}/attachments/evt_1/1`],
  ['', 's3:PutBucketVersioning', mail],
  ['', 's3:BypassGovernanceRetention', `${mail}/inbound/mail`],
  ['vocfd', 'kms:Decrypt', key, 's3'],
  ['vocfd', 's3:GetObject', `${audit}/trail/ledger/2026-12-01/00000000.ndjson.gz`],
  ['vocfd', 's3:ListBucket', audit],
  ['', 's3:PutObject', `${audit}/trail/ledger/2026-12-01/00000000.ndjson.gz`],
  ['vocfd', 'kms:Decrypt', key, 'dynamodb'],
  ['ocfd', 'kms:Decrypt', key, 'secretsmanager'],
  ['', 'kms:Decrypt', key],
  ['cd', 'dynamodb:Query', table('Consent')],
  ['c', 'dynamodb:PutItem', table('Consent')],
  ['cd', 'dynamodb:UpdateItem', table('Consent')],
  ['cd', 'dynamodb:Scan', table('Consent')],
  ['f', 'dynamodb:BatchWriteItem', table('Control')],
  ['d', 'dynamodb:Scan', table('Ledger')],
  ['', 'dynamodb:DeleteTable', table('Ledger')],
  ['c', 'sqs:SendMessage', arnOf('AWS::SQS::Queue', 'SuppressionsQueue')],
  ['o', 'lambda:InvokeFunction', `${arnOf('AWS::Lambda::Function', 'RedriveFunction')}:live`],
  ['', 'lambda:UpdateAlias', arnOf('AWS::Lambda::Function', 'RedriveFunction')],
  ['f', 'secretsmanager:GetSecretValue', secret('Crm')],
  ['ocd', 'secretsmanager:GetSecretValue', secret('AddressKey')],
  ['ocf', 'secretsmanager:GetSecretValue', secret('TokenKeys')],
  ['f', 'secretsmanager:GetSecretValue', secret('ApiKeys')],
  ['f', 'secretsmanager:PutSecretValue', secret('ApiKeys')],
  ['f', 'secretsmanager:PutSecretValue', secret('TokenKeys')],
  ['', 'secretsmanager:PutSecretValue', secret('Crm')],
  ['f', 'kms:GenerateDataKey', key, 'secretsmanager'],
  ['d', 'kms:GenerateDataKey', key, 's3'],
  ['', 'secretsmanager:GetSecretValue', secret('Intake')],
  ['', 'secretsmanager:PutSecretValue', secret('AddressKey')],
];
const letters = { v: 'viewer', o: 'operator', c: 'consentOfficer', f: 'configurator', d: 'dataOfficer' } as const;

describe('by the policies of roles', () => {
  let decideFor: ReadonlyMap<string, Decide>;
  beforeAll(async () => {
    const simulate = (await loadSimulator())!;
    decideFor = new Map(
      Object.entries(letters).map(([letter, role]) => [
        letter,
        createDecider(policiesOfOperator(resources, 'viewer', role), simulate),
      ]),
    );
  });

  const rows = matrix.map(([who, action, resource, via = '']) => ({ who, action, resource, via }));
  it.each(rows)('IAM allows to "$who" alone: $action on $resource $via', async ({ who, action, resource, via }) => {
    const context = via === '' ? {} : { 'kms:ViaService': `${via}.us-east-1.amazonaws.com` };
    const allowed: string[] = [];
    for (const [letter, decide] of decideFor)
      if ((await decide(anOperator, { action, resource, context })).isAllowed) allowed.push(letter);

    expect(allowed.join('')).toBe(who);
  });
});
