import type { LedgerReader } from '../aws/ledger-reader.ts';
import type { ConsentLedger } from '../domain/consent/consent-ledger.ts';

interface PendingPorts {
  readonly consent: Pick<ConsentLedger, 'due'>;
  readonly reader: Pick<LedgerReader, 'stuck'>;
}

/** More than so many of a kind are not counted: the number says enough then. */
const mostCounted = 1000;

/** How much waits at a time and is not being worked on: mail under `conversation`, news for targets by its kind. */
export async function countPending({ consent, reader }: PendingPorts, now: Date): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const count = (kind: string): number => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    return counts[kind];
  };
  const deliveries = await reader.stuck(now, now);
  counts.conversation = Math.min(mostCounted, deliveries.filter(({ lane }) => lane === 'conversation').length);
  let seen = 0;
  for await (const { kind } of consent.due(now, now)) {
    count(kind);
    seen += 1;
    if (seen === mostCounted) break;
  }
  return counts;
}
