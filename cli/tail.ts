import type { ApiOptions } from './api/api-options.ts';
import { connectApi } from './api/connect-api.ts';
import { type EventFilter, followEvents } from './api/follow-events.ts';
import { interruptible } from './api/interruptible.ts';
import { createStatusLine, print, printJson } from './output.ts';
import { detailsOf, eventLine } from './tail/event-line.ts';

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
        else print(eventLine(event, details));
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
