import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetBucketEncryptionCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type QueueConfiguration,
} from '@aws-sdk/client-s3';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { parseReference, secretIdOf, secretPurposes } from '../../lambdas/domain/configuration/secret-reference.ts';
import type { Asker } from './ask.ts';
import type { AwsClients } from './aws-clients.ts';
import type { Deployment } from './deployment.ts';
import type { BucketFact, SecretFact, StorageFacts, TableFact } from './facts.ts';

interface StorageQuestions {
  readonly asker: Asker;
  readonly aws: Pick<AwsClients, 'secrets' | 'tables' | 's3' | 'signed'>;
  readonly deployment: Deployment;
  readonly file: IntegrationsFile;
}

/** Asks about key, secrets, tables and buckets. No value of a secret is read. */
export async function askAboutStorage(questions: StorageQuestions): Promise<StorageFacts> {
  const { asker, aws, deployment, file } = questions;
  const [keyState, secrets, tables, buckets] = await Promise.all([
    asker.find('kms:DescribeKey', ['NotFoundException'], () => aws.signed.keyState(deployment.keyArn)),
    Promise.all(neededSecrets(deployment, file).map((secret) => secretFactOf(questions, secret))),
    Promise.all(deployment.tables.map((table) => tableFactOf(questions, table))),
    Promise.all(deployment.buckets.map((bucket) => bucketFactOf(questions, bucket))),
  ]);
  return { keyState, secrets, tables, buckets };
}

type NeededSecret = Omit<SecretFact, 'state'>;

/** The secrets that the stage always needs, and those that the integrations file names. */
export function neededSecrets(
  { secretPrefix }: Pick<Deployment, 'secretPrefix'>,
  file: IntegrationsFile,
): NeededSecret[] {
  const always = {
    'address-key': 'every function',
    'token-keys': 'every link and signed address',
    'api-keys': 'the API',
  };
  const needed = new Map<string, NeededSecret>(
    Object.entries(always).map(([name, neededBy]) => {
      const id = `${secretPrefix}${name}`;
      return [id, { id, neededBy, isPutByHand: false }];
    }),
  );
  const named = [
    ...Object.entries(file.connections).map(([name, { credentials }]) => [`connection ${name}`, credentials] as const),
    ...Object.entries(file.intake ?? {}).map(([name, { credentials }]) => [`intake ${name}`, credentials] as const),
  ];
  for (const [neededBy, credentials] of named) {
    if (credentials === 'role') continue;
    const { scheme, name } = parseReference(credentials);
    if (scheme === 'env') continue;
    const id = secretIdOf(name, secretPrefix);
    const purpose = id.startsWith(secretPrefix) ? id.slice(secretPrefix.length) : '';
    // The owner of any other listed secret created it with a value.
    if (!needed.has(id)) needed.set(id, { id, neededBy, isPutByHand: Object.hasOwn(secretPurposes, purpose) });
  }
  return [...needed.values()];
}

/** A value that was put over the first leaves the label AWSPREVIOUS on that. */
async function secretFactOf({ asker, aws }: StorageQuestions, needed: NeededSecret): Promise<SecretFact> {
  const state = await asker.find(
    'secretsmanager:DescribeSecret',
    ['ResourceNotFoundException'],
    async (abortSignal) => {
      const secret = await aws.secrets.send(new DescribeSecretCommand({ SecretId: needed.id }), { abortSignal });
      const labels = Object.values(secret.VersionIdsToStages ?? {}).flat();
      return { isDeleted: secret.DeletedDate !== undefined, hasChanged: labels.includes('AWSPREVIOUS') };
    },
  );
  return { ...needed, state };
}

async function tableFactOf(
  { asker, aws }: StorageQuestions,
  { table, name }: Deployment['tables'][number],
): Promise<TableFact> {
  const absent = ['ResourceNotFoundException', 'TableNotFoundException'];
  const input = { TableName: name };
  const [description, recovery, ttl] = await Promise.all([
    asker.find('dynamodb:DescribeTable', absent, async (abortSignal) => {
      const { Table } = await aws.tables.send(new DescribeTableCommand(input), { abortSignal });
      const keyArn = Table?.SSEDescription?.KMSMasterKeyArn;
      return keyArn === undefined ? {} : { keyArn };
    }),
    asker.find('dynamodb:DescribeContinuousBackups', absent, async (abortSignal) => {
      const answer = await aws.tables.send(new DescribeContinuousBackupsCommand(input), { abortSignal });
      const { PointInTimeRecoveryDescription: recovery } = answer.ContinuousBackupsDescription ?? {};
      return recovery?.PointInTimeRecoveryStatus === 'ENABLED';
    }),
    asker.find('dynamodb:DescribeTimeToLive', absent, async (abortSignal) => {
      const answer = await aws.tables.send(new DescribeTimeToLiveCommand(input), { abortSignal });
      const { TimeToLiveStatus = '', AttributeName } = answer.TimeToLiveDescription ?? {};
      return TimeToLiveStatus.startsWith('ENABL') ? AttributeName : undefined;
    }),
  ]);
  return {
    table,
    name,
    description,
    hasRecovery: recovery?.value === undefined ? undefined : { value: recovery.value },
    ttl,
  };
}

/** Whether a notification is of every object that is made under `inbound/`. */
function hearsAllMail({ Events = [], Filter }: QueueConfiguration): boolean {
  const rules = Filter?.Key?.FilterRules ?? [];
  return (
    Events.includes('s3:ObjectCreated:*') &&
    rules.every(({ Name, Value = '' }) => Name?.toLowerCase() === 'prefix' && 'inbound/'.startsWith(Value))
  );
}

async function bucketFactOf(
  { asker, aws }: StorageQuestions,
  { bucket, name }: Deployment['buckets'][number],
): Promise<BucketFact> {
  const absent = ['NoSuchBucket', 'NotFound'];
  const input = { Bucket: name };
  const [encryption, blocked, versioned, announces] = await Promise.all([
    asker.find('s3:GetEncryptionConfiguration', absent, async (abortSignal) => {
      const answer = await aws.s3.send(new GetBucketEncryptionCommand(input), { abortSignal });
      const rule = answer.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
      const algorithm = rule?.SSEAlgorithm ?? 'none';
      return rule?.KMSMasterKeyID === undefined ? { algorithm } : { algorithm, keyArn: rule.KMSMasterKeyID };
    }),
    asker.find(
      's3:GetBucketPublicAccessBlock',
      [...absent, 'NoSuchPublicAccessBlockConfiguration'],
      async (abortSignal) => {
        const answer = await aws.s3.send(new GetPublicAccessBlockCommand(input), { abortSignal });
        return answer.PublicAccessBlockConfiguration ?? {};
      },
    ),
    asker.find('s3:GetBucketVersioning', absent, async (abortSignal) => {
      const { Status } = await aws.s3.send(new GetBucketVersioningCommand(input), { abortSignal });
      return Status === 'Enabled';
    }),
    asker.find('s3:GetBucketNotification', absent, async (abortSignal) => {
      const command = new GetBucketNotificationConfigurationCommand(input);
      const { QueueConfigurations = [] } = await aws.s3.send(command, { abortSignal });
      return QueueConfigurations.filter(hearsAllMail).flatMap(({ QueueArn }) => QueueArn ?? []);
    }),
  ]);
  const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } = blocked?.value ?? {};
  const isPrivate = [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets].every(
    (on) => on === true,
  );
  return {
    bucket,
    name,
    encryption,
    isPrivate: blocked && { value: isPrivate },
    isVersioned: versioned?.value === undefined ? undefined : { value: versioned.value },
    announces: announces?.value === undefined ? undefined : { value: announces.value },
  };
}
