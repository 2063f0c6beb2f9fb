import { Duration } from 'aws-cdk-lib';
import type { StateStack } from '../state-stack.ts';
import type { StageFunction } from './stage-function.ts';
import type { Page } from './watch.ts';

/** In ms: mails are usually in the feed seconds after their receipt. Their stream keeps them for 24 hours. */
const lateMs = 600_000;

/** The page for a feed that lacks events, or is late. */
export const feedPage = ({ feedFailures }: StateStack, functions: readonly StageFunction[]): Page => ({
  id: 'EventFeed',
  impact: 'Readers of the API do not get new events.',
  article: 'event-feed',
  watches: [
    ...functions
      .filter(({ node }) => node.id === 'Feed')
      .map(({ fn }) => ({
        id: 'FeedLate',
        impact: 'Mails have waited for ten minutes to get into the feed; after a day they are lost to it.',
        article: 'event-feed' as const,
        metric: fn.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(5) }),
        threshold: lateMs,
        periods: 2,
      })),
    {
      id: 'FeedFailures',
      impact: 'Mails were given up: the queue names their place in the stream, which keeps them for four more hours.',
      article: 'event-feed',
      metric: feedFailures.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      threshold: 1,
    },
  ],
});
