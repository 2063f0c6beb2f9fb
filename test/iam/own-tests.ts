import type { NamedPolicy, Statement } from '../../local/iam/policy-document.ts';
import type { Resource } from '../../local/intrinsics.ts';
import type { RecordedCall } from '../helpers/recorded-calls.ts';

/** Statements that no journey needs, and the test that needs them. */
interface OwnTest {
  /** Logical ids of the policies. */
  readonly policy: RegExp;
  /** Selects statements of the policies; absent: all. */
  readonly selects?: (statement: Statement) => boolean;
  readonly reason: string;
  /** Path of a test file; `title` is part of the name of a test in it. */
  readonly test: string;
  readonly title: string;
}

const mentions = (text: string) => (statement: Statement) => JSON.stringify(statement).includes(text);

/** All statements with permissions that the journeys do not use. */
export const ownTests: readonly OwnTest[] = [
  {
    policy: /^(?:Operators|Roles)/,
    reason: 'These policies belong to a person and not to a function: the commands of the command line need them.',
    test: 'test/journeys/operator.test.ts',
    title: 'of all verbs that were there before roles permit exactly their calls',
  },
  {
    policy: /RoleDefaultPolicy/,
    selects: mentions('kms:EncryptionContext:purpose'),
    reason:
      'The keys of tenants are under a key of KMS; the local runtime has no KMS, and keeps them under a key of its own.',
    test: 'test/aws/key-wrap.test.ts',
    title: 'has KMS make a key that only this tenant’s context opens',
  },
  {
    policy: /^ReleasesRole/,
    reason: 'CodeDeploy moves aliases in a deployment; the local runtime has no CodeDeploy.',
    test: 'test/lib/constructs/releases.test.ts',
    title: 'may be moved by CodeDeploy, and no function of the account beside',
  },
  {
    policy: /^ActivationActivateRoleDefaultPolicy/,
    selects: mentions('ses:SetActiveReceiptRuleSet'),
    reason: 'The function runs only while a stack is deployed.',
    test: 'test/activate/handler.test.ts',
    title: 'leaves a rule set alone that somebody activated meanwhile',
  },
  {
    policy: /^Buckets\w+Policy/,
    selects: mentions('CustomS3AutoDeleteObjects'),
    reason: 'A helper of the CDK empties a bucket that is deleted with its stack; the CDK writes its policy.',
    test: 'test/lib/constructs/retention.test.ts',
    title: 'empties every bucket before it goes',
  },
];

/** Tells whether a statement is in the list. */
export const isTestedElsewhere = ({ name }: NamedPolicy, statement: Statement): boolean =>
  ownTests.some(({ policy, selects = () => true }) => policy.test(name) && selects(statement));

/** Actions of functions on resources. */
export interface GrantSelector {
  /** Folders under `lambdas/`. */
  readonly functions: readonly string[];
  readonly actions: readonly string[];
  /** Prefixes of the logical ids of the resources; `*` for actions without a resource. */
  readonly resources: readonly string[];
}

/** Actions on a resource that a function rarely needs, and the test in which it does. */
interface SeldomGrant extends GrantSelector {
  readonly reason: string;
  readonly test: string;
  readonly title: string;
}

const redrive = {
  functions: ['redrive'],
  reason:
    'It delivers with the code of the sink, and the same call of the sink is recorded; its own depends on the clock.',
  test: 'test/redrive/redrive.test.ts',
  title: 'replays a conversation in the order of its arrival',
};

/** Every grant that no recorded call needs although the code sends the call. */
export const seldomGrants: readonly SeldomGrant[] = [
  { ...redrive, actions: ['s3:GetObject'], resources: ['BucketsAttachments'] },
  { ...redrive, actions: ['dynamodb:UpdateItem'], resources: ['TablesConsent'] },
  { ...redrive, actions: ['sqs:SendMessage'], resources: ['DeliveriesQueue', 'SuppressionsQueue'] },
  {
    ...redrive,
    actions: ['secretsmanager:GetSecretValue'],
    resources: ['SecretsCrm', 'SecretsHook', 'SecretsTokenKeys'],
  },
  {
    functions: ['redrive'],
    actions: ['sqs:DeleteMessage'],
    resources: ['DeliveriesDeadLetters'],
    reason: 'SQS moves a delivery to the dead-letter queue after a hundred receives; no journey waits that long.',
    test: 'test/redrive/collect-dead-letters.test.ts',
    title: 'removes a letter once its conversation has it, and leaves one that the ledger does not know',
  },
  {
    functions: ['sink', 'redrive', 'api', 'feed'],
    actions: ['s3:ListBucket'],
    resources: ['BucketsMail', 'BucketsAttachments'],
    reason: 'Needed only for a missing object, which S3 otherwise answers like a forbidden one.',
    test: 'test/local/emulator-access.test.ts',
    title: 'answer for an object that is not there in a bucket that is %s',
  },
  {
    functions: ['parse'],
    actions: ['s3:AbortMultipartUpload'],
    resources: ['BucketsAttachments'],
    reason: 'Needed when a reading stops in the middle of a large attachment.',
    test: 'test/aws/s3-mail-store.test.ts',
    title: 'leaves no parts behind when the reading of an attachment ends in the middle',
  },
  {
    functions: ['sink'],
    actions: ['dynamodb:DeleteItem'],
    resources: ['TablesLedger'],
    reason: 'Needed when a record that two mails share was deleted at the CRM.',
    test: 'test/aws/dynamo-shared-records.test.ts',
    title: 'forgets a record that is gone, and lets the next holder wait',
  },
  {
    functions: ['feed'],
    actions: ['dynamodb:DeleteItem'],
    resources: ['TablesLedger'],
    reason: 'Needed when the list of mails has a mail before its fate, which a fast machine may write first.',
    test: 'test/aws/mail-index-writer.test.ts',
    title: 'moves a mail to its new fate, and reads its event only once',
  },
  {
    functions: ['feed'],
    actions: ['dynamodb:Query'],
    resources: ['TablesControl'],
    reason: 'Needed for the mail of a tenant whose events are sealed under a key of its own.',
    test: 'test/aws/event-reader.test.ts',
    title: 'opens a sealed event with the key of any of its tenants, and reads nothing when all of them were destroyed',
  },
  {
    functions: ['suppress'],
    actions: ['dynamodb:Query'],
    resources: ['TablesConsent'],
    reason: 'Needed when a contact of a CRM turns out to have two addresses.',
    test: 'test/aws/dynamo-consent-ledger.test.ts',
    title: 'applies the word of a person to all their addresses',
  },
  {
    functions: ['suppress'],
    actions: ['dynamodb:PutItem'],
    resources: ['TablesLedger'],
    reason: 'All functions share the one-hour tokens of a CRM; another function may have fetched one before.',
    test: 'test/aws/dynamo-shared-records.test.ts',
    title: 'shares a token, and lets one worker at a time refresh it',
  },
  {
    functions: ['suppress'],
    actions: ['ses:DeleteSuppressedDestination'],
    resources: ['*'],
    reason: 'Needed when a person lifts the block of an address that bounced.',
    test: 'test/aws/ses-suppression-list.test.ts',
    title: 'removes an address that has no reason any more',
  },
  {
    functions: ['manage'],
    actions: ['dynamodb:DeleteItem'],
    resources: ['TablesConsent'],
    reason: 'Needed to release a provider, which is held after 200 mails with complaints.',
    test: 'test/manage/consent.test.ts',
    title: 'releases a provider only where dryRun is false, and records it',
  },
  {
    functions: ['manage'],
    actions: ['dynamodb:DeleteItem'],
    resources: ['TablesLedger'],
    reason: 'Needed where a verdict is about a mail that was offered for review.',
    test: 'test/operations/console-reviews.test.ts',
    title: 'keeps a verdict and takes the offers of its mail, unless it is a dry run',
  },
  {
    functions: ['manage'],
    actions: ['dynamodb:GetItem'],
    resources: ['TablesConsent'],
    reason: 'Needed for a target that has not heard at the moment of the look.',
    test: 'test/operations/pending-count.test.ts',
    title: 'counts mail and news by kind',
  },
  {
    functions: ['heartbeat'],
    actions: ['dynamodb:GetItem'],
    resources: ['TablesConsent'],
    reason: 'Needed for a target that misses a change for longer than a journey runs.',
    test: 'test/aws/dynamo-consent-ledger.test.ts',
    title: 'leaves the queue to others after a few failures, and is due again for the heartbeat',
  },
];

/** Tells whether an ARN belongs to a resource with this logical id prefix, or to a part of it. */
export const isWithin = (arn: string | undefined, start: string, resources: ReadonlyMap<string, Resource>): boolean =>
  start === '*'
    ? arn === '*'
    : [...resources].some(
        ([id, { identity }]) => id.startsWith(start) && (arn === identity.arn || arn?.startsWith(`${identity.arn}/`)),
      );

/**
 * Tells whether a call depends on the clock or on chance: it needs a rare grant. Every other call of a journey must be
 * recorded.
 */
export const isSeldomCall = (
  { function: name, action, resource }: Pick<RecordedCall, 'function' | 'action' | 'resource'>,
  resources: ReadonlyMap<string, Resource>,
): boolean =>
  seldomGrants.some(
    ({ functions, actions, resources: starts }) =>
      functions.includes(name) &&
      actions.includes(action) &&
      starts.some((start) => isWithin(resource, start, resources)),
  );
