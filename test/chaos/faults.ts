import type { Random } from './random.ts';

/** Every kind of fault, by the name under which it is counted. */
export const faultNames = [
  'crash-before-call',
  'crash-after-call',
  'error-before-call',
  'error-after-call',
  'throttled-call',
  'paused-worker',
  'clock-skew',
  'lost-batch-answer',
  'lost-delete',
  'duplicate-notification',
  'late-notification',
  'lost-notification',
  'lost-object-event',
  'late-index',
  'crm-throttled',
  'crm-daily-limit',
  'crm-lost-request',
  'crm-lost-answer',
  'crm-late-commit',
  'crm-slow',
  'crm-outage',
  'crm-misconfigured',
  'poisoned-mail',
  'skipped-mail',
  'malformed-message',
  'malformed-receipt',
  'unknown-schema',
  'missing-object',
  'redrive-during-traffic',
  'retention-passed',
] as const;
type FaultName = (typeof faultNames)[number];

/** Probability of each fault, per call or per mail; an absent fault never happens. */
export type FaultPlan = Readonly<Partial<Record<FaultName, number>>>;

/** Number of injections of each fault. */
export type FaultCounts = Partial<Record<FaultName, number>>;

const typical: Readonly<Record<FaultName, number>> = {
  'crash-before-call': 0.006,
  'crash-after-call': 0.006,
  'error-before-call': 0.01,
  'error-after-call': 0.01,
  'throttled-call': 0.02,
  'paused-worker': 0.006,
  'clock-skew': 0.5,
  'lost-batch-answer': 0.05,
  'lost-delete': 0.05,
  'duplicate-notification': 0.2,
  'late-notification': 0.2,
  'lost-notification': 0.1,
  'lost-object-event': 0.1,
  'late-index': 0.5,
  'crm-throttled': 0.08,
  'crm-daily-limit': 0.01,
  'crm-lost-request': 0.06,
  'crm-lost-answer': 0.08,
  'crm-late-commit': 0.06,
  'crm-slow': 0.1,
  'crm-outage': 0.5,
  'crm-misconfigured': 0.3,
  'poisoned-mail': 0.1,
  'skipped-mail': 0.05,
  'malformed-message': 0.5,
  'malformed-receipt': 0.5,
  'unknown-schema': 0.5,
  'missing-object': 0.05,
  'redrive-during-traffic': 0.5,
  'retention-passed': 0.05,
};

/**
 * Draws the faults of one run. Each fault is included or left out at random; an included fault gets up to three times
 * its usual rate. Runs that leave faults out find errors that stay hidden when everything fails at once.
 */
export function drawPlan(random: Random): FaultPlan {
  return Object.fromEntries(
    faultNames.flatMap((name) => (random.chance(0.45) ? [[name, typical[name] * 3 * random()] as const] : [])),
  );
}

export class Faults {
  readonly counts: FaultCounts = {};
  /** Stops all faults from now on, so that the system has time to recover. */
  isOver = false;
  private readonly plan: FaultPlan;
  private readonly random: Random;

  constructor(plan: FaultPlan, random: Random) {
    this.plan = plan;
    this.random = random;
  }

  /** Draws whether the fault happens now, and counts it if it does. */
  strikes(name: FaultName): boolean {
    const probability = this.plan[name];
    if (this.isOver || probability === undefined || !this.random.chance(probability)) return false;
    this.counts[name] = (this.counts[name] ?? 0) + 1;
    return true;
  }
}
