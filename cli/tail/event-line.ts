import * as z from 'zod';
import { type AskApi, answered } from '../api/api-client.ts';
import { type ListedEvent, viewOf } from '../api/follow-events.ts';
import { isMasked } from '../masking.ts';

const shownEvent = z.object({
  message: z.object({
    from: z.object({ address: z.string() }).optional(),
    subject: z.string().optional(),
  }),
  delivery: z.object({ fate: z.string(), reason: z.string().optional() }),
});

interface EventDetails {
  readonly from?: string | undefined;
  readonly subject?: string | undefined;
  readonly fate: string;
  readonly reason?: string | undefined;
}

/** The words of one event; undefined when it was erased since, or is too long for an answer. */
export async function detailsOf(ask: AskApi, event: ListedEvent): Promise<EventDetails | undefined> {
  const result = await ask(`/v1/events/${event.eventId}`, viewOf(event));
  if (result.kind === 'problem' && (result.status === 404 || result.status === 413)) return undefined;
  const { message, delivery } = shownEvent.parse(answered(result));
  return { from: message.from?.address, subject: message.subject, ...delivery };
}

/** One event for people; of a masked one the words of the mail stay out, and the output masks its addresses. */
export function eventLine(event: ListedEvent, details?: EventDetails): string {
  const { recordedAt, eventId, integration, kind = 'unknown', type } = event;
  const line = `${recordedAt}  ${eventId}  ${integration}  ${kind}${type === undefined ? '' : `  ${printable(type)}`}`;
  if (details === undefined) return line;
  const { fate, reason, from = 'nobody', subject = '' } = details;
  const words = isMasked() ? '' : `  ${printable(subject)}`;
  return `${line}  ${fate}${reason === undefined ? '' : ` (${reason})`}  ${printable(from)}${words}`;
}

/** A text that a stranger wrote, without what would move the cursor of a terminal. */
const printable = (text: string): string => text.replaceAll(/\p{C}/gu, ' ').slice(0, 120);
