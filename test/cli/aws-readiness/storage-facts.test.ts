import { createAsker } from '../../../cli/aws-readiness/ask.ts';
import { askAboutStorage } from '../../../cli/aws-readiness/storage-facts.ts';
import { awsError } from '../../helpers/scripted-client.ts';
import { deployment } from './healthy-facts.ts';

type Questions = Parameters<typeof askAboutStorage>[0];
type Input = Readonly<Record<string, unknown>>;
type Answers = Readonly<Record<string, (input: Input) => object>>;

/** Asks clients that answer each command by its name; a command without an answer finds nothing. */
function ask(answers: Answers, credentials: Readonly<Record<string, string>> = {}) {
  const client = {
    async send(command: { readonly input: Input }): Promise<object> {
      const answer = answers[command.constructor.name];
      if (answer === undefined) throw awsError('ResourceNotFoundException');
      return answer(command.input);
    },
  };
  const signed = { keyState: async () => 'Enabled' };
  const aws = { secrets: client, tables: client, s3: client, signed } as unknown as Questions['aws'];
  const connections = Object.fromEntries(
    Object.entries(credentials).map(([name, reference]) => [name, { credentials: reference }]),
  );
  const file = { connections, integrations: [] } as unknown as Questions['file'];
  return askAboutStorage({ asker: createAsker(() => {}), aws, deployment, file });
}

describe('askAboutStorage', () => {
  it('asks for the secrets of the stage and of each connection, once each', async () => {
    const { keyState, secrets } = await ask(
      { DescribeSecretCommand: () => ({ VersionIdsToStages: { v1: ['AWSCURRENT'] } }) },
      { main: 'secret:crm#a', other: 'secret:crm#b', sales: 'secret:acme/sales', role: 'role', laptop: 'env:TOKEN' },
    );

    expect(keyState).toEqual({ value: 'Enabled' });
    expect(secrets.map(({ id, neededBy, isPutByHand }) => [id, neededBy, isPutByHand])).toEqual([
      ['postern/prod/address-key', 'every function', false],
      ['postern/prod/token-keys', 'every link and signed address', false],
      ['postern/prod/api-keys', 'the API', false],
      ['postern/prod/crm', 'connection main', true],
      ['acme/sales', 'connection sales', false],
    ]);
  });

  it.each<{ title: string; answer: object; state: object | undefined }>([
    {
      title: 'a first value',
      answer: { VersionIdsToStages: { v1: ['AWSCURRENT'] } },
      state: { isDeleted: false, hasChanged: false },
    },
    {
      title: 'a later value',
      answer: { VersionIdsToStages: { v1: ['AWSPREVIOUS'], v2: ['AWSCURRENT'] } },
      state: { isDeleted: false, hasChanged: true },
    },
    {
      title: 'a deletion',
      answer: { DeletedDate: new Date(0), VersionIdsToStages: { v1: ['AWSCURRENT'] } },
      state: { isDeleted: true, hasChanged: false },
    },
  ])('recognizes $title of a secret', async ({ answer, state }) => {
    const { secrets } = await ask({ DescribeSecretCommand: () => answer });

    expect(secrets[0]!.state).toEqual({ value: state });
  });

  it('reads key, recovery and expiry of each table', async () => {
    const { tables } = await ask({
      DescribeTableCommand: () => ({ Table: { SSEDescription: { KMSMasterKeyArn: deployment.keyArn } } }),
      DescribeContinuousBackupsCommand: () => ({
        ContinuousBackupsDescription: {
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
        },
      }),
      DescribeTimeToLiveCommand: () => ({
        TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' },
      }),
    });

    expect(tables).toHaveLength(4);
    expect(tables[0]).toEqual({
      table: 'ledger',
      name: 'ledger',
      description: { value: { keyArn: deployment.keyArn } },
      hasRecovery: { value: false },
      ttl: { value: 'ttl' },
    });
  });

  it('knows a table that is not there', async () => {
    const { tables } = await ask({});

    expect(tables[0]!.description).toEqual({ value: undefined });
  });

  it('reads a bucket, and counts only queues that hear of all mail', async () => {
    const events = ['s3:ObjectCreated:*'];
    const filter = (Value: string) => ({ Key: { FilterRules: [{ Name: 'prefix', Value }] } });
    const open = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: false,
    };
    const { buckets } = await ask({
      GetBucketEncryptionCommand: () => ({
        ServerSideEncryptionConfiguration: {
          Rules: [
            { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: deployment.keyArn } },
          ],
        },
      }),
      GetPublicAccessBlockCommand: () => ({ PublicAccessBlockConfiguration: open }),
      GetBucketVersioningCommand: () => ({ Status: 'Suspended' }),
      GetBucketNotificationConfigurationCommand: () => ({
        QueueConfigurations: [
          { QueueArn: 'arn:all', Events: events, Filter: filter('inbound/') },
          { QueueArn: 'arn:some', Events: events, Filter: filter('other/') },
        ],
      }),
    });

    expect(buckets[0]).toEqual({
      bucket: 'mail',
      name: 'mail',
      encryption: { value: { algorithm: 'aws:kms', keyArn: deployment.keyArn } },
      isPrivate: { value: false },
      isVersioned: { value: false },
      announces: { value: ['arn:all'] },
    });
  });
});
