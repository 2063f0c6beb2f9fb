import type { Context, SQSRecord } from 'aws-lambda';
import { carriedEvent, carriedPlace } from '../aws/event-attribute.ts';
import { createFifoBatchHandler, type FifoBatchOptions, leaseMsFor, type RecordResult } from '../aws/fifo-batch.ts';
import { compact } from '../compact.ts';
import type { DeliverEvent, DeliveryResult } from '../domain/delivery/attempt.ts';
import { type DeliveryMessage, decodeDeliveryMessage } from '../domain/delivery/delivery.ts';
import type { DeadLetters } from '../domain/delivery/queues.ts';

export interface SinkDependencies extends Omit<FifoBatchOptions, 'handle' | 'placeOf'> {
  readonly deliver: DeliverEvent;
  readonly deadLetters: DeadLetters;
  /** Receives after which SQS gives a message up. */
  readonly maxReceiveCount: number;
  /** The time by the clock of AWS. */
  readonly now: () => Date;
  /** Measures each end of an attempt; `queuedAt` is when the message was queued, epoch ms. */
  readonly measure: (result: DeliveryResult, queuedAt: number) => void;
}

/** A delivery needs this much time to begin, in ms: a delivery that is cut off costs a whole lease. */
const enoughMs = 10_000;

/**
 * Delivers each queued event to its CRM; a failure holds back its own conversation only. Acknowledging means: the
 * delivery has its fate in the ledger, waits in a parked conversation, or lies in the dead letters with its reason.
 */
export function createSinkHandler(dependencies: SinkDependencies) {
  const { deliver, deadLetters, maxReceiveCount, now, measure, ...queue } = dependencies;
  const { log } = queue;
  const isInLastReceives = ({ attributes }: SQSRecord): boolean =>
    Number(attributes.ApproximateReceiveCount) >= maxReceiveCount / 2;
  // A receive counts for all messages of a batch, and only the first is sure of an attempt. So in the last receives the queue's
  // first comes first, and marks the conversation: else the queue gives it up unattempted, and those behind it overtake.
  const placeOf = (record: SQSRecord): string | undefined =>
    isInLastReceives(record) ? undefined : carriedPlace(record);
  const handle = async (record: SQSRecord, context: Context): Promise<RecordResult> => {
    let message: DeliveryMessage;
    try {
      message = decodeDeliveryMessage(record.body);
    } catch (error) {
      await deadLetters.put(record.body, `malformed queue message: ${(error as Error).name}`);
      log.error('sink.malformed', { messageId: record.messageId });
      return { kind: 'ack' };
    }
    if (context.getRemainingTimeInMillis() < enoughMs) return { kind: 'retry', afterMs: 0, reason: 'out of time' };
    const attempt = {
      // The count is early, because a receive can pass without this code ever seeing the message.
      isLast: isInLastReceives(record),
      leaseMs: leaseMsFor(context),
      isReplay: false,
      sealedEvent: carriedEvent(record, now()),
      queuedAt: Number(record.attributes.SentTimestamp),
    };
    const result = await deliver(message, compact(attempt));
    log.info('sink.settled', { eventId: message.eventId, integration: message.integration, ...result });
    measure(result, Number(record.attributes.SentTimestamp));
    if (result.kind === 'dead') await deadLetters.put(record.body, result.reason);
    return result.kind === 'retry' ? result : { kind: 'ack' };
  };
  return createFifoBatchHandler({ ...queue, handle, placeOf });
}
