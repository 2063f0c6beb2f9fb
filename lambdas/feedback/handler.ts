import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { MalformedEventError } from '../domain/consent/intake/sender-event.ts';
import type { DeadLetters } from '../domain/delivery/queues.ts';
import type { Log } from '../domain/mail/log.ts';
import type { TakeFeedback } from './take-feedback.ts';

export interface FeedbackDependencies {
  readonly take: TakeFeedback;
  readonly deadLetters: DeadLetters;
  /** The only topic whose envelopes are opened. */
  readonly topicArn: string;
  readonly log: Log;
  readonly now: () => Date;
}

/**
 * Takes what SES tells of the mail that the account sends. Acknowledging means: every change lies in the suppressions
 * queue; or the message lies in the dead letters with its reason.
 *
 * The queue takes messages from our own topic and our own event rule only; a message that came through another topic's
 * envelope would have been forwarded by somebody, and is not believed.
 */
export function createFeedbackHandler({ take, deadLetters, topicArn, log, now }: FeedbackDependencies) {
  const handleRecord = async ({ body, messageId }: SQSRecord): Promise<void> => {
    try {
      const taken = await take(open(body, topicArn), now());
      log.info('feedback.taken', { messageId, ...taken });
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

/** The message inside an SNS envelope, or the message itself. */
function open(body: string, topicArn: string): unknown {
  const json = parse(body);
  const { Type, TopicArn, Message } = (json ?? {}) as { Type?: unknown; TopicArn?: unknown; Message?: unknown };
  if (Type !== 'Notification' || typeof Message !== 'string') return json;
  if (TopicArn !== topicArn) throw new MalformedEventError('it came through a topic that is not ours');
  return parse(Message);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedEventError('it is not JSON');
  }
}
