import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ControlTables } from '../../../lib/constructs/control-tables.ts';
import { aStack } from '../flow-stack.ts';

interface Table {
  readonly DeletionPolicy: string;
  readonly Properties: {
    readonly KeySchema: ReadonlyArray<{ readonly AttributeName: string }>;
    readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean };
    readonly GlobalSecondaryIndexes?: ReadonlyArray<{ readonly IndexName: string; readonly Projection: object }>;
    readonly Replicas: ReadonlyArray<Record<string, unknown>>;
  };
}

function tablesOf(settings: { retain: boolean; deletionProtection: boolean }) {
  const stack = aStack();
  new ControlTables(stack, 'Tables', { key: new Key(stack, 'Key'), ...settings });
  const tables = Object.entries(Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable'));
  return new Map(tables.map(([id, table]) => [id.replace(/^Tables|[0-9A-F]{8}$/g, ''), table as Table]));
}

describe('ControlTables', () => {
  const tables = tablesOf({ retain: true, deletionProtection: true });
  const keysOf = (name: string) => tables.get(name)!.Properties.KeySchema.map(({ AttributeName }) => AttributeName);

  it.each([
    ['Ledger', ['pk', 'sk'], 'ttl', ['pending']],
    ['Threads', ['pk'], 'ttl', []],
    ['Control', ['pk', 'sk'], undefined, []],
    ['Consent', ['pk', 'sk'], 'ttl', ['pending']],
  ] as const)('%s has its keys, its expiry and its indexes', (name, keys, ttl, indexes) => {
    const { TimeToLiveSpecification, GlobalSecondaryIndexes = [] } = tables.get(name)!.Properties;

    expect(keysOf(name)).toEqual(keys);
    expect(TimeToLiveSpecification?.AttributeName).toBe(ttl);
    expect(GlobalSecondaryIndexes.map(({ IndexName }) => IndexName)).toEqual(indexes);
  });

  it.each([...tables.keys()])('%s is encrypted with the key and can be restored for 35 days', (name) => {
    expect(tables.get(name)!.Properties.Replicas).toEqual([
      expect.objectContaining({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
        SSESpecification: { KMSMasterKeyId: expect.objectContaining({ 'Fn::GetAtt': expect.anything() as unknown }) },
      }),
    ]);
  });

  it.each([
    [true, 'RetainExceptOnCreate'],
    [false, 'Delete'],
  ])('are kept where the stage retains its data: %s', (retain, policy) => {
    const policies = [...tablesOf({ retain, deletionProtection: false }).values()].map((table) => table.DeletionPolicy);

    expect(policies).toEqual(Array(4).fill(policy));
  });
});
