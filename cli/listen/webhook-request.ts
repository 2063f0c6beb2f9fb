import { signWebhook } from '../../lambdas/crm/webhook/sign.ts';
import { signRequest } from '../../lambdas/crm/webhook/sign-request.ts';
import { scopedId } from '../../lambdas/domain/mail/identity.ts';
import type { ListedEvent } from '../api/follow-events.ts';

/** One event as a webhook: what a webhook connection would send, but for the id. */
export interface WebhookMessage {
  readonly event: ListedEvent;
  /** The value of `webhook-id`: equal for every delivery of the event. */
  readonly id: string;
  readonly body: string;
}

/**
 * Makes the message of an event.
 *
 * @param shown the event as the API shows it, with the state of its delivery beside it
 */
export function messageOf(event: ListedEvent, shown: Readonly<Record<string, unknown>>): WebhookMessage {
  const { delivery: _, ...data } = shown;
  const id = `msg_${scopedId(event.tenant, `listen ${event.integration}`, event.eventId)}`;
  return { event, id, body: JSON.stringify({ type: 'email.received', timestamp: data.receivedAt, data }) };
}

/** The headers of one attempt, signed by Standard Webhooks and by RFC 9421. */
export function signedHeaders(
  secrets: readonly string[],
  url: string,
  { id, body }: Pick<WebhookMessage, 'id' | 'body'>,
  now: Date,
): Record<string, string> {
  const timestampSeconds = Math.floor(now.getTime() / 1000);
  return {
    'content-type': 'application/json',
    ...signWebhook(secrets, { id, timestampSeconds, body }),
    ...signRequest(secrets, { url, id, body: Buffer.from(body), timestampSeconds }),
  };
}
