import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { compact } from '../../lambdas/compact.ts';
import { conversationLateSeconds, lateSeconds } from '../../lambdas/env.ts';
import type { StateStack } from '../state-stack.ts';
import type { OurMetric } from './our-metric.ts';
import type { Page } from './watch.ts';

/** The alarm with the first data of a new stage: the heartbeat reports the canary from its second beat on. */
export const signOfLife = 'CanaryLostAtParse';

const minute = Duration.minutes(1);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * The pages for promises that are about to be broken, and for nobody looking.
 *
 * A lag is watched by several signals, and any one is enough: a lag that is measured on arrival is silent when nothing
 * arrives, and the age of a queue is silent when nothing gets there.
 */
export const promisePages = (metric: OurMetric, state: StateStack): readonly Page[] => [
  ...latePages(metric, state),
  silentPage(metric),
  canaryPage(metric),
  mailPage(metric, state),
  deadLetterPage(state),
];

function latePages(metric: OurMetric, { suppressions }: StateStack): Page[] {
  const names = { unsubscribe: 'An unsubscribe', bounce: 'A bounce', complaint: 'A complaint' } as const;
  return (Object.keys(names) as Array<keyof typeof names>).map((kind) => {
    const threshold = lateSeconds[kind];
    const impact = `${names[kind]} has not reached every system in time: somebody may be mailed who must not be.`;
    const shared = { impact, article: `${kind}-late`, threshold } as const;
    const queueAge = {
      ...shared,
      id: `${capital(kind)}QueueAge`,
      metric: suppressions.queue.metricApproximateAgeOfOldestMessage({ period: minute }),
    };
    return {
      ...shared,
      id: `${capital(kind)}Late`,
      watches: [
        {
          ...shared,
          id: `${capital(kind)}PendingAge`,
          metric: metric('oldestPendingAge', { kind }, 'Maximum'),
          // Without a heartbeat nobody can say that all is well.
          missing: TreatMissingData.BREACHING,
          isOfAbsence: true,
          periods: 2,
        },
        { ...shared, id: `${capital(kind)}Lag`, metric: metric('lag', { kind }, 'Maximum') },
        // One queue holds all kinds: its age is watched once, by the strictest promise.
        ...(kind === 'unsubscribe' ? [queueAge] : []),
      ],
    };
  });
}

const silentPage = (metric: OurMetric): Page => ({
  id: 'Silent',
  impact: 'Nobody watches: ages, canary and holds are not looked at.',
  article: 'heartbeat-missing',
  watches: [
    {
      id: 'HeartbeatMissing',
      impact: 'The heartbeat does not run: a delay would not be seen.',
      article: 'heartbeat-missing',
      metric: metric('heartbeat', {}, 'Sum'),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: 3,
      missing: TreatMissingData.BREACHING,
      isOfAbsence: true,
    },
  ],
});

function canaryPage(metric: OurMetric): Page {
  const hops = { parse: 'is not read', sink: 'is read and not delivered', suppress: 'unsubscribes in vain' };
  return {
    id: 'CanaryLost',
    impact: 'A synthetic mail does not get through: real mail may not either.',
    article: 'canary-lost',
    watches: Object.entries(hops).map(([hop, what]) => {
      const id = `CanaryLostAt${capital(hop)}`;
      return {
        id,
        impact: `The canary ${what}: ${hop} has not answered.`,
        article: 'canary-lost',
        metric: metric('canaryAge', { hop }, 'Maximum'),
        threshold: 120,
        periods: 2,
        // An alarm that keeps its state has no data only before the first there ever was.
        ...compact({ missing: id === signOfLife ? TreatMissingData.IGNORE : undefined }),
      };
    }),
  };
}

const mailPage = (metric: OurMetric, { inbox }: StateStack): Page => ({
  id: 'MailWaits',
  impact: 'Mail does not reach the CRM.',
  article: 'mail-waits',
  watches: [
    {
      id: 'ConversationPendingAge',
      impact: 'The oldest mail has waited for an hour: sales and success do not see it.',
      article: 'mail-waits',
      metric: metric('oldestPendingAge', { kind: 'conversation' }, 'Maximum'),
      threshold: conversationLateSeconds,
      periods: 3,
      missing: TreatMissingData.BREACHING,
      isOfAbsence: true,
    },
    {
      id: 'InboxAge',
      impact: 'Mail that came in is not being read.',
      article: 'mail-waits',
      metric: inbox.queue.metricApproximateAgeOfOldestMessage({ period: minute }),
      threshold: 600,
      periods: 3,
    },
    {
      id: 'ParkedThreads',
      impact: 'A conversation waits behind a mail that its CRM refuses.',
      article: 'parked-threads',
      metric: metric('parkedThreads', {}, 'Maximum'),
      threshold: 1,
      periods: 10,
    },
  ],
});

/** The dead letters of every queue, by its name. */
export const deadLettersOf = ({ inbox, deliveries, suppressions, sweep, feedback }: StateStack) => ({
  Inbox: inbox.deadLetterQueue,
  Deliveries: deliveries.deadLetterQueue,
  Suppressions: suppressions.deadLetterQueue,
  Sweep: sweep.deadLetterQueue,
  Feedback: feedback.queue.deadLetterQueue,
});

const deadLetterPage = (state: StateStack): Page => ({
  id: 'DeadLetters',
  impact: 'Messages were given up and wait for a person.',
  article: 'dead-letters',
  watches: Object.entries(deadLettersOf(state)).map(([name, queue]) => ({
    id: `${name}DeadLetters`,
    impact: `Messages of ${name.toLowerCase()} were given up; nothing is lost, and nothing goes on by itself.`,
    article: 'dead-letters',
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: minute, statistic: 'Maximum' }),
    threshold: 1,
    // The redrive of the next minute takes up what it can.
    periods: 3,
  })),
});
