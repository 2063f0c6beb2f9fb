import type { EventSource } from '../../local/event-source.ts';
import { answerEventSources, answerMetrics } from '../../local/queue-watch.ts';

const source = (queue: string, isEnabled: boolean): EventSource => ({
  queueUrl: `http://sqs/000000000000/${queue}`,
  functionName: 'Sink',
  isEnabled: () => isEnabled,
  stop: async () => {},
});
const arnOf = (queue: string): string => `arn:aws:sqs:us-east-1:000000000000:${queue}`;

describe('answerEventSources', () => {
  const sources = new Map([
    ['sink', source('Inbox.fifo', true)],
    ['parse', source('Mail', false)],
  ]);
  const list = (query: string) => answerEventSources(sources, new URL(`http://lambda/${query}`)).value;

  it('lists every queue with the state of its polling', () => {
    expect(list('')).toMatchObject({
      EventSourceMappings: [
        { UUID: 'sink', EventSourceArn: arnOf('Inbox.fifo'), State: 'Enabled' },
        { UUID: 'parse', EventSourceArn: arnOf('Mail'), State: 'Disabled' },
      ],
    });
  });

  it('lists the queue that the request names', () => {
    expect(list(`?EventSourceArn=${arnOf('Mail')}`)).toMatchObject({ EventSourceMappings: [{ UUID: 'parse' }] });
  });
});

describe('answerMetrics', () => {
  const headers = { 'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData' };
  const query = (MetricName: string, queue: string) => ({
    Id: queue.toLowerCase(),
    MetricStat: { Metric: { Namespace: 'AWS/SQS', MetricName, Dimensions: [{ Name: 'QueueName', Value: queue }] } },
  });
  const oldestMessageSeconds = (queueName: string) => (queueName === 'Inbox' ? 42 : undefined);
  const figures = { oldestMessageSeconds, measurements: () => [] };

  it('answers the age of the oldest message, and nothing for an empty queue or another metric', () => {
    const MetricDataQueries = [
      query('ApproximateAgeOfOldestMessage', 'Inbox'),
      query('ApproximateAgeOfOldestMessage', 'Empty'),
      query('NumberOfMessagesSent', 'Inbox'),
    ];

    expect(answerMetrics(figures, { headers }, JSON.stringify({ MetricDataQueries }))).toMatchObject({
      status: 200,
      value: { MetricDataResults: [{ Id: 'inbox', Values: [42] }, { Values: [] }, { Values: [] }] },
    });
  });

  it('rejects any other operation', () => {
    expect(answerMetrics(figures, { headers: {} }, '{}').status).toBe(400);
  });
});
