import type { IncomingMessage } from 'node:http';
import type { EventSource } from './event-source.ts';
import { fieldsOf, listOf } from './fields.ts';
import type { LocalAnswer } from './local-answer.ts';

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

/**
 * Answers CloudWatch's GetMetricData for the only metric of this machine, the age of a queue's oldest message: its present
 * value, where CloudWatch has the value of the last minute.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export function answerMetrics(
  oldestMessageSeconds: (queueName: string, now: Date) => number | undefined,
  request: Pick<IncomingMessage, 'headers'>,
  body: string,
): LocalAnswer {
  if (!String(request.headers['x-amz-target']).endsWith('.GetMetricData'))
    return { status: 400, value: { __type: 'InvalidAction', message: 'only GetMetricData is answered here' } };
  const now = new Date();
  const MetricDataResults = listOf(fieldsOf(JSON.parse(body)).MetricDataQueries).map(({ Id, MetricStat }) => {
    const { Namespace, MetricName, Dimensions } = fieldsOf(fieldsOf(MetricStat).Metric);
    const queue = String(listOf(Dimensions).find(({ Name }) => Name === 'QueueName')?.Value ?? '');
    const isKnown = Namespace === 'AWS/SQS' && MetricName === 'ApproximateAgeOfOldestMessage';
    const age = isKnown ? oldestMessageSeconds(queue, now) : undefined;
    const [Timestamps, Values] = age === undefined ? [[], []] : [[now.getTime() / 1000], [age]];
    return { Id, Label: MetricName, StatusCode: 'Complete', Timestamps, Values };
  });
  return {
    status: 200,
    value: { MetricDataResults, Messages: [] },
    headers: { 'content-type': 'application/x-amz-json-1.0' },
  };
}
