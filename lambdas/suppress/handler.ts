import type { Context, SQSRecord } from 'aws-lambda';
import { createFifoBatchHandler, type RecordResult } from '../aws/fifo-batch.ts';
import type { DeliveryResult } from '../domain/deliver-event.ts';
import { type DeliveryMessage, decodeDeliveryMessage } from '../domain/delivery.ts';
import type { DeadLetters, Log } from '../domain/ports.ts';

export interface SuppressHandlerDependencies {
  readonly suppress: (message: DeliveryMessage, leaseMs: number) => Promise<DeliveryResult>;
  readonly deadLetters: DeadLetters;
  readonly setVisibility: (receiptHandle: string, afterMs: number) => Promise<void>;
  readonly backoff: (receives: number) => number;
  readonly log: Log;
}

const leaseMarginMs = 5_000;

/** Makes each suppression effective. Acknowledging means: the consent table holds it. */
export function createSuppressHandler({ suppress, deadLetters, log, ...queue }: SuppressHandlerDependencies) {
  const handle = async (record: SQSRecord, context: Context): Promise<RecordResult> => {
    let message: DeliveryMessage;
    try {
      message = decodeDeliveryMessage(record.body);
    } catch (error) {
      await deadLetters.put(record.body, `malformed queue message: ${(error as Error).name}`);
      log.error('suppress.malformed', { messageId: record.messageId });
      return { kind: 'ack' };
    }
    const result = await suppress(message, context.getRemainingTimeInMillis() + leaseMarginMs);
    log.info('suppress.settled', { eventId: message.eventId, integration: message.integration, ...result });
    if (result.kind === 'dead') await deadLetters.put(record.body, result.reason);
    return result.kind === 'retry' ? result : { kind: 'ack' };
  };
  return createFifoBatchHandler({ ...queue, handle, log });
}
