import { heldState, stateChanges } from '../../lib/held-state.ts';
import { parseStages } from '../../lib/stage-config.ts';
import { localStage } from '../../local/local-stage.ts';
import { synthesize } from '../../local/template.ts';
import { readResources } from '../../local/wiring.ts';

const restoredUntil = '2026-05-01T12:00:00Z';
const arn = (region: string, name: string, account = '111122223333'): string =>
  `arn:aws:dynamodb:${region}:${account}:table/${name}`;
const prod = (settings: object): Record<string, unknown> => ({
  prod: { region: 'eu-west-1', inboundDomain: 'in.example.com', ...settings },
});

/** The places of the mistakes in a file, or none. */
function mistakesIn(stages: Record<string, unknown>): string[] {
  try {
    parseStages(JSON.stringify(stages), 'stages.yaml');
    return [];
  } catch (error) {
    const [, ...lines] = (error as Error).message.split('\n');
    return lines.map((line) => line.trim().split(': ')[0]!);
  }
}

describe('existing tables and buckets in stages.yaml', () => {
  it.each<{ title: string; stages: Record<string, unknown>; paths: string[] }>([
    { title: 'may be none', stages: prod({}), paths: [] },
    {
      title: 'may be given by name and by ARN',
      stages: prod({
        existing: {
          ledger: 'ledger-restored',
          threads: arn('eu-west-1', 'threads'),
          mailBucket: 'arn:aws:s3:::of-mail',
        },
        restoredUntil,
      }),
      paths: [],
    },
    {
      title: 'want the time of the restore beside a ledger',
      stages: prod({ existing: { ledger: 'ledger-restored' } }),
      paths: ['prod.restoredUntil'],
    },
    {
      title: 'want that time in UTC',
      stages: prod({ existing: { ledger: 'ledger-restored' }, restoredUntil: '2026-05-01T14:00:00+02:00' }),
      paths: ['prod.restoredUntil'],
    },
    {
      title: 'want a stage that keeps its data',
      stages: prod({ retain: false, existing: { consent: 'consent-restored' } }),
      paths: ['prod.existing'],
    },
    {
      title: 'are of the region and the account of the stage',
      stages: prod({
        account: '444455556666',
        existing: { threads: arn('us-east-1', 'threads'), consent: arn('eu-west-1', 'consent') },
      }),
      paths: ['prod.existing.threads', 'prod.existing.consent'],
    },
    {
      title: 'are one table each',
      stages: prod({ existing: { threads: 'restored', consent: arn('eu-west-1', 'restored') } }),
      paths: ['prod.existing.consent'],
    },
    {
      title: 'belong to one stage of a region',
      stages: {
        ...prod({ ruleSet: { mode: 'shared' }, existing: { threads: 'restored' } }),
        test: {
          region: 'eu-west-1',
          inboundDomain: 'in.test.example.com',
          ruleSet: { mode: 'shared' },
          retain: true,
          objectLock: true,
          existing: { threads: 'restored' },
        },
      },
      paths: ['test.existing.threads'],
    },
    {
      title: 'may be keys, by their whole ARN in the region of the stage',
      stages: prod({
        existing: {
          addressKey: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:postern/prod/address-key-AbCdEf',
          tokenKeys: 'arn:aws:secretsmanager:us-east-1:111122223333:secret:postern/prod/token-keys-AbCdEf',
        },
      }),
      paths: ['prod.existing.tokenKeys'],
    },
    {
      title: 'have names that DynamoDB and S3 take',
      stages: prod({ existing: { threads: 'no table', mailBucket: 'No_Bucket' } }),
      paths: ['prod.existing.threads', 'prod.existing.mailBucket'],
    },
  ])('$title', ({ stages, paths }) => {
    expect(mistakesIn(stages)).toEqual(paths);
  });
});

const kept = { ...localStage, retain: true, objectLock: true };
const existing = {
  ledger: 'ledger-restored',
  threads: 'threads-restored',
  control: 'control-restored',
  consent: 'consent-restored',
  mailBucket: 'mail-restored',
  attachmentsBucket: 'attachments-restored',
  auditBucket: 'audit-restored',
};
const [before, after] = [synthesize(kept), synthesize({ ...kept, existing, restoredUntil })];

type Statement = { readonly Action: unknown; readonly Resource: unknown };
type Resolved = ReturnType<typeof readResources>;

/** Each action with each resource that a role or policy allows, a line each. */
const grantsOf = (resources: Resolved): string[] =>
  [...resources.values()]
    .filter(({ Type }) => Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement)
    .flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${String(action)} ${String(resource)}`)),
    )
    .toSorted();

describe('a stage with existing tables and buckets', () => {
  const endpoint = 'http://127.0.0.1:1';
  const [made, given] = [readResources(endpoint, before), readResources(endpoint, after)];
  const functionsOf = (resources: Resolved) =>
    [...resources.values()].filter(({ Type }) => Type === 'AWS::Lambda::Function').map(({ Properties }) => Properties);

  it('makes none of them, and leaves those that it had made in the account', () => {
    const changes = stateChanges(heldState(before[0]!), heldState(after[0]!));
    const left = Object.entries(before[0]!.Resources).filter(([id]) =>
      changes.some((line) => line.startsWith(`${id} `)),
    );

    expect(changes).toHaveLength(7);
    for (const change of changes) expect(change).toMatch(/GlobalTable|Bucket.*would be removed/);
    for (const [, resource] of left) expect(resource).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate' });
  });

  it('names them to its functions', () => {
    const environments = JSON.stringify(functionsOf(given));

    for (const name of ['ledger', 'threads', 'control', 'consent', 'mail', 'attachments'])
      expect(environments).toContain(`"${name}-restored"`);
  });

  it('grants the same on them as on those that it would make', () => {
    const renamed = grantsOf(made).map((line) =>
      line
        .replace(
          /Tables(Ledger|Threads|Control|Consent)[0-9A-F]{8}/,
          (_, name: string) => `${name.toLowerCase()}-restored`,
        )
        .replace(/buckets(mail|attachments|audit)[0-9a-f]{8}/, '$1-restored'),
    );

    expect(renamed.filter((line) => line.includes('-restored')).length).toBeGreaterThan(60);
    // Nobody knows the stream of a table that the stage does not make.
    const withoutStreams = renamed.filter((line) => !line.includes('/stream/'));
    expect(grantsOf(given)).toEqual(withoutStreams.toSorted());
  });

  it('follows no stream of theirs', () => {
    const streamsOf = (resources: Resolved) =>
      [...resources.values()].filter(
        ({ Type, Properties }) =>
          Type === 'AWS::Lambda::EventSourceMapping' && String(Properties.EventSourceArn).includes('/stream/'),
      );

    expect(streamsOf(made)).toHaveLength(4);
    expect(streamsOf(given)).toHaveLength(0);
  });

  it('lets SES store mail in the bucket, and nobody read it without TLS', () => {
    const policies = [...given.values()].filter(({ Type }) => Type === 'AWS::S3::BucketPolicy');
    const ofMail = policies.find(({ Properties }) => Properties.Bucket === 'mail-restored');

    expect(JSON.stringify(ofMail)).toContain('"Service":"ses.amazonaws.com"');
    expect(JSON.stringify(ofMail)).toContain('inbound/*');
    expect(JSON.stringify(ofMail)).toContain('"aws:SecureTransport":"false"');
    expect(policies).toHaveLength(4);
  });

  it('can have GuardDuty scan an existing bucket', () => {
    const [state] = synthesize({ ...kept, antivirus: 'guardduty', existing: { attachmentsBucket: 'files' } });

    expect(JSON.stringify(state)).toContain('"BucketName":"files"');
  });
});
