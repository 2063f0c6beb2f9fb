import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { DeadLetters } from '../domain/delivery/queues.ts';
import { TransientError } from '../domain/errors.ts';
import type { Log } from '../domain/mail/log.ts';
import { givenUpCode, type ReadMarks } from '../domain/mail/read-marks.ts';
import { decodeReceipt, type Receipt } from '../domain/mail/receipt.ts';
import { isSetUpMessage } from '../domain/mail/set-up-message.ts';
import { EarlyMailError, parentWaitMs } from './await-parent.ts';
import type { QuarantineMail } from './quarantine-mail.ts';
import type { ReceiveMail } from './receive-mail.ts';
import type { ReceivedMail } from './received-mail.ts';

export interface ParseDependencies {
  readonly receive: ReceiveMail;
  /** Quarantines a mail without reading it. */
  readonly quarantine: QuarantineMail;
  /** Marks of mail that was offered before. */
  readonly marks: ReadMarks;
  /** Takes messages that are no receipts; the sweep finds the mail in S3, if there is one. */
  readonly deadLetters: DeadLetters;
  readonly setVisibility: (receiptHandle: string, afterMs: number) => Promise<void>;
  /** Takes a message off the queue at once. */
  readonly acknowledge: (receiptHandle: string) => Promise<void>;
  /** The wait after a failure, in ms, by the number of receives so far. */
  readonly backoff: (receives: number) => number;
  /** Measures each mail, also one that could not be read; `undefined` stands for a message that was no receipt. */
  readonly measure: (received: ReceivedMail | undefined) => void;
  readonly log: Log;
}

/** From this receive on a mail without an answer is read with no other beside it. */
const suspectFrom = 3;
/** Readings of a mail alone that may end without an answer: one may be the machine's fault. */
const aloneMost = 2;
/** The least time left, in ms, in which the reading of a mail begins: it may take its whole budget. */
const enoughMs = 30_000;

const receivesOf = ({ attributes }: SQSRecord): number => Number(attributes.ApproximateReceiveCount);

/**
 * Turns each receipt into an event. Acknowledging means: the ledger knows the mail, and every delivery of it
 * stands in a queue.
 *
 * A mail that may have ended the process before is read last, when everything else in the batch is off the queue; when
 * that had no answer twice, it is quarantined unread. A failure that was caught is an answer: the mail is only tried
 * again.
 */
export function createParseHandler(dependencies: ParseDependencies) {
  const { marks, setVisibility, acknowledge, log } = dependencies;

  return async function parse({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> {
    const { suspects, others } = await partBySuspicion(marks, Records);
    // A record that was never tried goes first.
    const failures = others.length === 0 ? [] : await run(dependencies, others.toSorted(byReceives), context, false);
    const [suspect, ...waiting] = suspects;
    if (suspect === undefined) return { batchItemFailures: failures };
    const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { messageId, receiptHandle } of others) if (!failed.has(messageId)) await acknowledge(receiptHandle);
    for (const { messageId, receiptHandle } of waiting) {
      await setVisibility(receiptHandle, 0);
      failures.push({ itemIdentifier: messageId });
    }
    log.warn('parse.alone', { messageId: suspect.messageId, receives: receivesOf(suspect) });
    return { batchItemFailures: [...failures, ...(await run(dependencies, [suspect], context, true))] };
  };
}

const byReceives = (left: SQSRecord, right: SQSRecord): number => receivesOf(left) - receivesOf(right);

async function partBySuspicion(
  marks: ReadMarks,
  records: readonly SQSRecord[],
): Promise<{ readonly suspects: readonly SQSRecord[]; readonly others: readonly SQSRecord[] }> {
  const suspects: SQSRecord[] = [];
  const others: SQSRecord[] = [];
  for (const record of records) ((await isSuspect(marks, record)) ? suspects : others).push(record);
  return { suspects, others };
}

/** Whether earlier readings of a mail had no answer; a mark that cannot be read says nothing. */
async function isSuspect(marks: ReadMarks, record: SQSRecord): Promise<boolean> {
  if (receivesOf(record) < suspectFrom) return false;
  try {
    const { mailId } = decodeReceipt(JSON.parse(record.body));
    const { unanswered, isGivenUp } = await marks.standing(mailId);
    return unanswered > 0 && !isGivenUp;
  } catch {
    return false;
  }
}

async function run(
  dependencies: ParseDependencies,
  Records: SQSRecord[],
  context: Context,
  isAlone: boolean,
): Promise<SQSBatchResponse['batchItemFailures']> {
  const { batchItemFailures } = await processPartialResponse(
    { Records },
    (record: SQSRecord) => handleRecord(dependencies, record, context, isAlone),
    new BatchProcessor(EventType.SQS),
    {
      context,
      // One after the other: five large mails at once would not fit the memory.
      processInParallel: false,
      throwOnFullBatchFailure: false,
    },
  );
  // A copy: without failures it is a constant of the library, which an addition would change for all later batches.
  return [...batchItemFailures];
}

async function handleRecord(
  dependencies: ParseDependencies,
  record: SQSRecord,
  context: Context,
  isAlone: boolean,
): Promise<void> {
  const { setVisibility, backoff, log } = dependencies;
  if (context.getRemainingTimeInMillis() < enoughMs) return putBack(dependencies, record, 'out of time', 0);
  await receiveRecord(dependencies, record, isAlone).catch(async (error: Error) => {
    const waitMs = error instanceof EarlyMailError ? parentWaitMs(receivesOf(record)) : undefined;
    if (waitMs !== undefined) return putBack(dependencies, record, error.name, waitMs);
    const afterMs = backoff(receivesOf(record));
    log.error('parse.failed', { messageId: record.messageId, error: error.name, afterMs });
    // Rather than after the queue's visibility timeout, which is made for the slowest mail.
    await setVisibility(record.receiptHandle, afterMs);
    throw error;
  });
}

/** Puts a record back; the batch processor learns of it by the error. */
async function putBack(
  { setVisibility, log }: ParseDependencies,
  { messageId, receiptHandle }: SQSRecord,
  reason: string,
  afterMs: number,
): Promise<never> {
  log.warn('parse.put-back', { messageId, reason, afterMs });
  await setVisibility(receiptHandle, afterMs);
  throw new TransientError(reason);
}

async function receiveRecord(dependencies: ParseDependencies, record: SQSRecord, isAlone: boolean): Promise<void> {
  const { receive, measure, log } = dependencies;
  const { body, messageId } = record;
  if (isSetUpMessage(body)) {
    log.info('parse.set-up', { messageId });
    return;
  }
  const receipt = await receiptOf(dependencies, record);
  if (receipt === undefined) return;
  const { mailId } = receipt;
  const receives = receivesOf(record);
  const mayWait = parentWaitMs(receives) !== undefined;
  const received = await (receives === 1
    ? receive(receipt, body, { mayWait })
    : receiveAgain(dependencies, receipt, body, { isAlone, mayWait }));
  log.info('parse.received', { mailId, ...received });
  measure(received);
  // SES publishes after the object is stored; an absent one may only be late, and the sweep looks again.
  if (received.state === 'missing') throw new TransientError(`mail ${mailId} has no object`);
}

/** The receipt of a record; any other record goes to the dead letters. */
async function receiptOf(
  { deadLetters, measure, log }: ParseDependencies,
  { body, messageId }: SQSRecord,
): Promise<Receipt | undefined> {
  return Promise.try(() => decodeReceipt(JSON.parse(body))).catch(async ({ name }: Error) => {
    await deadLetters.put(body, `malformed receipt: ${name}`);
    log.error('parse.malformed', { messageId, error: name });
    measure(undefined);
    return undefined;
  });
}

/** Reads a mail that was offered before, between the marks of an attempt, or gives it up. */
async function receiveAgain(
  { receive, quarantine, marks }: ParseDependencies,
  receipt: Receipt,
  body: string,
  { isAlone, mayWait }: { readonly isAlone: boolean; readonly mayWait: boolean },
): Promise<ReceivedMail> {
  const { mailId } = receipt;
  const { alone, isGivenUp } = await marks.standing(mailId);
  // The sweep may have queued the mail a second time before it was given up.
  if (isGivenUp) return { state: 'quarantined', deliveries: 0 };
  if (!isAlone || alone < aloneMost) {
    const attempt = { begin: () => marks.begin(mailId, isAlone), end: () => marks.end(mailId) };
    return receive(receipt, body, { attempt, mayWait });
  }
  const message = `whoever read it ended without an answer, at last ${aloneMost} times with no other mail beside it`;
  const received = await quarantine(receipt, body, { code: givenUpCode, message });
  await marks.end(mailId);
  return received;
}
