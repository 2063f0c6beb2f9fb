import type { NamedPolicy, Statement } from '../../local/iam/policy-document.ts';
import type { Resource } from '../../local/intrinsics.ts';
import type { RecordedCall } from '../helpers/recorded-calls.ts';

/** Statements that no journey needs, and the test that needs them. */
export interface OwnTest {
  /** Logical ids of the policies. */
  readonly policy: RegExp;
  /** Which of their statements; absent: all. */
  readonly isMeant?: (statement: Statement) => boolean;
  readonly reason: string;
  /** A file, and words of the name of a test in it. */
  readonly test: string;
  readonly title: string;
}

const says = (text: string) => (statement: Statement) => JSON.stringify(statement).includes(text);

/** Every statement that allows something which the journeys do not do. */
export const ownTests: readonly OwnTest[] = [
  {
    policy: /^Operators/,
    reason: 'A person has these policies, no function: the verbs of the command line are asked of them.',
    test: 'test/journeys/operator.test.ts',
    title: 'grant what the verbs call, and nothing more',
  },
  {
    policy: /^ReleasesRole/,
    reason: 'CodeDeploy moves aliases in a deployment, which a laptop does not have.',
    test: 'test/lib/constructs/releases.test.ts',
    title: 'may be moved by CodeDeploy, and no function of the account beside',
  },
  {
    policy: /^ActivationActivateRoleDefaultPolicy/,
    isMeant: says('ses:SetActiveReceiptRuleSet'),
    reason: 'The function runs only while a stack is deployed.',
    test: 'test/activate/handler.test.ts',
    title: 'leaves a rule set alone that somebody activated meanwhile',
  },
  {
    policy: /^Buckets\w+Policy/,
    isMeant: says('CustomS3AutoDeleteObjects'),
    reason: 'A helper of the CDK empties a bucket that is deleted with its stack; the CDK writes what it may.',
    test: 'test/lib/constructs/retention.test.ts',
    title: 'empties every bucket before it goes',
  },
];

/** Whether a statement is in the list. */
export const isTestedElsewhere = ({ name }: NamedPolicy, statement: Statement): boolean =>
  ownTests.some(({ policy, isMeant = () => true }) => policy.test(name) && isMeant(statement));

/** Actions of functions on resources. */
export interface Listed {
  /** The folders under `lambdas/`. */
  readonly functions: readonly string[];
  readonly actions: readonly string[];
  /** Where the logical ids of the resources begin; `*` for actions that IAM asks of no resource. */
  readonly resources: readonly string[];
}

/** Actions on a resource that a function seldom needs, and the test in which it does. */
export interface SeldomGrant extends Listed {
  readonly reason: string;
  readonly test: string;
  readonly title: string;
}

const redrive = {
  functions: ['redrive'],
  reason:
    'It delivers by the code of the sink, whose same call is recorded; when it has something to deliver, the clock says.',
  test: 'test/redrive/redrive.test.ts',
  title: 'replays a conversation in the order of its arrival',
};

/** Every grant that no recorded call needs, though the code makes the call. */
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
    reason: 'SQS moves a delivery to the dead letters after a hundred receives, for which no journey waits.',
    test: 'test/redrive/collect-dead-letters.test.ts',
    title: 'removes a letter once its conversation has it, and leaves one that the ledger does not know',
  },
  {
    functions: ['sink', 'redrive', 'api'],
    actions: ['s3:ListBucket'],
    resources: ['BucketsMail', 'BucketsAttachments'],
    reason: 'Asked only for an object that is gone, which S3 else answers like one that may not be read.',
    test: 'test/local/emulator-access.test.ts',
    title: 'answer for an object that is not there in a bucket that is %s',
  },
  {
    functions: ['parse'],
    actions: ['s3:AbortMultipartUpload'],
    resources: ['BucketsAttachments'],
    reason: 'A reading that ends in the middle of a large attachment.',
    test: 'test/aws/s3-mail-store.test.ts',
    title: 'leaves no parts behind when the reading of an attachment ends in the middle',
  },
  {
    functions: ['sink'],
    actions: ['dynamodb:DeleteItem'],
    resources: ['TablesLedger'],
    reason: 'A record that two mails share and that somebody deleted at the CRM is forgotten.',
    test: 'test/aws/dynamo-shared-records.test.ts',
    title: 'forgets a record that is gone, and lets the next holder wait',
  },
  {
    functions: ['suppress'],
    actions: ['dynamodb:Query'],
    resources: ['TablesConsent'],
    reason: 'A contact of a CRM that is found to have two addresses.',
    test: 'test/aws/dynamo-consent-ledger.test.ts',
    title: 'applies the word of a person to all their addresses',
  },
  {
    functions: ['suppress'],
    actions: ['dynamodb:PutItem'],
    resources: ['TablesLedger'],
    reason:
      'Tokens of CRMs that hand them out for an hour are shared by all functions; another function may have asked before.',
    test: 'test/aws/dynamo-shared-records.test.ts',
    title: 'shares a token, and lets one worker at a time refresh it',
  },
  {
    functions: ['suppress'],
    actions: ['ses:DeleteSuppressedDestination'],
    resources: ['*'],
    reason: 'An address that bounced and was taken back by a person.',
    test: 'test/aws/ses-suppression-list.test.ts',
    title: 'removes an address that has no reason any more',
  },
  {
    functions: ['heartbeat'],
    actions: ['dynamodb:GetItem'],
    resources: ['TablesConsent'],
    reason: 'A target that has not heard of a change for longer than a journey runs.',
    test: 'test/aws/dynamo-consent-ledger.test.ts',
    title: 'leaves the queue to others after a few failures, and is due again for the heartbeat',
  },
];

/** Whether an ARN is that of a resource whose logical id begins so, or of what is in it. */
export const isWithin = (arn: string | undefined, start: string, resources: ReadonlyMap<string, Resource>): boolean =>
  start === '*'
    ? arn === '*'
    : [...resources].some(
        ([id, { identity }]) => id.startsWith(start) && (arn === identity.arn || arn?.startsWith(`${identity.arn}/`)),
      );

/**
 * Whether the clock, or chance, says if a journey makes a call: it needs a seldom grant. Every other call has to be
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
