import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { MalformedEventError } from '../domain/consent/intake/sender-event.ts';
import type { DeadLetters } from '../domain/delivery/queues.ts';
import type { Log } from '../domain/mail/log.ts';
import { isSetUpMessage } from '../domain/mail/set-up-message.ts';
import type { IgnoreReason } from './foreign-event.ts';
import type { TakeFeedback } from './take-feedback.ts';
import type { TakeScan } from './take-scan.ts';

export interface FeedbackDependencies {
  readonly take: TakeFeedback;
  /** Takes the results of antivirus scans; undefined for any other event. */
  readonly takeScan: TakeScan;
  readonly deadLetters: DeadLetters;
  /** Only envelopes of this topic are opened. */
  readonly topicArn: string;
  /** Counts an event that is ignored. */
  readonly measureIgnored: (reason: IgnoreReason | 'set-up') => void;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Takes the events of SES about the mail that the account sends, and those of GuardDuty about attachments. Acknowledging
 * means: every change lies in the suppressions queue; or the ledger has the result of the scan; or the message lies in the dead letters with its reason; or the event was ignored, and is counted.
 *
 * The queue accepts messages from our own topic and our own event rules only; a message in another topic's envelope is a
 * forwarded one, and is not believed.
 */
export function createFeedbackHandler({
  take,
  takeScan,
  deadLetters,
  topicArn,
  measureIgnored,
  log,
  now,
}: FeedbackDependencies) {
  const ignore = (messageId: string, reason: IgnoreReason | 'set-up'): void => {
    measureIgnored(reason);
    log.info('feedback.ignored', { messageId, reason });
  };

  const handleRecord = async ({ body, messageId }: SQSRecord): Promise<void> => {
    try {
      const message = open(body, topicArn);
      if (isSetUpMessage(message)) return ignore(messageId, 'set-up');
      const json = parse(message);
      const scan = await takeScan(json);
      if (scan === 'foreign') return ignore(messageId, scan);
      if (scan !== undefined) return log.info('feedback.scanned', { messageId, ...scan });
      const result = await take(json, now());
      if ('ignored' in result) return ignore(messageId, result.ignored);
      log.info('feedback.taken', { messageId, ...result });
    } catch (error) {
      if (!(error instanceof MalformedEventError)) throw error;
      await deadLetters.put(body, `not taken: ${error.message}`);
      log.error('feedback.malformed', { messageId, reason: error.message });
    }
  };

  return (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
    processPartialResponse(event, handleRecord, new BatchProcessor(EventType.SQS), {
      context,
      throwOnFullBatchFailure: false,
    });
}

const envelope = z.object({ Type: z.literal('Notification'), TopicArn: z.string(), Message: z.string() });

/** The message inside an SNS envelope, or the message itself. */
function open(body: string, topicArn: string): string {
  const { data } = envelope.safeParse(jsonOf(body));
  if (data === undefined) return body;
  if (data.TopicArn !== topicArn) throw new MalformedEventError('it came through a topic that is not ours');
  return data.Message;
}

function parse(text: string): unknown {
  const json = jsonOf(text);
  if (json === undefined) throw new MalformedEventError('it is not JSON');
  return json;
}

/** Undefined for a text that is not JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
