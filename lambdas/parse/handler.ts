import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { TransientError } from '../domain/errors.ts';
import type { DeadLetters, Log } from '../domain/ports.ts';
import { decodeReceipt, isSetupObject, type Receipt } from '../domain/receipt.ts';
import type { ReceivedMail } from '../domain/receive-mail.ts';

export interface ParseDependencies {
  readonly receive: (receipt: Receipt, notification: string) => Promise<ReceivedMail>;
  /** Where a message goes that is no receipt; the mail, if there is one, the sweep finds in S3. */
  readonly deadLetters: DeadLetters;
  readonly setVisibility: (receiptHandle: string, afterMs: number) => Promise<void>;
  /** How long to wait after a failure, by the number of receives so far. */
  readonly backoff: (receives: number) => number;
  /** Told of each mail, and of each that could not be read; `undefined` for what was no receipt. */
  readonly measure: (received: ReceivedMail | undefined) => void;
  readonly log: Log;
}

/**
 * Turns each receipt into an event. Acknowledging means: the ledger knows the mail, and every delivery of it
 * stands in a queue.
 */
export function createParseHandler({ receive, deadLetters, setVisibility, backoff, measure, log }: ParseDependencies) {
  const receiveRecord = async ({ body, messageId }: SQSRecord): Promise<void> => {
    let receipt: Receipt;
    try {
      receipt = decodeReceipt(JSON.parse(body));
    } catch (error) {
      await deadLetters.put(body, `malformed receipt: ${(error as Error).name}`);
      log.error('parse.malformed', { messageId, error: (error as Error).name });
      measure(undefined);
      return;
    }
    if (isSetupObject(receipt.objectKey)) return;
    const received = await receive(receipt, body);
    log.info('parse.received', { mailId: receipt.mailId, ...received });
    measure(received);
    // SES publishes after the object is stored; an absent one may only be late, and the sweep looks again.
    if (received.state === 'missing') throw new TransientError(`mail ${receipt.mailId} has no object`);
  };

  const handleRecord = async (record: SQSRecord): Promise<void> => {
    try {
      await receiveRecord(record);
    } catch (error) {
      const afterMs = backoff(Number(record.attributes.ApproximateReceiveCount));
      log.error('parse.failed', { messageId: record.messageId, error: (error as Error).name, afterMs });
      // Rather than after the queue's visibility timeout, which is made for the slowest mail.
      await setVisibility(record.receiptHandle, afterMs);
      throw error;
    }
  };

  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), {
      context,
      // One after the other: five large mails at once would not fit the memory.
      processInParallel: false,
      throwOnFullBatchFailure: false,
    });
}
