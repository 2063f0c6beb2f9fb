import type { Context, SQSRecord } from 'aws-lambda';
import { createFifoBatchHandler, type RecordResult } from '../aws/fifo-batch.ts';
import type { DeliverEvent } from '../domain/deliver-event.ts';
import { type DeliveryMessage, decodeDeliveryMessage } from '../domain/delivery.ts';
import type { DeadLetters, Log } from '../domain/ports.ts';

export interface SinkDependencies {
  readonly deliver: DeliverEvent;
  readonly deadLetters: DeadLetters;
  readonly setVisibility: (receiptHandle: string, afterMs: number) => Promise<void>;
  readonly backoff: (receives: number) => number;
  readonly maxReceiveCount: number;
  readonly log: Log;
}

/** The lease outlives the function, so that nobody else writes while this one might. */
const leaseMarginMs = 5_000;
/** With less time left than this a delivery is not begun: to be cut off in the middle costs a whole lease. */
const enoughMs = 10_000;

/**
 * Delivers each queued event to its CRM; a failure holds back its own conversation only. Acknowledging means:
 * the delivery has its fate in the ledger, waits in a parked conversation, or lies in the dead letters.
 */
export function createSinkHandler({ deliver, deadLetters, maxReceiveCount, log, ...queue }: SinkDependencies) {
  const handle = async (record: SQSRecord, context: Context): Promise<RecordResult> => {
    let message: DeliveryMessage;
    try {
      message = decodeDeliveryMessage(record.body);
    } catch (error) {
      await deadLetters.put(record.body, `malformed queue message: ${(error as Error).name}`);
      log.error('sink.malformed', { messageId: record.messageId });
      return { kind: 'ack' };
    }
    const { eventId, integration } = message;
    if (context.getRemainingTimeInMillis() < enoughMs) return { kind: 'retry', afterMs: 0, reason: 'out of time' };
    const result = await deliver(message, {
      sequence: (record.attributes.SequenceNumber ?? '0').padStart(20, '0'),
      isLast: Number(record.attributes.ApproximateReceiveCount) >= maxReceiveCount - 1,
      leaseMs: context.getRemainingTimeInMillis() + leaseMarginMs,
      isReplay: false,
    });
    log.info('sink.settled', { eventId, integration, ...result });
    if (result.kind === 'dead') await deadLetters.put(record.body, result.reason);
    return result.kind === 'retry' ? result : { kind: 'ack' };
  };
  return createFifoBatchHandler({ ...queue, handle, log });
}
