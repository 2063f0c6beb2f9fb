import { Aws } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { keyPurpose } from '../../lambdas/env.ts';
import type { Scope } from '../../lambdas/scopes.ts';
import type { StageConfig } from '../stage-config.ts';
import type { StateStack } from '../state-stack.ts';
import { apiRouteArns } from './api-route-arns.ts';
import type { Grant } from './managed-policy.ts';
import { locksObjects } from './object-lock.ts';

/** Roles of people with a policy each; `releaser` has that of `OperatorPolicy`. */
export const policyRoles = ['viewer', 'operator', 'consentOfficer', 'configurator', 'dataOfficer'] as const;
export type PolicyRole = (typeof policyRoles)[number];

export interface RoleParts {
  readonly config: StageConfig;
  readonly state: StateStack;
  /** The mail bucket, as the stack of the policies spells it: see `bucketArnIn`. */
  readonly mailArn: string;
  /** The same of the attachments bucket. */
  readonly attachmentsArn: string;
  /** The same of the audit bucket. */
  readonly auditArn: string;
  /** Functions that `redrive` and `replay` invoke. */
  readonly invoked: ReadonlyArray<Pick<IFunction, 'functionArn'>>;
}

/**
 * The rights that each role has beyond a viewer's, and those of a viewer. The verbs of a role are listed in `cli/roles.ts`;
 * `test/journeys/operator.test.ts` calls each and compares.
 */
export const roleGrants: Readonly<Record<PolicyRole, (parts: RoleParts) => Grant[]>> = {
  viewer: viewerGrants,
  operator: operatorGrants,
  consentOfficer: consentGrants,
  configurator: configuratorGrants,
  dataOfficer: dataGrants,
};

/** The key is used by the services that data lies in, with the rights of whoever reads it. */
const useKeyVia = ({ key }: StateStack, ...services: string[]): Grant => [
  'UseKey',
  ['kms:Decrypt'],
  [key.keyArn],
  { StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${Aws.REGION}.amazonaws.com`) } },
];

const forTenantKeys = { StringEquals: { 'kms:EncryptionContext:purpose': keyPurpose } };

/** Whoever reads events reads those under keys of tenants, too. */
export const openTenantKeys = ({ key }: StateStack): Grant => [
  'OpenTenantKeys',
  ['kms:Decrypt'],
  [key.keyArn],
  forTenantKeys,
];

/** The same for whoever writes. */
const makeKeysVia = ({ key }: StateStack, service: string): Grant => [
  'MakeKeys',
  ['kms:GenerateDataKey'],
  [key.keyArn],
  { StringEquals: { 'kms:ViaService': `${service}.${Aws.REGION}.amazonaws.com` } },
];

/** Objects under prefixes of a bucket. */
const objectsIn = (bucketArn: string, prefixes: readonly string[]): string[] =>
  prefixes.map((prefix) => `${bucketArn}/${prefix}*`);

/** Routes of the API by their scopes, where AWS credentials open them. */
function callApi({ config, state }: RoleParts, ...scopes: readonly Scope[]): Grant[] {
  if (config.apiAccess?.authorization !== 'iam') return [];
  const routes = apiRouteArns(scopedApiOf(state), scopes, config.console?.enabled);
  return routes.length === 0 ? [] : [['CallApi', ['execute-api:Invoke'], routes]];
}

/** The API that has the routes with a scope, and its stage. */
const scopedApiOf = ({ api: { api, privateApi } }: StateStack): string =>
  privateApi === undefined ? `${api.apiId}/$default` : `${privateApi.apiId}/${privateApi.stageName}`;

/** Figures, fates, ids, envelope addresses and the audit trail; no word of a mail, no consent, no secret, and no write. */
function viewerGrants(parts: RoleParts): Grant[] {
  const { state, mailArn, auditArn } = parts;
  const { tables, inbox, deliveries, suppressions, sweep, feedback } = state;
  const queues = [inbox, deliveries, suppressions, sweep, feedback.queue];
  return [
    ['ReadLedger', ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], [tables.ledger.tableArn]],
    ['FindStuck', ['dynamodb:Query'], [`${tables.ledger.tableArn}/index/pending`]],
    // The merges of a conversation have no index.
    ['ReadMerges', ['dynamodb:GetItem', 'dynamodb:Scan'], [tables.threads.tableArn]],
    ['ReadRoutes', ['dynamodb:Query'], [tables.control.tableArn]],
    ['ListObjects', ['s3:ListBucket'], [mailArn, auditArn]],
    ['ReadTrail', ['s3:GetObject'], objectsIn(auditArn, ['trail/'])],
    useKeyVia(state, 'dynamodb', 's3'),
    [
      'LookAtQueues',
      ['sqs:GetQueueAttributes'],
      queues.flatMap(({ queue, deadLetterQueue }) => [queue.queueArn, deadLetterQueue.queueArn]),
    ],
    ['LookAtFigures', ['lambda:ListEventSourceMappings', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'], ['*']],
    ...callApi(parts, 'health:read', 'metrics:read', 'config:read'),
  ];
}

/** Reads mail, and gets it delivered. */
function operatorGrants(parts: RoleParts): Grant[] {
  const { state, invoked, mailArn } = parts;
  const { tables, secrets } = state;
  return [
    ['ReadMail', ['s3:GetObject'], objectsIn(mailArn, ['inbound/', 'events/'])],
    openTenantKeys(state),
    // Reviews, and audit entries.
    ['Record', ['dynamodb:PutItem', 'dynamodb:DeleteItem'], [tables.ledger.tableArn]],
    ['PartThreads', ['dynamodb:UpdateItem'], [tables.threads.tableArn]],
    ['Invoke', ['lambda:InvokeFunction'], invoked.map(({ functionArn }) => functionArn)],
    ['ReadKeys', ['secretsmanager:GetSecretValue'], [secrets.addressKey.secretArn, secrets.tokenKeys.secretArn]],
    useKeyVia(state, 's3', 'secretsmanager'),
    ...callApi(
      parts,
      'events:read',
      'events:raw',
      'events:ack',
      'replays:write',
      'redrive:write',
      'reviews:write',
      'tokens:write',
    ),
  ];
}

/** Reads and changes who may be mailed. */
function consentGrants(parts: RoleParts): Grant[] {
  const { state } = parts;
  const { tables, secrets, suppressions } = state;
  return [
    [
      'Consent',
      [
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:Query',
        'dynamodb:Scan',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
      [tables.consent.tableArn],
    ],
    ['TellTargets', ['sqs:SendMessage'], [suppressions.queue.queueArn]],
    ['ReadKeys', ['secretsmanager:GetSecretValue'], [secrets.addressKey.secretArn, secrets.tokenKeys.secretArn]],
    useKeyVia(state, 'secretsmanager'),
    ...callApi(parts, 'eligibility:read', 'holds:read', 'consent:read', 'holds:write'),
  ];
}

/** Writes integrations, compares them with mail and with the CRMs by the credentials of these, and rotates our own keys. */
function configuratorGrants({ state, mailArn }: RoleParts): Grant[] {
  const { tables, secrets } = state;
  return [
    // A put makes the key of a tenant.
    ['WriteRoutes', ['dynamodb:BatchWriteItem', 'dynamodb:PutItem'], [tables.control.tableArn]],
    ['ReadEvents', ['s3:GetObject'], objectsIn(mailArn, ['events/'])],
    ['TenantKeys', ['kms:Decrypt', 'kms:GenerateDataKey'], [state.key.keyArn], forTenantKeys],
    // The tokens of CRMs with OAuth are kept there.
    ['KeepTokens', ['dynamodb:UpdateItem'], [tables.ledger.tableArn]],
    // Audit entries.
    ['Record', ['dynamodb:PutItem'], [tables.ledger.tableArn]],
    ['ReadCredentials', ['secretsmanager:GetSecretValue'], [secrets.crm.secretArn]],
    [
      'RotateKeys',
      ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
      [secrets.hook.secretArn, secrets.tokenKeys.secretArn, secrets.apiKeys.secretArn],
    ],
    useKeyVia(state, 's3', 'secretsmanager'),
    makeKeysVia(state, 'secretsmanager'),
  ];
}

/** Reads and erases what is kept of a person: no store has an index of people, so tables and versions are read as a whole. */
function dataGrants({ config, state, mailArn, attachmentsArn }: RoleParts): Grant[] {
  const { tables, secrets } = state;
  const objects = [
    ...objectsIn(mailArn, ['inbound/', 'receipts/', 'events/']),
    ...objectsIn(attachmentsArn, ['attachments/']),
  ];
  return [
    [
      'EraseConsent',
      ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      [tables.consent.tableArn],
    ],
    // Audit entries, what deliveries remember, and rows that lose a person.
    ['ChangeRows', ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [tables.ledger.tableArn]],
    ['ForgetThreads', ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [tables.threads.tableArn]],
    ['SearchRows', ['dynamodb:Scan'], [tables.ledger, tables.consent, tables.control].map(({ tableArn }) => tableArn)],
    ['DestroyTenantKeys', ['dynamodb:PutItem'], [tables.control.tableArn]],
    openTenantKeys(state),
    ['ListVersions', ['s3:ListBucketVersions'], [mailArn, attachmentsArn]],
    ['ReadObjects', ['s3:GetObject', 's3:GetObjectVersion'], objects],
    ['EraseObjects', ['s3:DeleteObject', 's3:DeleteObjectVersion'], objects],
    // Events that other people are in are written without the person.
    ['ReplaceEvents', ['s3:PutObject'], objectsIn(mailArn, ['events/'])],
    // Legal holds, and their marks on what is kept of a mail.
    ['KeepHolds', ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [tables.control.tableArn]],
    ['MarkHeld', ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], [tables.threads.tableArn]],
    ['MarkHeldMail', ['dynamodb:UpdateItem'], [tables.ledger.tableArn]],
    ...(locksObjects(config) ? [['LockObjects', ['s3:PutObjectLegalHold'], objects] satisfies Grant] : []),
    ['ReadKeys', ['secretsmanager:GetSecretValue'], [secrets.addressKey.secretArn]],
    useKeyVia(state, 's3', 'secretsmanager'),
    makeKeysVia(state, 's3'),
  ];
}
