import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateStack } from '../state-stack.ts';
import { again, fiveMinutes } from './function-page.ts';
import type { OurMetric } from './our-metric.ts';
import { deadLettersOf } from './promise-pages.ts';
import type { StageFunction } from './stage-function.ts';
import { trailLate } from './trail-watches.ts';
import type { Watch } from './watch.ts';

/** An alarm that pages by itself. */
export interface LoneWatch extends Watch {
  /** Whether no data for long is a reason to call, which only a stage that once had data can have. */
  readonly isCalledWithoutData?: boolean;
}

/**
 * Functions that somebody waits for who sees their failures: CloudFormation during a deployment, people at the console. An alarm
 * looks at ten metrics at most.
 */
const attended = new Set(['Activate', 'Manage']);

/**
 * Functions that nothing else shows to be turned away: callers of the API leave, and nobody waits for feedback. Work of the others
 * waits, or the canary does, and both are problems that the heartbeat finds.
 */
const unseenWhenThrottled = new Set(['Api', 'Feedback']);

/**
 * The alarms of a stage that costs little: one for each kind of trouble, none of which says more than that `postern
 * doctor` should be asked. CloudWatch charges an alarm by the metrics that it looks at.
 */
export function idleWatches(
  metric: OurMetric,
  state: StateStack,
  functions: readonly StageFunction[],
): readonly LoneWatch[] {
  const running = functions.filter(({ node }) => !attended.has(node.id));
  return [
    {
      id: 'Problems',
      impact: 'The heartbeat finds a promise at risk, or does not run any more.',
      article: 'problems',
      metric: metric('problems', {}, 'Maximum', fiveMinutes),
      threshold: 1,
      periods: 2,
      missing: TreatMissingData.MISSING,
      isCalledWithoutData: true,
    },
    {
      id: 'DeadLetters',
      impact: 'Messages were given up and wait for a person.',
      article: 'dead-letters',
      metric: sumOf(
        [...Object.values(deadLettersOf(state)), state.trailFailures, state.feedFailures].map((queue) =>
          queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
        ),
      ),
      threshold: 1,
      // The redrive of the next five minutes takes up what it can.
      periods: 3,
    },
    ...trailLate(functions),
    {
      id: 'Errors',
      impact: 'Functions fail again and again: what they do is late or undone.',
      article: 'function-errors',
      metric: sumOf(running.map(({ fn }) => fn.metricErrors())),
      ...again,
    },
    {
      id: 'Throttles',
      impact: 'Requests or feedback are turned away: all executions that the functions may have are taken.',
      article: 'function-throttles',
      metric: sumOf(
        running.filter(({ node }) => unseenWhenThrottled.has(node.id)).map(({ fn }) => fn.metricThrottles()),
      ),
      ...again,
    },
  ];
}

function sumOf(metrics: readonly IMetric[]): MathExpression {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({ expression: 'SUM(METRICS())', usingMetrics, period: Duration.minutes(5) });
}
