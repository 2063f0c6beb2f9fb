import type { Context, SQSRecord } from 'aws-lambda';
import { createFifoBatchHandler, type FifoBatchOptions, leaseMsFor, type RecordResult } from '../aws/fifo-batch.ts';
import type { ApplyConsent } from '../domain/consent/apply-consent.ts';
import { decodeSuppressionMessage } from '../domain/consent/decode-suppression-message.ts';
import type { SuppressionMessage } from '../domain/consent/suppression-message.ts';
import type { DeadLetters } from '../domain/delivery/queues.ts';
import type { InformTarget } from './inform-target.ts';

export interface SuppressHandlerDependencies extends Omit<FifoBatchOptions, 'handle'> {
  readonly apply: ApplyConsent;
  readonly inform: InformTarget;
  readonly deadLetters: DeadLetters;
}

/** The time that a message needs to begin, in ms. */
const enoughMs = 10_000;

/**
 * Makes each change of consent effective, and informs each target. Acknowledging means: the change is effective and the
 * ledger knows the targets to inform; or that target is informed; or the message lies in the dead letters.
 */
export function createSuppressHandler({ apply, inform, deadLetters, ...queue }: SuppressHandlerDependencies) {
  const { log } = queue;
  const handle = async (record: SQSRecord, context: Context): Promise<RecordResult> => {
    let message: SuppressionMessage;
    try {
      message = decodeSuppressionMessage(record.body);
    } catch (error) {
      await deadLetters.put(record.body, `malformed queue message: ${(error as Error).name}`);
      log.error('suppress.malformed', { messageId: record.messageId });
      return { kind: 'ack' };
    }
    if (context.getRemainingTimeInMillis() < enoughMs) return { kind: 'retry', afterMs: 0, reason: 'out of time' };
    if (message.schema === 'recipient.suppressed/1') {
      await apply(message);
      return { kind: 'ack' };
    }
    const { target, subject } = message;
    const result = await inform(message, leaseMsFor(context));
    log.info('suppress.informed', { target, subject, ...result });
    return result.kind === 'retry' ? result : { kind: 'ack' };
  };
  return createFifoBatchHandler({ ...queue, handle });
}
