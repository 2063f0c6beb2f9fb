import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { ConsentMetrics } from '../domain/consent/metrics.ts';
import type { HeartbeatMetrics } from '../domain/delivery/pending.ts';
import {
  conversationLateSeconds,
  metrics as known,
  lateSeconds,
  localStageName,
  metricNamespace,
  metricService,
  sweepLateSeconds,
} from '../env.ts';
import { optionalSetting, type Settings } from './settings.ts';

type Known = typeof known;

/**
 * Puts one measurement.
 *
 * @param dimensions a value for each dimension that the metric is declared with, and no other: an alarm on a metric
 * with other dimensions would never see it
 */
export type PutMetric = <N extends keyof Known>(
  which: N,
  value: number,
  dimensions: Readonly<Record<Known[N]['dimensions'][number], string>>,
) => void;

const metrics = new Metrics({ namespace: metricNamespace, serviceName: metricService });

const unitOf = (name: string): (typeof MetricUnit)[keyof typeof MetricUnit] => {
  if (name.endsWith('Seconds')) return MetricUnit.Seconds;
  return name.endsWith('_ms') ? MetricUnit.Milliseconds : MetricUnit.Count;
};

/** The metrics of the idle profile: each metric costs, whether or not anybody looks at it. */
const measuredWhenIdle: ReadonlySet<keyof Known> = new Set(['problems']);

/** The thresholds at which alarms call a person, in a stage with the full profile. */
export const thresholds = {
  pendingSeconds: { ...lateSeconds, conversation: conversationLateSeconds },
  sweepLateSeconds,
} as const;

/** Puts each measurement as a line of CloudWatch's embedded metric format, with the stage that the environment names. */
export function createEmbeddedMetrics(environment: Settings): PutMetric {
  const stage = optionalSetting(environment, 'stage') ?? localStageName;
  const isIdle = optionalSetting(environment, 'profile') === 'idle';
  return (which, value, dimensions) => {
    if (isIdle && !measuredWhenIdle.has(which)) return;
    const { name } = known[which];
    const single = metrics.singleMetric();
    single.addDimensions({ stage, ...dimensions });
    single.addMetric(name, unitOf(name), value);
  };
}

/** The measurements of the suppression lane. */
export const createConsentMetrics = (put: PutMetric): ConsentMetrics => ({
  lag: (kind, target, lagMs) => put(target === 'ledger' ? 'effect' : 'lag', lagMs / 1000, { kind }),
});

/** The measurements of the heartbeat. */
export const createHeartbeatMetrics = (put: PutMetric): HeartbeatMetrics => ({
  beat: () => put('heartbeat', 1, {}),
  oldestPending: (kind, ageMs) => put('oldestPendingAge', ageMs / 1000, { kind }),
  parkedThreads: (count) => put('parkedThreads', count, {}),
  openCircuits: (count) => put('openCircuits', count, {}),
  canary: (hop, ageMs) => put('canaryAge', ageMs / 1000, { hop }),
  provider(provider, complaints, hardBounces) {
    put('complaintRate', complaints, { provider });
    put('hardBounceRate', hardBounces, { provider });
  },
  mappingDrift: (fields) => put('mappingDrift', fields, {}),
  sweepAge: (ageMs) => put('sweepAge', ageMs / 1000, {}),
  worstComplaintRate: (rate) => put('worstComplaintRate', rate, {}),
});
