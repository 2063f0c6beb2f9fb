import type { HeartbeatMetrics } from '../../lambdas/domain/delivery/pending.ts';
import { createProblemCount } from '../../lambdas/heartbeat/problem-count.ts';
import { silentLog } from '../helpers/builders.ts';

const thresholds = {
  pendingSeconds: { unsubscribe: 90, bounce: 240, complaint: 90, conversation: 3600 },
  sweepLateSeconds: 86_400,
};

/** A heartbeat of an idle stage, with its counts and the problems in its log. */
function aCount() {
  const counts: number[] = [];
  const problems: unknown[] = [];
  const log = { ...silentLog, warn: (_key: string, fields = {}) => void problems.push(fields) };
  return {
    metrics: createProblemCount({ count: (problems) => void counts.push(problems), log, thresholds }),
    counts,
    problems,
  };
}

const healthy = (metrics: HeartbeatMetrics): void => {
  for (const kind of ['unsubscribe', 'bounce', 'complaint', 'conversation', 'consent'] as const)
    metrics.oldestPending(kind, 0);
  for (const hop of ['parse', 'sink', 'suppress']) metrics.canary(hop, 0);
  metrics.parkedThreads(0);
  metrics.openCircuits(0);
  metrics.mappingDrift(0);
  metrics.sweepAge(3_600_000);
  metrics.worstComplaintRate(0.0029);
  metrics.provider('example.org', 0.01, 0.01);
};

describe('createProblemCount', () => {
  it('counts no problem while all is well, and logs nothing', () => {
    const { metrics, counts, problems } = aCount();

    healthy(metrics);
    metrics.beat();

    expect([counts, problems]).toEqual([[0], []]);
  });

  it.each<[string, (metrics: HeartbeatMetrics) => void]>([
    ['unsubscribe-late', ({ oldestPending }) => oldestPending('unsubscribe', 90_000)],
    ['bounce-late', ({ oldestPending }) => oldestPending('bounce', 240_000)],
    ['conversation-late', ({ oldestPending }) => oldestPending('conversation', 3_600_000)],
    ['parked-threads', ({ parkedThreads }) => parkedThreads(1)],
    ['crm-outage', ({ openCircuits }) => openCircuits(1)],
    ['canary-lost sink', ({ canary }) => canary('sink', 120_000)],
    ['a-field-was-renamed', ({ mappingDrift }) => mappingDrift(1)],
    ['sweep-late', ({ sweepAge }) => sweepAge(86_400_000)],
    ['complaint-rate', ({ worstComplaintRate }) => worstComplaintRate(0.003)],
  ])('counts and names a problem: %s', (name, happen) => {
    const { metrics, counts, problems } = aCount();

    healthy(metrics);
    happen(metrics);
    metrics.beat();

    expect([counts, problems]).toEqual([[1], [{ problems: [name] }]]);
  });

  it('counts the problems of one beat, each once', () => {
    const { metrics, counts } = aCount();

    for (const threads of [2, 3]) metrics.parkedThreads(threads);
    metrics.openCircuits(1);
    metrics.beat();
    healthy(metrics);
    metrics.beat();

    expect(counts).toEqual([2, 0]);
  });
});
