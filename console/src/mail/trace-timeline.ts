import { compact } from '../../../lambdas/compact.ts';
import type { TimelineHop } from '../contract.ts';

/** The way of one event, as `GET /v1/events/{id}/trace` answers it. */
export interface Trace {
  readonly deliveries?: readonly TracedDelivery[];
}

interface TracedDelivery {
  readonly integration: string;
  readonly state: string;
  readonly fate: string;
  readonly reason?: string;
  readonly receivedAt?: string;
  readonly settledAt?: string;
  readonly failedLastAt?: string;
  readonly steps?: Readonly<Record<string, { readonly at?: string; readonly state?: string }>>;
}

/** The hops of a mail in the order of their times, from the stored steps of its deliveries. */
export function timelineOf(receivedAt: string, trace: Trace): readonly TimelineHop[] {
  const hops = (trace.deliveries ?? []).flatMap((delivery) => hopsOf(delivery, receivedAt));
  const first: TimelineHop = { hop: 'received', at: receivedAt, state: 'done' };
  const ordered = [first, ...hops.toSorted((a, b) => a.at.localeCompare(b.at))];
  return ordered.map((hop, place) => {
    const before = ordered[place - 1];
    return before === undefined ? hop : { ...hop, ms: Date.parse(hop.at) - Date.parse(before.at) };
  });
}

function hopsOf(delivery: TracedDelivery, receivedAt: string): TimelineHop[] {
  const { integration, fate, reason, settledAt, failedLastAt, steps = {} } = delivery;
  // A record that an earlier mail has made keeps the time of that mail.
  const written = Object.entries(steps).flatMap(([name, { at, state }]): TimelineHop[] =>
    at === undefined || at < receivedAt || state !== 'done'
      ? []
      : [{ hop: 'written', at, integration, state: 'done', detail: name }],
  );
  return [...written, ...endOf({ integration, fate, reason, settledAt, failedLastAt }, receivedAt)];
}

function endOf(
  {
    integration,
    fate,
    reason,
    settledAt,
    failedLastAt,
  }: Pick<TracedDelivery, 'integration' | 'fate'> & {
    readonly [Field in 'reason' | 'settledAt' | 'failedLastAt']: string | undefined;
  },
  receivedAt: string,
): TimelineHop[] {
  const at = settledAt ?? failedLastAt ?? receivedAt;
  if (fate === 'pending') return [{ hop: 'queued', at, integration, state: 'waits' }];
  if (fate === 'parked') return [compact({ hop: 'parked', at, integration, state: 'failed' as const, detail: reason })];
  const state = fate === 'dead' ? 'dead' : 'done';
  return [compact({ hop: 'settled', at, integration, state: state as 'dead' | 'done', detail: reason ?? fate })];
}
