import * as z from 'zod';
import { compact } from '../compact.ts';
import { MalformedEventError } from '../domain/consent/intake/sender-event.ts';
import { partAt, type ScanStatus, scanStatuses } from '../domain/mail/object-scan.ts';

/** The result of the scan of one attachment, as GuardDuty published it. */
export interface PublishedScan {
  readonly eventId: string;
  /** The attachment, or its copy without macros. */
  readonly part: string;
  readonly status: ScanStatus;
  /** The engine's name of the first threat. */
  readonly threat?: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** Why a result is ignored: it is of another bucket, or of an object that is no attachment. */
export type ForeignScan = 'foreign';

const anyEvent = z.object({ source: z.literal('aws.guardduty') });

/**
 * The parts that are read here.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html
 */
const scanEvent = z.object({
  'detail-type': z.literal('GuardDuty Malware Protection Object Scan Result'),
  time: z.iso.datetime(),
  detail: z.object({
    s3ObjectDetails: z.object({ bucketName: z.string(), objectKey: z.string() }),
    scanResultDetails: z.object({
      scanResultStatus: z.enum(scanStatuses),
      threats: z
        .array(z.object({ name: z.string() }))
        .nullish()
        .catch(undefined),
    }),
  }),
});

/**
 * Reads an event of GuardDuty.
 *
 * @param bucket that of the attachments; undefined where nothing scans it
 * @returns undefined for an event of any other service
 * @throws MalformedEventError for an event of GuardDuty that is no result of a scan
 */
export function readScanResult(json: unknown, bucket: string | undefined): PublishedScan | ForeignScan | undefined {
  if (!anyEvent.safeParse(json).success) return undefined;
  const { data } = scanEvent.safeParse(json);
  if (data === undefined) throw new MalformedEventError('it is no result of a scan as GuardDuty publishes them');
  const { s3ObjectDetails, scanResultDetails } = data.detail;
  // A key in an event may be encoded as in a URL, and ours have no character that this would change.
  const place = partAt(s3ObjectDetails.objectKey);
  if (s3ObjectDetails.bucketName !== bucket || place === undefined) return 'foreign';
  const { scanResultStatus: status, threats } = scanResultDetails;
  return { ...place, status, at: new Date(data.time).toISOString(), ...compact({ threat: threats?.[0]?.name }) };
}
