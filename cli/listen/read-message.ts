import * as z from 'zod';
import { type AskApi, answered } from '../api/api-client.ts';
import { type ListedEvent, viewOf } from '../api/follow-events.ts';
import { messageOf, type WebhookMessage } from './webhook-request.ts';

const shownEvent = z.record(z.string(), z.unknown());

/**
 * The message of an event; undefined when it was erased since, is too long for an answer, or is news about a mail that was
 * delivered before.
 *
 * @param notice takes the reason
 * @throws ConfigError when the API refuses
 */
export async function readMessage(
  ask: AskApi,
  event: ListedEvent,
  notice: (text: string) => void,
): Promise<WebhookMessage | undefined> {
  if (event.type !== undefined) {
    notice(`${event.eventId} is left out: listen delivers mail, and this is ${JSON.stringify(event.type)}`);
    return undefined;
  }
  const result = await ask(`/v1/events/${event.eventId}`, viewOf(event));
  if (result.kind === 'problem' && (result.status === 404 || result.status === 413)) {
    notice(`${event.eventId} is left out: ${result.detail}`);
    return undefined;
  }
  return messageOf(event, shownEvent.parse(answered(result)));
}
