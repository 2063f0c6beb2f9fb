import type { EmailReceived } from '../domain/mail/event.ts';
import type { Log } from '../domain/mail/log.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import { keysToScan, resultOf, type ScanResults, withScans } from '../domain/mail/object-scan.ts';
import { env, guardDuty } from '../env.ts';
import { errorNameOf } from './aws-error.ts';
import type { ReadScans } from './dynamo-scans.ts';
import { createReadScanTag, type ReadScanTag } from './object-scan-tag.ts';
import type { Platform } from './platform.ts';

/** Objects of a mail that are asked for their tags, one request each. */
const mostTags = 50;

/** Finds the results of the scans that a mail waits for, by the keys of the objects; without those that have none yet. */
type FindScans = (mail: Pick<EmailReceived, 'eventId' | 'attachments'>) => Promise<ScanResults>;

interface ScanSources {
  readonly readScans: ReadScans;
  /** Undefined where nothing scans the bucket any more. */
  readonly readTag: ReadScanTag | undefined;
  readonly log: Log;
}

/**
 * Finds results in the ledger, which has them from GuardDuty's events, and where it has none in the tags of the objects: an
 * event may be late or lost, and so may be a tag. A tag that cannot be read says nothing, and holds no mail up. Where
 * nothing scans any more, a scan that had not ended is one that failed.
 */
export function createFindScans({ readScans, readTag, log }: ScanSources): FindScans {
  return async (mail) => {
    const keys = keysToScan(mail);
    if (keys.length === 0) return new Map();
    const recorded = await readScans(mail.eventId);
    const missing = keys.filter((key) => !recorded.has(key));
    if (readTag === undefined)
      return new Map([...recorded, ...missing.map((key) => [key, resultOf('FAILED')] as const)]);
    const tagged = await Promise.all(
      missing.slice(0, mostTags).map(async (key) => {
        const status = await readTag(key).catch((error: unknown) => {
          log.warn('scan.tag-unread', { eventId: mail.eventId, error: errorNameOf(error) });
          return undefined;
        });
        return status === undefined ? [] : [[key, resultOf(status)] as const];
      }),
    );
    return new Map([...recorded, ...tagged.flat()]);
  };
}

/** The results for the functions of a stage. */
export const scansOfStage = (
  { environment, dynamo }: Pick<Platform, 'environment' | 'dynamo'>,
  bucket: string,
  readScans: ReadScans,
  log: Log,
): FindScans =>
  createFindScans({
    readScans,
    readTag: isScannedByGuardDuty(environment)
      ? createReadScanTag(dynamo, bucket, environment.AWS_ENDPOINT_URL_S3)
      : undefined,
    log,
  });

export const isScannedByGuardDuty = (environment: Platform['environment']): boolean =>
  environment[env.antivirus] === guardDuty;

/** Reads events with their attachments as the scans have judged them until now. */
export const withScanVerdicts = (
  mail: Pick<MailStore, 'getEvent'>,
  findScans: FindScans,
): Pick<MailStore, 'getEvent'> => ({
  async getEvent(eventId) {
    const event = await mail.getEvent(eventId);
    if (event === undefined || keysToScan(event).length === 0) return event;
    return withScans(event, await findScans(event));
  },
});
