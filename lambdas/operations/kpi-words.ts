import { lateSeconds, metrics } from '../env.ts';

/** A metric in words for people. */
interface KpiWords {
  readonly title: string;
  readonly unit: 's' | 'ms' | 'count' | 'share';
  /** The statistic of the trend. */
  readonly trend: 'p95' | 'Average' | 'Maximum' | 'Sum';
}

const words: Readonly<Record<keyof typeof metrics, KpiWords>> = {
  lag: { title: 'From the receipt of news to its arrival at every system', unit: 's', trend: 'p95' },
  effect: { title: 'From the receipt of news to its effect on our own sending', unit: 's', trend: 'p95' },
  oldestPendingAge: { title: 'Age of the oldest news that has not arrived', unit: 's', trend: 'Maximum' },
  heartbeat: { title: 'Runs of the heartbeat', unit: 'count', trend: 'Sum' },
  parkedThreads: { title: 'Conversations that wait behind a mail that fails', unit: 'count', trend: 'Maximum' },
  openCircuits: { title: 'Connections that nobody calls', unit: 'count', trend: 'Maximum' },
  mappingDrift: { title: 'Fields of mappings that differ from the CRM', unit: 'count', trend: 'Maximum' },
  canaryAge: { title: 'Age of the canary at a hop that has not answered', unit: 's', trend: 'Maximum' },
  sweepAge: { title: 'Since the sweep has looked at everything', unit: 's', trend: 'Maximum' },
  problems: { title: 'Problems that the heartbeat found', unit: 'count', trend: 'Maximum' },
  ignoredFeedback: { title: 'Sending events that are not ours', unit: 'count', trend: 'Sum' },
  parseErrors: { title: 'Mails that could not be read', unit: 'count', trend: 'Sum' },
  readerDisagreement: { title: 'Mails that two readers read differently', unit: 'count', trend: 'Sum' },
  unprovenChanges: { title: 'Changes of consent without a proof', unit: 'count', trend: 'Sum' },
  signatureFailures: { title: 'Webhooks with a signature that does not hold', unit: 'count', trend: 'Sum' },
  apiRefusals: { title: 'Requests that the API refused', unit: 'count', trend: 'Sum' },
  quotaFailures: { title: 'Requests that no quota could count', unit: 'count', trend: 'Sum' },
  crmErrors: { title: 'Attempts at a CRM that failed', unit: 'count', trend: 'Sum' },
  crmErrorRate: { title: 'Share of attempts at a CRM that failed', unit: 'share', trend: 'Average' },
  dedupRate: { title: 'Share of deliveries that had their fate before', unit: 'share', trend: 'Average' },
  parseToCrm: { title: 'From the end of parsing to the CRM', unit: 'ms', trend: 'p95' },
  delivery: { title: 'From the receipt of a mail to its fate', unit: 'ms', trend: 'p95' },
  attachments: { title: 'Attachments that were inspected', unit: 'count', trend: 'Sum' },
  attachmentFailureRate: { title: 'Share of attachments that could not be inspected', unit: 'share', trend: 'Average' },
  complaintRate: { title: 'Complaints at a mailbox provider', unit: 'share', trend: 'Maximum' },
  worstComplaintRate: { title: 'Complaints, the highest share of any provider', unit: 'share', trend: 'Maximum' },
  hardBounceRate: { title: 'Hard bounces at a mailbox provider', unit: 'share', trend: 'Maximum' },
};

const byName = new Map(
  Object.entries(metrics).map(([key, { name }]) => [name as string, words[key as keyof typeof metrics]]),
);

/** The words for a metric; undefined for one that this version does not put. */
export const kpiWords = (metric: string): KpiWords | undefined => byName.get(metric);

/** In s: the slowest arrival that is still in time, by the kind of news; beyond it an alarm calls. */
export const targetSeconds = (metric: string, dimensions: Readonly<Record<string, string>>): number | undefined => {
  const { kind = '' } = dimensions;
  return metric === metrics.lag.name && Object.hasOwn(lateSeconds, kind)
    ? lateSeconds[kind as keyof typeof lateSeconds]
    : undefined;
};
