import type { IncomingMessage } from 'node:http';
import { metricNamespace } from '../lambdas/env.ts';
import type { Measurement } from '../lambdas/operations/measurements.ts';
import type { EventSource } from './event-source.ts';
import { type Fields, fieldsOf, listOf } from './fields.ts';
import type { LocalAnswer } from './local-answer.ts';
import { listMetrics, metricData } from './local-figures.ts';

const arnOf = (kind: 'sqs' | 'lambda', name: string): string => `arn:aws:${kind}:us-east-1:000000000000:${name}`;

/**
 * Answers Lambda's ListEventSourceMappings with the queues that this machine polls: all, or one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html
 */
export function answerEventSources(eventSources: ReadonlyMap<string, EventSource>, url: URL): LocalAnswer {
  const only = url.searchParams.get('EventSourceArn');
  const all = [...eventSources].map(([stage, source]) => ({
    UUID: stage,
    EventSourceArn: arnOf('sqs', source.queueUrl.split('/').at(-1)!),
    FunctionArn: arnOf('lambda', `function:${source.functionName}`),
    State: source.isEnabled() ? 'Enabled' : 'Disabled',
  }));
  const EventSourceMappings = all.filter(({ EventSourceArn }) => only === null || EventSourceArn === only);
  return { status: 200, value: { EventSourceMappings } };
}

/** The figures of this machine. */
interface Figures {
  /** Age of a queue's oldest message, in seconds. */
  readonly oldestMessageSeconds: (queueName: string, now: Date) => number | undefined;
  /** Measurements of the functions since a time in ms. */
  readonly measurements: (sinceMs: number) => readonly Measurement[];
}

/** In ms: ListMetrics has the metrics of the last two weeks. */
const listedMs = 14 * 86_400_000;

/**
 * Answers CloudWatch's ListMetrics and GetMetricData: for the measurements of the functions, and for the age of a queue's
 * oldest message, whose present value it has, where CloudWatch has that of the last minute.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export function answerMetrics(figures: Figures, request: Pick<IncomingMessage, 'headers'>, body: string): LocalAnswer {
  const [, operation] = /\.(GetMetricData|ListMetrics)$/.exec(String(request.headers['x-amz-target'])) ?? [];
  if (operation === undefined)
    return {
      status: 400,
      value: { __type: 'InvalidAction', message: 'only GetMetricData and ListMetrics are answered here' },
    };
  const asked = fieldsOf(JSON.parse(body));
  const value =
    operation === 'ListMetrics'
      ? listMetrics(figures.measurements(Date.now() - listedMs), asked)
      : { MetricDataResults: resultsOf(figures, asked), Messages: [] };
  return { status: 200, value, headers: { 'content-type': 'application/x-amz-json-1.0' } };
}

function resultsOf({ oldestMessageSeconds, measurements }: Figures, asked: Fields): object[] {
  const now = new Date();
  const queries = listOf(asked.MetricDataQueries);
  const isOwn = (query: Fields): boolean => fieldsOf(fieldsOf(query.MetricStat).Metric).Namespace === metricNamespace;
  // The SDK writes times in seconds.
  const [from, to] = [1000 * Number(asked.StartTime), 1000 * Number(asked.EndTime)];
  const own = queries.some(isOwn) ? measurements(from) : [];
  return queries.map((query) => {
    const { Namespace, MetricName, Dimensions } = fieldsOf(fieldsOf(query.MetricStat).Metric);
    const head = { Id: query.Id, Label: MetricName, StatusCode: 'Complete' };
    if (isOwn(query))
      return { ...head, ...metricData(own, query, { from, to, isDescending: asked.ScanBy !== 'TimestampAscending' }) };
    const queue = String(listOf(Dimensions).find(({ Name }) => Name === 'QueueName')?.Value ?? '');
    const isKnown = Namespace === 'AWS/SQS' && MetricName === 'ApproximateAgeOfOldestMessage';
    const age = isKnown ? oldestMessageSeconds(queue, now) : undefined;
    const [Timestamps, Values] = age === undefined ? [[], []] : [[now.getTime() / 1000], [age]];
    return { ...head, Timestamps, Values };
  });
}
