import type { ScanResult } from './antivirus.ts';
import type { EmailReceived } from './event.ts';
import { awaitsScan, verdictAfter } from './scan-verdict.ts';

/**
 * The results of GuardDuty Malware Protection for S3, as its tag and its event spell them.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/monitoring-malware-protection-s3-scans-gdu.html
 */
export const scanStatuses = ['NO_THREATS_FOUND', 'THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'] as const;
export type ScanStatus = (typeof scanStatuses)[number];

/** The tag that GuardDuty puts on an object that it has scanned; its value is a {@link ScanStatus}. */
export const scanTag = 'GuardDutyMalwareScanStatus';

/** Results by the keys of objects. */
export type ScanResults = ReadonlyMap<string, ScanResult>;

export const isScanStatus = (text: unknown): text is ScanStatus => scanStatuses.some((status) => status === text);

/** @param threat the engine's name of what it found; the tag does not have it */
export function resultOf(status: ScanStatus, threat = 'threat-found'): ScanResult {
  switch (status) {
    case 'NO_THREATS_FOUND':
      return { kind: 'clean' };
    case 'THREATS_FOUND':
      return { kind: 'infected', name: threat };
    case 'UNSUPPORTED':
      return { kind: 'unsupported' };
    case 'ACCESS_DENIED':
    case 'FAILED':
      return { kind: 'unavailable' };
  }
}

/** An attachment, or the copy of one without macros, by the key of its object. */
interface AttachmentPart {
  readonly eventId: string;
  /** The key behind the prefix of the event: `0`, `0.macro-free`. */
  readonly part: string;
}

/** The part of a mail that lies under a key of the attachments bucket; undefined for any other key. */
export function partAt(key: string): AttachmentPart | undefined {
  const [, eventId, part] = /^attachments\/(evt_[0-9a-f]{32})\/(\d{1,6}(?:\.macro-free)?)$/.exec(key) ?? [];
  return eventId === undefined || part === undefined ? undefined : { eventId, part };
}

/** The key of a part. */
export const keyOfPart = ({ eventId, part }: AttachmentPart): string => `attachments/${eventId}/${part}`;

type Attachments = Pick<EmailReceived, 'attachments'>;

/** The objects of a mail whose scans have not ended, each original before its copy without macros. */
export const keysToScan = ({ attachments }: Attachments): string[] =>
  attachments
    .filter(awaitsScan)
    .flatMap(({ key, macroFreeKey }) => (macroFreeKey === undefined ? [key] : [key, macroFreeKey]));

/** Judges the attachments of a mail by the results that there are; a copy without macros that is infected is left out. */
export const withScans = <E extends Attachments>(event: E, results: ScanResults): E => ({
  ...event,
  attachments: event.attachments.map((attachment) => {
    if (!awaitsScan(attachment)) return attachment;
    const { macroFreeKey, ...rest } = attachment;
    const isCopyInfected = macroFreeKey !== undefined && results.get(macroFreeKey)?.kind === 'infected';
    const kept = isCopyInfected ? rest : attachment;
    const result = results.get(attachment.key);
    return result === undefined ? kept : { ...kept, ...verdictAfter(attachment, result) };
  }),
});
