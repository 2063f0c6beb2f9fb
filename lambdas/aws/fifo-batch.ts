import { processPartialResponse, SqsFifoPartialProcessorAsync } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { TransientError } from '../domain/errors.ts';
import type { Log } from '../domain/mail/log.ts';

/** The result of one record: acknowledge it, or offer it again after a while. */
export type RecordResult =
  | { readonly kind: 'ack' }
  | { readonly kind: 'retry'; readonly afterMs: number; readonly reason: string };

export interface FifoBatchOptions {
  readonly handle: (record: SQSRecord, context: Context) => Promise<RecordResult>;
  /**
   * The place of a record in its group, in text order, where the queue's order may differ: two mails that were read at the same
   * time are queued in either order. Absent, or without a place: the queue's order.
   */
  readonly placeOf?: (record: SQSRecord) => string | undefined;
  readonly setVisibility: (receiptHandle: string, afterMs: number) => Promise<void>;
  /** In ms: how long to wait after an exception, by the number of receives so far. */
  readonly backoff: (receives: number) => number;
  readonly log: Log;
}

/** In ms: the lease outlives the function, so that nobody else writes while this one might. */
const leaseMarginMs = 5_000;

/** For how long a function that ends with this context must hold what it works on, in ms. */
export const leaseMsFor = (context: Context): number => context.getRemainingTimeInMillis() + leaseMarginMs;

/**
 * Runs a FIFO batch so that a failed record holds back its own group only, for as long as it asked.
 *
 * The rest of its group in the batch is made visible together with it: a group is locked as long as any of its
 * messages is in flight, so leaving them to the queue's visibility timeout would stretch a wait of a second to
 * minutes.
 */
export function createFifoBatchHandler(options: FifoBatchOptions) {
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    // Conversations side by side, each in its own order: one that waits for its CRM holds up no other.
    const groups = [...Map.groupBy(event.Records, groupOf).values()];
    const failures = await Promise.all(groups.map((records) => runGroup(options, records, context)));
    return { batchItemFailures: failures.flat() };
  };
}

/** Runs the records of one group in their order, and hides those that failed for as long as the first of them asked. */
async function runGroup(
  { handle, placeOf, setVisibility, backoff, log }: FifoBatchOptions,
  Records: SQSRecord[],
  context: Context,
): Promise<SQSBatchResponse['batchItemFailures']> {
  let waitMs = 0;
  const handleRecord = async (record: SQSRecord): Promise<void> => {
    const result = await handle(record, context).catch((error: Error): RecordResult => {
      log.error('batch.failed', { messageId: record.messageId, error: error.name, reason: error.message });
      const receives = Number(record.attributes.ApproximateReceiveCount);
      return { kind: 'retry', afterMs: backoff(receives), reason: error.name };
    });
    if (result.kind === 'ack') return;
    waitMs = result.afterMs;
    // The batch processor reports a record to SQS when its handler throws.
    throw new TransientError(result.reason);
  };
  const { batchItemFailures } = await processPartialResponse(
    { Records: placeOf === undefined ? Records : inPlace(Records, placeOf) },
    handleRecord,
    new SqsFifoPartialProcessorAsync(),
    { context, throwOnFullBatchFailure: false },
  );
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  // Last first, by the queue's order: the head of a group comes back after its successors, never before them.
  for (const record of Records.filter(({ messageId }) => failed.has(messageId)).toReversed()) {
    await setVisibility(record.receiptHandle, waitMs).catch((error: Error) =>
      log.warn('batch.visibility', { messageId: record.messageId, error: error.name }),
    );
  }
  return batchItemFailures;
}

/** Records by their places, where each has one. */
function inPlace(records: SQSRecord[], placeOf: (record: SQSRecord) => string | undefined): SQSRecord[] {
  const placed = records.map((record) => ({ record, place: placeOf(record) ?? '' }));
  if (placed.some(({ place }) => place === '')) return records;
  return placed.toSorted((a, b) => (a.place < b.place ? -1 : Number(a.place > b.place))).map(({ record }) => record);
}

const groupOf = (record: SQSRecord): string => record.attributes.MessageGroupId ?? '';
