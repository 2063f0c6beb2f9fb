import type { Context, SQSRecord } from 'aws-lambda';
import type { DeliveryResult } from '../domain/deliver-event.ts';
import { type DeliveryMessage, decodeDeliveryMessage } from '../domain/delivery.ts';
import type { DeadLetters } from '../domain/ports.ts';
import { createFifoBatchHandler, type FifoBatchOptions, type RecordResult } from './fifo-batch.ts';

export interface DeliveryBatchOptions extends Omit<FifoBatchOptions, 'handle'> {
  /** The stage, in log keys. */
  readonly stage: 'sink' | 'suppress';
  readonly settle: (message: DeliveryMessage, record: SQSRecord, context: Context) => Promise<DeliveryResult>;
  readonly deadLetters: DeadLetters;
}

/** The lease outlives the function, so that nobody else writes while this one might. */
const leaseMarginMs = 5_000;
/** With less time left than this a delivery is not begun: to be cut off in the middle costs a whole lease. */
const enoughMs = 10_000;

/** For how long a function that ends with this context must hold a delivery, in ms. */
export const leaseMsFor = (context: Context): number => context.getRemainingTimeInMillis() + leaseMarginMs;

/**
 * Runs the deliveries of a FIFO batch. Acknowledging means: the delivery has its fate in the ledger, waits in a
 * parked conversation, or lies in the dead letters with its reason.
 */
export function createDeliveryBatchHandler({ stage, settle, deadLetters, ...queue }: DeliveryBatchOptions) {
  const { log } = queue;
  const handle = async (record: SQSRecord, context: Context): Promise<RecordResult> => {
    let message: DeliveryMessage;
    try {
      message = decodeDeliveryMessage(record.body);
    } catch (error) {
      await deadLetters.put(record.body, `malformed queue message: ${(error as Error).name}`);
      log.error(`${stage}.malformed`, { messageId: record.messageId });
      return { kind: 'ack' };
    }
    if (context.getRemainingTimeInMillis() < enoughMs) return { kind: 'retry', afterMs: 0, reason: 'out of time' };
    const result = await settle(message, record, context);
    log.info(`${stage}.settled`, { eventId: message.eventId, integration: message.integration, ...result });
    if (result.kind === 'dead') await deadLetters.put(record.body, result.reason);
    return result.kind === 'retry' ? result : { kind: 'ack' };
  };
  return createFifoBatchHandler({ ...queue, handle });
}
