import * as z from 'zod';
import { answered } from './api/api-client.ts';
import type { ApiOptions } from './api/api-options.ts';
import { type ConnectedApi, connectApi } from './api/connect-api.ts';
import { type EventFilter, followEvents, type ListedEvent, viewOf } from './api/follow-events.ts';
import { interruptible } from './api/interruptible.ts';
import { isMasked } from './masking.ts';
import { createStatusLine, print, printJson } from './output.ts';

interface TailOptions extends ApiOptions, EventFilter {
  readonly details?: boolean;
  readonly json?: boolean;
}

/** Follows events until Ctrl-C, which is no failure. */
export async function runTail(options: TailOptions): Promise<void> {
  const { url, ask, mostPollMs } = connectApi(options);
  const status = createStatusLine();
  const notice = (text: string): void => void process.stderr.write(`postern: ${text}\n`);
  const { signal, wait } = interruptible();
  const { since = new Date() } = options;
  notice(`following ${url}/v1/events ${startOf(options, since)}; Ctrl-C ends`);
  const last: { cursor?: string } = {};
  await followEvents(
    { ...options, since },
    {
      ask,
      mostPollMs,
      wait,
      signal,
      notice,
      async onEvent(event) {
        const details = options.details === true ? await detailsOf(ask, event) : undefined;
        if (options.json === true) printJson(details === undefined ? event : { ...event, ...details });
        else print(lineOf(event, details));
      },
      onCursor: (cursor) => {
        last.cursor = cursor;
      },
      onIdle: () => status.show(`waiting for events since ${new Date().toISOString()}`),
    },
  );
  status.end();
  if (last.cursor !== undefined) notice(`stopped; go on with --cursor ${last.cursor}`);
}

const startOf = ({ cursor }: TailOptions, since: Date): string =>
  cursor === undefined ? `since ${since.toISOString()}` : 'behind the cursor';

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
async function detailsOf(ask: ConnectedApi['ask'], event: ListedEvent): Promise<EventDetails | undefined> {
  const result = await ask(`/v1/events/${event.eventId}`, viewOf(event));
  if (result.kind === 'problem' && (result.status === 404 || result.status === 413)) return undefined;
  const { message, delivery } = shownEvent.parse(answered(result));
  return { from: message.from?.address, subject: message.subject, ...delivery };
}

/** One event for people; of a masked one the words of the mail stay out, and the output masks its addresses. */
function lineOf({ recordedAt, eventId, integration, kind = 'unknown' }: ListedEvent, details?: EventDetails): string {
  const line = `${recordedAt}  ${eventId}  ${integration}  ${kind}`;
  if (details === undefined) return line;
  const { fate, reason, from = 'nobody', subject = '' } = details;
  const words = isMasked() ? '' : `  ${printable(subject)}`;
  return `${line}  ${fate}${reason === undefined ? '' : ` (${reason})`}  ${printable(from)}${words}`;
}

/** A text that a stranger wrote, without what would move the cursor of a terminal. */
const printable = (text: string): string => text.replaceAll(/\p{C}/gu, ' ').slice(0, 120);
