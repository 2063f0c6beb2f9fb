import type { LedgerReader } from '../aws/ledger-reader.ts';
import { compact } from '../compact.ts';
import type { CanaryFlight } from '../domain/delivery/canary-flight.ts';

/** The last pair of synthetic mails. */
export interface CanaryHealth {
  /** ISO 8601 UTC. */
  readonly sentAt: string;
  /** When both had their fate, ISO 8601 UTC. */
  readonly arrivedAt?: string;
  readonly state: 'arrived' | 'under-way' | 'late';
}

interface CanaryPorts {
  readonly flight: () => Promise<CanaryFlight | undefined>;
  readonly reader: Pick<LedgerReader, 'mails' | 'event'>;
}

/** From then on the alarm of the canary rings, in ms. */
const lateMs = 120_000;

/** Reads how far the last canary is; undefined before the first has set out. */
export async function canaryHealth({ flight, reader }: CanaryPorts, now: Date): Promise<CanaryHealth | undefined> {
  const current = await flight();
  if (current === undefined) return undefined;
  const { startedAt: sentAt, mailId, unsubscribeId } = current;
  const mails = await reader.mails([mailId, unsubscribeId]);
  const arrivals = await Promise.all([mailId, unsubscribeId].map((id) => arrivalOf(reader, mails.get(id)?.eventId)));
  const arrivedAt = arrivals.includes(undefined) ? undefined : arrivals.toSorted().at(-1);
  const age = now.getTime() - Date.parse(sentAt);
  const state = arrivedAt === undefined ? (age >= lateMs ? 'late' : 'under-way') : 'arrived';
  return compact({ sentAt, arrivedAt, state });
}

/** When all deliveries of an event had their fate. */
async function arrivalOf(reader: CanaryPorts['reader'], eventId: string | undefined): Promise<string | undefined> {
  const event = eventId === undefined ? undefined : await reader.event(eventId);
  const settled = event?.deliveries.map(({ settledAt }) => settledAt) ?? [undefined];
  return settled.includes(undefined) ? undefined : settled.toSorted().at(-1);
}
