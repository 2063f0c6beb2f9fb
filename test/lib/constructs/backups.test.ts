import { Template } from 'aws-cdk-lib/assertions';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { aFlow, propertiesOf } from '../flow-stack.ts';

type BackupSettings = NonNullable<StageConfig['backup']>;
const daily: BackupSettings = { deleteAfterDays: 35, buckets: true, lock: 'none' };
const stateOf = (backup: Partial<BackupSettings> = {}) =>
  aFlow({ retain: true, objectLock: true, backup: { ...daily, ...backup } }).flow.state;
const rulesOf = (backup: Partial<BackupSettings>) => {
  const [plan] = propertiesOf(stateOf(backup), 'AWS::Backup::BackupPlan');
  return (plan!.BackupPlan as { BackupPlanRule: Array<Record<string, unknown>> }).BackupPlanRule;
};

describe('Backups', () => {
  it('are none where the stage asks for none', () => {
    Template.fromStack(aFlow().flow.state).resourceCountIs('AWS::Backup::BackupVault', 0);
  });

  it('take every table and bucket with data once a day, in a vault that outlives the stack', () => {
    const state = stateOf();
    const [selection] = propertiesOf(state, 'AWS::Backup::BackupSelection');
    const { Resources } = selection!.BackupSelection as { Resources: unknown[] };
    const vault = Object.values(Template.fromStack(state).findResources('AWS::Backup::BackupVault'))[0];

    expect(JSON.stringify(Resources).match(/Tables(?:Ledger|Threads|Control|Consent)/g)).toHaveLength(4);
    expect(JSON.stringify(Resources).match(/Buckets(?:Mail|Attachments|Audit)/g)).toHaveLength(3);
    expect(vault).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { BackupVaultName: 'postern-test' },
    });
    expect(rulesOf({})).toMatchObject([
      { Lifecycle: { DeleteAfterDays: 35 }, ScheduleExpression: 'cron(0 3 * * ? *)' },
    ]);
  });

  it('hear of new objects by the event bus, and leave the notification of the sweep as it is', () => {
    const buckets = propertiesOf(stateOf(), 'AWS::S3::Bucket').map(
      ({ NotificationConfiguration: configuration }) => configuration as Record<string, unknown> | undefined,
    );
    const announced = buckets.filter((configuration) => configuration?.EventBridgeConfiguration !== undefined);

    expect(announced).toHaveLength(3);
    expect(announced.filter((configuration) => configuration?.QueueConfigurations !== undefined)).toHaveLength(1);
  });

  it('leave the buckets out where the stage says so, with the rights on them', () => {
    const state = stateOf({ buckets: false });
    const text = JSON.stringify(Template.fromStack(state).toJSON());

    expect(text).not.toContain('AWSBackupServiceRolePolicyForS3Backup');
    expect(text).not.toContain('EventBridgeEnabled');
  });

  it('move tables to cold storage, and copy each backup to another vault', () => {
    const copyTo = 'arn:aws:backup:eu-central-1:111122223333:backup-vault:copies';
    expect(rulesOf({ coldAfterDays: 30, deleteAfterDays: 400, copyTo })).toMatchObject([
      {
        Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 400 },
        CopyActions: [{ DestinationBackupVaultArn: copyTo, Lifecycle: { DeleteAfterDays: 400 } }],
      },
    ]);
  });

  it.each<[BackupSettings['lock'], unknown]>([
    ['none', undefined],
    ['governance', { MinRetentionDays: 35 }],
    ['compliance', { MinRetentionDays: 35, ChangeableForDays: 3 }],
  ])('have the lock %s', (lock, wanted) => {
    const [vault] = propertiesOf(stateOf({ lock }), 'AWS::Backup::BackupVault');

    expect(vault!.LockConfiguration).toEqual(wanted);
  });
});
