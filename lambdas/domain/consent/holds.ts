/** Counts of our mail at one mailbox provider in one hour. */
export interface ProviderCounts {
  readonly delivered: number;
  readonly hardBounces: number;
  readonly complaints: number;
  /** Refusals that mean "not now" (421, 451): the provider slows us down. */
  readonly deferrals: number;
}

export const noCounts: ProviderCounts = { delivered: 0, hardBounces: 0, complaints: 0, deferrals: 0 };

export interface ProviderRates {
  /** Shares of what was sent, 0 to 1. */
  readonly complaints: number;
  readonly hardBounces: number;
  readonly deferrals: number;
  readonly sent: number;
}

/** A provider that gets no mail for the time being, and the reason. */
export interface Hold {
  readonly provider: string;
  readonly reason: 'complaints' | 'hard-bounces' | 'deferrals';
  /** ISO 8601 UTC. */
  readonly since: string;
  /** The share at the last look. */
  readonly rate: number;
}

/** Shares from which a provider is held, and under which it is released: the gap keeps it from flapping. */
export const holdLimits = {
  complaints: { hold: 0.0015, release: 0.001 },
  hardBounces: { hold: 0.03, release: 0.02 },
  deferrals: { hold: 0.2, release: 0.1 },
} as const;

/** Fewer mails in a day prove nothing: one complaint of two hundred is 0.5 %. */
const fewestSent = 200;

/** Computes the rates of the given hours, which are the last 24. */
export function ratesOf(hours: readonly ProviderCounts[]): ProviderRates {
  const sum = (pick: (counts: ProviderCounts) => number): number =>
    hours.reduce((total, hour) => total + pick(hour), 0);
  const [delivered, hardBounces] = [sum((hour) => hour.delivered), sum((hour) => hour.hardBounces)];
  const deferrals = sum((hour) => hour.deferrals);
  const sent = delivered + hardBounces;
  const share = (count: number, total: number): number => (total === 0 ? 0 : count / total);
  return {
    sent,
    complaints: share(
      sum((hour) => hour.complaints),
      delivered,
    ),
    hardBounces: share(hardBounces, sent),
    deferrals: share(deferrals, sent + deferrals),
  };
}

/** Decides whether a provider is held, given its hold so far; undefined: mail may go. */
export function decideHold(
  provider: string,
  rates: ProviderRates,
  before: Hold | undefined,
  now: Date,
): Hold | undefined {
  const reasons = [
    ['complaints', rates.complaints, holdLimits.complaints],
    ['hard-bounces', rates.hardBounces, holdLimits.hardBounces],
    ['deferrals', rates.deferrals, holdLimits.deferrals],
  ] as const;
  const isTelling = rates.sent >= fewestSent;
  for (const [reason, rate, { hold, release }] of reasons) {
    const isHeld = before?.reason === reason;
    // A provider that is held stays held until the rate is clearly better, however little was sent meanwhile.
    if (isHeld ? rate >= release : isTelling && rate >= hold)
      return { provider, reason, since: isHeld ? before.since : now.toISOString(), rate };
  }
  return undefined;
}
