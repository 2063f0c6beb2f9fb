import { Duration } from 'aws-cdk-lib';
import type { StateStack } from '../state-stack.ts';
import type { StageFunction } from './stage-function.ts';
import type { Page, Watch } from './watch.ts';

/** In ms: changes are usually half a minute old. Their stream keeps them for 24 hours. */
const lateMs = 3_600_000;

/**
 * The age of the oldest change that is not in the audit trail.
 *
 * @returns none for functions without the trail's
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export const trailLate = (functions: readonly StageFunction[]): readonly Watch[] =>
  functions
    .filter(({ node }) => node.id === 'Trail')
    .map(({ fn }) => ({
      id: 'TrailLate',
      impact: 'Changes have waited for an hour to get into the audit trail; after a day they are lost to it.',
      article: 'audit-trail',
      metric: fn.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(5) }),
      threshold: lateMs,
      periods: 2,
    }));

/** The page for an audit trail with gaps, or about to have some. */
export const trailPage = ({ trailFailures }: StateStack, functions: readonly StageFunction[]): Page => ({
  id: 'AuditTrail',
  impact: 'Changes do not get into the audit trail.',
  article: 'audit-trail',
  watches: [
    ...trailLate(functions),
    {
      id: 'TrailFailures',
      impact: 'Changes were given up: the queue names their place in a stream, which keeps them for four more hours.',
      article: 'audit-trail',
      metric: trailFailures.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      threshold: 1,
    },
  ],
});
