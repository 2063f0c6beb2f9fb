import { type ForeignScan, type PublishedScan, readScanResult } from './scan-result.ts';

interface TakeScanDependencies {
  /** That of the attachments; undefined where nothing scans it. */
  readonly bucket: string | undefined;
  readonly record: (scan: PublishedScan) => Promise<void>;
  /** Counts results in which GuardDuty could not look into an object, beside those in which it could. */
  readonly measureFailure: (hasFailed: boolean) => void;
}

/** The part of a result that is logged: no file name, and no name of a threat. */
type TakenScan = Pick<PublishedScan, 'eventId' | 'part' | 'status'>;

/** Statuses by which GuardDuty says that it should have looked into an object, and could not. */
const failures: ReadonlySet<PublishedScan['status']> = new Set(['ACCESS_DENIED', 'FAILED']);

/**
 * Takes the result of the scan of an attachment into the ledger. Results of other buckets of the account are ignored.
 *
 * @throws MalformedEventError for an event of GuardDuty that is no result of a scan
 */
export function createTakeScan({ bucket, record, measureFailure }: TakeScanDependencies) {
  return async (json: unknown): Promise<TakenScan | ForeignScan | undefined> => {
    const scan = readScanResult(json, bucket);
    if (scan === undefined || scan === 'foreign') return scan;
    await record(scan);
    const { eventId, part, status } = scan;
    measureFailure(failures.has(status));
    return { eventId, part, status };
  };
}

export type TakeScan = ReturnType<typeof createTakeScan>;
