import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { TransientError } from '../domain/errors.ts';
import type { Log } from '../domain/ports.ts';
import { decodeReceipt, isSetupObject, type Receipt } from '../domain/receipt.ts';
import type { ReceivedMail } from '../domain/receive-mail.ts';

export interface ParseDependencies {
  readonly receive: (receipt: Receipt, notification: string) => Promise<ReceivedMail>;
  readonly log: Log;
}

/**
 * Turns each receipt into an event. Acknowledging means: the ledger knows the mail, and every delivery of it
 * stands in a queue.
 */
export function createParseHandler({ receive, log }: ParseDependencies) {
  const handleRecord = async ({ body }: SQSRecord): Promise<void> => {
    const receipt = decodeReceipt(JSON.parse(body));
    if (isSetupObject(receipt.objectKey)) return;
    const received = await receive(receipt, body);
    log.info('parse.received', { mailId: receipt.mailId, ...received });
    // SES publishes after the object is stored; an absent one may only be late, and the sweep looks again.
    if (received.state === 'missing') throw new TransientError(`mail ${receipt.mailId} has no object`);
  };

  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), {
      context,
      // One after the other: five large mails at once would not fit the memory.
      processInParallel: false,
      throwOnFullBatchFailure: false,
    });
}
