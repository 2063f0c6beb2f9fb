import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { sweepLateSeconds } from '../../lambdas/env.ts';
import type { OurMetric } from './our-metric.ts';
import type { Page, Watch } from './watch.ts';

const fiveMinutes = Duration.minutes(5);

/** The page for trouble that comes more often than it should, while mail still flows. */
export const troublePage = (metric: OurMetric): Page => ({
  id: 'Trouble',
  impact: 'Something goes wrong more often than it should.',
  article: 'trouble',
  watches: [...readingWatches(metric), ...crmWatches(metric), ...trustWatches(metric), ...sweepWatches(metric)],
});

/** Mails and attachments that cannot be read. */
const readingWatches = (metric: OurMetric): readonly Watch[] => [
  {
    id: 'ParseErrors',
    impact: 'Mails cannot be read and are in quarantine: a sender, or we, changed something.',
    article: 'parse-errors',
    metric: metric('parseErrors', {}, 'Sum', fiveMinutes),
    threshold: 5,
  },
  {
    id: 'AttachmentFailures',
    impact: 'Looking into attachments fails for more than 1 % of them.',
    article: 'attachment-failures',
    metric: metric('attachmentFailureRate', {}, 'Average', fiveMinutes),
    threshold: 0.01,
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    periods: 3,
  },
];

/** CRMs and CDPs that slow down, fail or refuse our calls. */
const crmWatches = (metric: OurMetric): readonly Watch[] => [
  {
    id: 'CrmQuota',
    impact: 'A CRM says that we call too often: records come late.',
    article: 'crm-quota',
    metric: metric('crmErrors', { class: 'quota' }, 'Sum', fiveMinutes),
    threshold: 100,
    periods: 3,
  },
  {
    id: 'CircuitOpen',
    impact: 'A CRM or CDP does not answer, or refuses us: deliveries wait, in order, until it is back.',
    article: 'crm-outage',
    metric: metric('openCircuits', {}, 'Maximum'),
    threshold: 1,
    periods: 5,
  },
  {
    id: 'CrmOutage',
    impact: 'A CRM answers some of our calls with 5xx, or not at all: records come late.',
    article: 'crm-outage',
    metric: metric('crmErrors', { class: 'outage' }, 'Sum', fiveMinutes),
    threshold: 50,
  },
  {
    id: 'CrmConfiguration',
    impact: 'A CRM refuses our credentials or a field: nothing is written until somebody mends it.',
    article: 'crm-configuration',
    metric: metric('crmErrors', { class: 'configuration' }, 'Sum', fiveMinutes),
    threshold: 1,
  },
  {
    id: 'MappingDrift',
    impact: 'A field of a CRM is not as a mapping says: the next mail that fills it is refused.',
    article: 'a-field-was-renamed',
    metric: metric('mappingDrift', {}, 'Maximum'),
    threshold: 1,
    periods: 3,
  },
];

/** Callers and senders without proof, and complaints about our own mail. */
const trustWatches = (metric: OurMetric): readonly Watch[] => [
  {
    id: 'SignatureFailures',
    impact: 'Webhooks come whose signature does not hold: a key was rotated, or somebody tries.',
    article: 'signature-failures',
    metric: metric('signatureFailures', {}, 'Sum', fiveMinutes),
    threshold: 10,
  },
  {
    id: 'ApiRefusals',
    impact: 'The API refuses many requests: a key has expired, a consumer calls too often, or somebody tries keys.',
    article: 'api-refusals',
    metric: metric('apiRefusals', {}, 'Sum', fiveMinutes),
    threshold: 100,
  },
  {
    id: 'QuotaFailures',
    impact: 'Requests to the API are not counted: quotas of its keys do not hold until the table takes writes again.',
    article: 'api-refusals',
    metric: metric('quotaFailures', {}, 'Sum', fiveMinutes),
    threshold: 10,
  },
  {
    id: 'UnprovenConsent',
    impact:
      'Mail that proves nothing asks for people not to be written to, more than it should: somebody may be trying.',
    article: 'unproven-consent',
    metric: metric('unprovenChanges', {}, 'Sum', Duration.hours(1)),
    threshold: 100,
  },
  {
    id: 'Complaints',
    impact: 'A mailbox provider counts more than 0.3 % complaints: it will soon refuse our mail.',
    article: 'complaint-rate',
    metric: metric('worstComplaintRate', {}, 'Maximum', fiveMinutes),
    threshold: 0.003,
  },
];

/** The search for mail without a notification. */
const sweepWatches = (metric: OurMetric): readonly Watch[] => [
  {
    id: 'SweepLate',
    impact: 'The sweep has not run to its end for an hour: stuck deliveries and mail whose notification was lost wait.',
    article: 'sweep-late',
    metric: metric('sweepAge', {}, 'Maximum'),
    threshold: sweepLateSeconds,
    periods: 3,
  },
];
