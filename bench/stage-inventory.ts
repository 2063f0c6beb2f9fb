import type { Usage } from '../cli/cost/usage.ts';
import { listOf } from '../local/fields.ts';
import type { Resource } from '../local/intrinsics.ts';
import type { Wiring } from '../local/wiring.ts';

/** Hours of a month, on average. */
export const monthHours = 730;

/**
 * Connections with which Lambda asks a queue of an event source that has a maximum concurrency: it begins with five, and goes
 * down to two only without one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const pollers = 5;
/** Each asks again when it has waited this long for a message. */
const longPollSeconds = 20;

/** The usage of a stage in a month because it is there, whether or not mail comes, in the units of the price table. */
export function inventoryOf(resources: ReadonlyMap<string, Resource>, wiring: Wiring): Usage {
  const ofType = (type: string): readonly Resource[] => [...resources.values()].filter(({ Type }) => Type === type);
  const isFifo = ({ queueUrl }: Wiring['eventSources'][number]): boolean => queueUrl.endsWith('.fifo');
  const polls = (pollers * monthHours * 3600) / longPollSeconds;
  return {
    alarm: ofType('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOfAlarm(alarm), 0),
    compositeAlarm: ofType('AWS::CloudWatch::CompositeAlarm').length,
    dashboard: ofType('AWS::CloudWatch::Dashboard').length,
    kmsKey: ofType('AWS::KMS::Key').length,
    secret: wiring.secrets.length,
    schedule: wiring.schedules.reduce((sum, { everyMs }) => sum + (monthHours * 3_600_000) / everyMs, 0),
    sqsFifo: wiring.eventSources.filter(isFifo).length * polls,
    sqsStandard: wiring.eventSources.filter((source) => !isFifo(source)).length * polls,
  };
}

/** The metrics that an alarm looks at: one, or those of its expression. */
function metricsOfAlarm({ Properties: { Metrics } }: Resource): number {
  const queries = listOf(Metrics);
  return queries.length === 0 ? 1 : queries.filter(({ MetricStat }) => MetricStat !== undefined).length;
}
