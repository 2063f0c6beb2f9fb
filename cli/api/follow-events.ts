import * as z from 'zod';
import { compact } from '../../lambdas/compact.ts';
import { type AskApi, answered, mayPass, troubleOf } from './api-client.ts';
import { listedEventFields, pageOf } from './listed-event.ts';

/** Fields that a later version adds are shown as they are. */
const listedEvent = z.looseObject(listedEventFields);
export type ListedEvent = z.infer<typeof listedEvent>;
const page = pageOf(listedEvent);

/** Which events are followed. */
export interface EventFilter {
  readonly integration?: string;
  readonly kind?: string;
  readonly tenant?: string;
  /** Where to begin where there is no cursor. */
  readonly since?: Date;
  readonly cursor?: string;
}

interface FollowPorts {
  readonly ask: AskApi;
  /** The longest wait between two questions while all is well, in ms; absent: as the API says. */
  readonly mostPollMs?: number | undefined;
  /** Passes the time; resolves early when the signal ends it. */
  readonly wait: (ms: number) => Promise<unknown>;
  readonly signal: AbortSignal;
  /** Takes the events one after the other; the cursor moves on only when it has taken all of a page. */
  readonly onEvent: (event: ListedEvent) => Promise<void>;
  /** The cursor behind everything that was taken. */
  readonly onCursor: (cursor: string) => void;
  /** Everything up to now was taken. */
  readonly onIdle: () => void;
  /** News about the connection, for people. */
  readonly notice: (text: string) => void;
}

/** The first wait after a failure, in ms; it doubles up to the longest one. */
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/**
 * Follows the list of events until the signal ends it: asks for the next page when the API says so, and again after every
 * failure that may pass. An event whose page was not taken to its end comes again to whoever goes on with the last cursor.
 *
 * @throws ConfigError when the API refuses
 */
export async function followEvents(filter: EventFilter, ports: FollowPorts): Promise<void> {
  const { ask, wait, signal, notice, mostPollMs = Number.POSITIVE_INFINITY } = ports;
  const { integration, kind, tenant, since } = filter;
  let cursor = filter.cursor;
  let failures = 0;
  while (!signal.aborted) {
    const from = cursor === undefined ? { since: since?.toISOString() } : { cursor };
    const result = await ask('/v1/events', { ...from, integration, kind, tenant }, signal).catch(() => undefined);
    if (result === undefined) return;
    if (result.kind !== 'answer' && mayPass(result)) {
      const asked = result.kind === 'problem' ? (result.retryAfterMs ?? 0) : 0;
      const waitMs = Math.max(asked, Math.min(longestRetryMs, firstRetryMs * 2 ** failures));
      failures += 1;
      notice(`the API does not answer (${troubleOf(result)}); asking again in ${Math.round(waitMs / 1000)} s`);
      await wait(waitMs);
      continue;
    }
    if (failures > 0) notice('the API answers again');
    failures = 0;
    if (result.kind === 'problem' && result.name === 'cursor-gone' && result.oldest !== undefined) {
      notice('events behind the cursor are no longer kept; going on with the oldest that is');
      cursor = result.oldest;
      continue;
    }
    const { events, hasMore, pollAfterMs, cursor: next } = page.parse(answered(result));
    if (!(await takeAll(events, ports))) return;
    cursor = next;
    ports.onCursor(cursor);
    if (hasMore) continue;
    ports.onIdle();
    await wait(Math.min(pollAfterMs, mostPollMs));
  }
}

/** @returns whether all were taken before the signal */
async function takeAll(events: readonly ListedEvent[], { onEvent, signal }: FollowPorts): Promise<boolean> {
  for (const event of events) {
    if (signal.aborted) return false;
    await onEvent(event);
  }
  return true;
}

/** The query of one event, in the view of the integration that the list names. */
export const viewOf = ({ integration, tenant }: Pick<ListedEvent, 'integration' | 'tenant'>) =>
  compact({ integration, tenant });
