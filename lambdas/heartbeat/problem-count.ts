import type { HeartbeatMetrics, PendingKind } from '../domain/delivery/pending.ts';
import type { Log } from '../domain/mail/log.ts';

interface ProblemCountDependencies {
  /** Called with the number of problems of a beat, 0 for none. */
  readonly count: (problems: number) => void;
  readonly log: Log;
  readonly thresholds: {
    /** Ages that are too old, for the kinds that are watched. */
    readonly pendingSeconds: Readonly<Partial<Record<PendingKind, number>>>;
    readonly sweepLateSeconds: number;
  };
}

/** Seconds after which a canary is lost. */
const canaryLateSeconds = 120;
/** The share of complaints from which a mailbox provider soon refuses mail, 0 to 1. */
const mostComplaints = 0.003;

/**
 * Takes the measurements of the heartbeat and reports for each beat only the number of bad figures: one metric costs less
 * than all of them. The log names the problems.
 */
export function createProblemCount({ count, log, thresholds }: ProblemCountDependencies): HeartbeatMetrics {
  const problems = new Set<string>();
  const note = (isBad: boolean, problem: string): void => void (isBad && problems.add(problem));
  const { pendingSeconds, sweepLateSeconds } = thresholds;
  return {
    oldestPending: (kind, ageMs) =>
      note(ageMs >= (pendingSeconds[kind] ?? Number.POSITIVE_INFINITY) * 1000, `${kind}-late`),
    parkedThreads: (threads) => note(threads > 0, 'parked-threads'),
    openCircuits: (circuits) => note(circuits > 0, 'crm-outage'),
    canary: (hop, ageMs) => note(ageMs >= canaryLateSeconds * 1000, `canary-lost ${hop}`),
    mappingDrift: (fields) => note(fields > 0, 'a-field-was-renamed'),
    sweepAge: (ageMs) => note(ageMs >= sweepLateSeconds * 1000, 'sweep-late'),
    provider: () => {},
    worstComplaintRate: (rate) => note(rate >= mostComplaints, 'complaint-rate'),
    beat() {
      if (problems.size > 0) log.warn('heartbeat.problems', { problems: [...problems] });
      count(problems.size);
      problems.clear();
    },
  };
}
