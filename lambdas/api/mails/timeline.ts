import { compact } from '../../compact.ts';
import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { MailRecord } from '../../domain/delivery/ledger.ts';

/** A station on the way of a mail. */
interface Hop {
  readonly hop: 'received' | 'read' | 'quarantined' | 'failed' | 'written' | 'settled';
  /** ISO 8601 UTC; of a hop that waits, since when it does. */
  readonly at: string;
  /** Since the hop before it, of the mail or of the same integration. */
  readonly ms?: number;
  readonly integration?: string;
  readonly state: 'done' | 'waits' | 'failed' | 'dead';
  readonly detail?: string;
}

/** When a delivery joined the feed, which is moments after its mail was read. */
export type FeedTimes = ReadonlyMap<string, string>;

/** The way of a mail: its receipt, its reading, and of each delivery what was written and how it ended. */
export function timelineOf(mail: MailRecord, deliveries: readonly Delivery[], readAt: FeedTimes): Hop[] {
  const received: Hop = { hop: 'received', at: mail.receivedAt, state: 'done' };
  if (mail.state === 'quarantined')
    return [
      received,
      compact({ hop: 'quarantined', at: mail.receivedAt, state: 'dead', detail: mail.reason } as const),
    ];
  const first = [...readAt.values()].toSorted()[0];
  const read: Hop[] =
    first === undefined ? [] : [{ hop: 'read', at: first, ms: msBetween(received.at, first), state: 'done' }];
  const start = read[0] ?? received;
  return [received, ...read, ...deliveries.flatMap((delivery) => hopsOf(delivery, start.at))];
}

function hopsOf(delivery: Delivery, startAt: string): Hop[] {
  const { integration, failedLastAt, errorClass, settledAt } = delivery;
  const written = writtenAt(delivery);
  const hops: Array<Omit<Hop, 'ms'>> = [];
  if (failedLastAt !== undefined)
    hops.push(compact({ hop: 'failed', at: failedLastAt, integration, state: 'failed', detail: errorClass } as const));
  if (written !== undefined) hops.push({ hop: 'written', at: written, integration, state: 'done' });
  hops.push(endOf(delivery, settledAt ?? failedLastAt ?? written ?? startAt));
  const inOrder = hops.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return inOrder.map((hop, nth) => ({ ...hop, ms: msBetween(inOrder[nth - 1]?.at ?? startAt, hop.at) }));
}

function endOf({ integration, fate, reason, state }: Delivery, at: string): Omit<Hop, 'ms'> {
  const detail = [fate ?? 'pending', ...(reason === undefined ? [] : [reason])].join(': ');
  if (fate === 'dead') return { hop: 'settled', at, integration, state: 'dead', detail };
  return { hop: 'settled', at, integration, state: state === 'done' ? 'done' : 'waits', detail };
}

/** When the last record of a mail was written. */
const writtenAt = ({ steps }: Delivery): string | undefined =>
  Object.values(steps)
    .flatMap(({ state, id, at }) => (state === 'done' && id !== undefined ? [at] : []))
    .toSorted()
    .at(-1);

const msBetween = (before: string, after: string): number => Math.max(0, Date.parse(after) - Date.parse(before));
