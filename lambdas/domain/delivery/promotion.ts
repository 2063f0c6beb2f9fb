import { compact } from '../../compact.ts';
import type { Delivery, Fate } from './delivery.ts';

/** Figures of an integration over a span of time, from its deliveries in the ledger. */
export interface IntegrationFigures {
  readonly mails: number;
  readonly fates: Readonly<Partial<Record<Fate | 'pending', number>>>;
  /** Milliseconds from receipt to fate, of the slowest in a hundred. */
  readonly p99Ms?: number;
}

/** Limits that must hold before more of an integration goes live. */
interface Gates {
  readonly minMails: number;
  /** Mails that are parked or given up. */
  readonly maxFailed: number;
  /** Share of all, 0 to 1. */
  readonly maxQuarantined: number;
  readonly maxP99Ms: number;
}

export const defaultGates: Gates = { minMails: 50, maxFailed: 0, maxQuarantined: 0.05, maxP99Ms: 120_000 };

/** One gate, and the figure that it is compared with. */
export interface GateResult {
  readonly gate: string;
  readonly figure: string;
  readonly wanted: string;
  readonly isOpen: boolean;
}

/** Sums up deliveries of one integration. Suppressions do not count: they call the CRM in every mode. */
export function figuresOf(deliveries: readonly Delivery[]): IntegrationFigures {
  const conversations = deliveries.filter(({ lane }) => lane === 'conversation');
  const fates: Partial<Record<Fate | 'pending', number>> = {};
  for (const { fate, state } of conversations) {
    const name = state === 'pending' ? 'pending' : (fate ?? 'pending');
    fates[name] = (fates[name] ?? 0) + 1;
  }
  const times = conversations
    .flatMap(({ settledAt, receivedAt }) =>
      settledAt === undefined ? [] : [Date.parse(settledAt) - Date.parse(receivedAt)],
    )
    .toSorted((a, b) => a - b);
  const slowest = times[Math.min(times.length - 1, Math.floor(times.length * 0.99))];
  return compact({ mails: conversations.length, fates, p99Ms: slowest });
}

/** Compares the figures with the gates; all must be open. */
export function judgePromotion({ mails, fates, p99Ms = 0 }: IntegrationFigures, gates: Gates): GateResult[] {
  const failed = (fates.parked ?? 0) + (fates.dead ?? 0);
  const quarantined = mails === 0 ? 0 : (fates.quarantined ?? 0) / mails;
  return [
    gate('mails seen', String(mails), `at least ${gates.minMails}`, mails >= gates.minMails),
    gate('parked or dead', String(failed), `at most ${gates.maxFailed}`, failed <= gates.maxFailed),
    gate(
      'quarantined',
      percent(quarantined),
      `at most ${percent(gates.maxQuarantined)}`,
      quarantined <= gates.maxQuarantined,
    ),
    gate('slowest in a hundred', `${p99Ms} ms`, `at most ${gates.maxP99Ms} ms`, p99Ms <= gates.maxP99Ms),
  ];
}

const gate = (name: string, figure: string, wanted: string, isOpen: boolean): GateResult => ({
  gate: name,
  figure,
  wanted,
  isOpen,
});

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
