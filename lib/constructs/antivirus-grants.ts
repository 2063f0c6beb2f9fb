import { type EnvName, guardDuty } from '../../lambdas/env.ts';
import type { StageConfig } from '../stage-config.ts';
import type { StateStack } from '../state-stack.ts';
import { bucketArnIn, type StateBucket } from './cross-stack.ts';
import { allowTable } from './grants.ts';
import type { StageFunction } from './stage-function.ts';

type Antivirus = Pick<StageConfig, 'antivirus'>;
type Environment = Partial<Record<EnvName, string>>;

const isGuardDuty = ({ antivirus }: Antivirus): boolean => antivirus === guardDuty;

/** How the function that reads mail has attachments scanned. */
export function antivirusEnvironment(config: Antivirus): Environment {
  const { antivirus } = config;
  return typeof antivirus === 'object' ? { clamd: antivirus.clamd } : scannerEnvironment(config);
}

/** Tells a function that GuardDuty scans the objects; nothing where it does not. */
export const scannerEnvironment = (config: Antivirus): Environment =>
  isGuardDuty(config) ? { antivirus: guardDuty } : {};

/** Lets a function read the tags of attachments, in which GuardDuty leaves the results of its scans. */
export function allowScanTags(fn: StageFunction, config: Antivirus, bucket: StateBucket): void {
  if (isGuardDuty(config)) fn.allow(['s3:GetObjectTagging'], [`${bucketArnIn(fn.fn.stack, bucket)}/attachments/*`]);
}

/** Where the function that hears the event bus records the results. */
export const scanIntakeEnvironment = (config: Antivirus, { buckets, tables }: StateStack): Environment =>
  isGuardDuty(config)
    ? {
        antivirus: guardDuty,
        attachmentsBucket: buckets.attachments.bucketName,
        ledgerTable: tables.ledger.tableName,
      }
    : {};

/** Lets that function record them. */
export function allowScanResults(fn: StageFunction, config: Antivirus, { key, tables }: StateStack): void {
  if (isGuardDuty(config)) allowTable(fn, key, tables.ledger, 'UpdateItem');
}
