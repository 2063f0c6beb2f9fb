import { Duration, Validations } from 'aws-cdk-lib';
import {
  BackupPlan,
  BackupPlanRule,
  BackupResource,
  BackupVault,
  type LockConfiguration,
} from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import type { StageConfig } from '../stage-config.ts';
import type { StateTable } from './control-tables.ts';
import type { StateBucket } from './cross-stack.ts';
import { removalPolicyFor } from './retention.ts';

interface BackupsProps {
  readonly settings: NonNullable<StageConfig['backup']>;
  /** The name of the vault. */
  readonly name: string;
  readonly key: IKey;
  readonly retain: boolean;
  readonly tables: readonly StateTable[];
  readonly buckets: readonly StateBucket[];
}

/** The least time in which AWS lets a lock of the mode compliance be taken back. */
const coolingOff = Duration.days(3);

/**
 * Daily backups of the stage's data in a vault of its own, beside the point-in-time recovery of the tables, which goes with a table and
 * ends after 35 days.
 */
export class Backups extends Construct {
  constructor(scope: Construct, id: string, { settings, name, key, retain, tables, buckets }: BackupsProps) {
    super(scope, id);
    const vault = new BackupVault(this, 'Vault', {
      backupVaultName: name,
      encryptionKey: key,
      removalPolicy: removalPolicyFor(retain),
      ...compact({ lockConfiguration: lockOf(settings) }),
    });
    const plan = new BackupPlan(this, 'Plan', { backupVault: vault });
    const deleteAfter = Duration.days(settings.deleteAfterDays);
    const { coldAfterDays, copyTo } = settings;
    plan.addRule(
      new BackupPlanRule({
        ruleName: 'daily',
        scheduleExpression: Schedule.cron({ hour: '3', minute: '0' }),
        deleteAfter,
        ...compact({
          moveToColdStorageAfter: coldAfterDays === undefined ? undefined : Duration.days(coldAfterDays),
          copyActions:
            copyTo === undefined
              ? undefined
              : [{ destinationBackupVault: BackupVault.fromBackupVaultArn(this, 'Copies', copyTo), deleteAfter }],
        }),
      }),
    );
    const stored = settings.buckets ? buckets : [];
    plan.addSelection('Data', {
      role: this.role(stored.length > 0),
      disableDefaultBackupPolicy: true,
      resources: [
        ...tables.map(({ tableArn }) => BackupResource.fromArn(tableArn)),
        ...stored.map(({ bucketArn }) => BackupResource.fromArn(bucketArn)),
      ],
    });
    for (const bucket of stored) announceObjects(bucket);
  }

  /** The role of AWS Backup, with the policies that AWS keeps for it: they change with what the service does. */
  private role(hasBuckets: boolean): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('backup.amazonaws.com') });
    const policies = ['service-role/AWSBackupServiceRolePolicyForBackup'];
    if (hasBuckets) policies.push('AWSBackupServiceRolePolicyForS3Backup');
    for (const policy of policies) {
      role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName(policy));
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`,
        reason: 'AWS documents this policy for backups, and changes it with the service.',
      });
    }
    return role;
  }
}

/**
 * AWS Backup hears of new objects by the default event bus. It would set that by itself, and the next deployment of the bucket
 * would take it away.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html
 */
function announceObjects(bucket: StateBucket): void {
  const resource = bucket.node.defaultChild;
  if (CfnBucket.isCfnBucket(resource))
    resource.addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true);
}

/** @see https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html */
function lockOf({ lock, deleteAfterDays }: BackupsProps['settings']): LockConfiguration | undefined {
  if (lock === 'none') return undefined;
  const minRetention = Duration.days(deleteAfterDays);
  return lock === 'governance' ? { minRetention } : { minRetention, changeableFor: coolingOff };
}
