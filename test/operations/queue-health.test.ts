import { readFileSync } from 'node:fs';
import type { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import type { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import {
  ageInWords,
  checkQueues,
  type QueueHealth,
  queueProblems,
  readQueues,
  watchedQueues,
} from '../../lambdas/operations/queue-health.ts';
import { synthesize } from '../../local/template.ts';

const now = new Date('2026-11-20T12:00:00Z');
const region = 'https://sqs.eu-west-1.amazonaws.com/111122223333';
const read = (name: string): string => `${region}/${name.replace('_QUEUE_URL', '')}`;

interface Deployment {
  /** By the name of a queue; a dead-letter queue is called `<name>-dlq`. */
  readonly attributes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly states?: Readonly<Record<string, readonly string[]>>;
  readonly ages?: Readonly<Record<string, number>>;
}

/** SQS, Lambda and CloudWatch of a deployment, with the answers that doctor needs. */
function deploymentWith({ attributes = {}, states = {}, ages = {} }: Deployment = {}) {
  const metricCalls: GetMetricDataCommand['input'][] = [];
  const nameOf = (text = ''): string => text.split(/[/:]/).at(-1)!;
  return {
    metricCalls,
    clients: {
      sqs: {
        async send({ input }: GetQueueAttributesCommand) {
          const name = nameOf(input.QueueUrl);
          const QueueArn = `arn:aws:sqs:eu-west-1:111122223333:${name}`;
          const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `${QueueArn}-dlq`, maxReceiveCount: 20 });
          return { Attributes: { QueueArn, ...(name.endsWith('-dlq') ? {} : { RedrivePolicy }), ...attributes[name] } };
        },
      },
      lambda: {
        async send({ input }: ListEventSourceMappingsCommand) {
          const found = states[nameOf(input.EventSourceArn)] ?? ['Enabled'];
          return { EventSourceMappings: found.map((State) => ({ State, EventSourceArn: input.EventSourceArn })) };
        },
      },
      cloudWatch: {
        async send({ input }: GetMetricDataCommand) {
          metricCalls.push(input);
          const queue = input.MetricDataQueries?.[0]?.MetricStat?.Metric?.Dimensions?.[0]?.Value ?? '';
          return { MetricDataResults: [{ Id: 'age', Values: queue in ages ? [ages[queue]] : [] }] };
        },
      },
    } as never,
  };
}

const waiting = (count: number) => ({ ApproximateNumberOfMessages: String(count) });

describe('readQueues', () => {
  it('shows the messages of each queue, their age, the dead letters and the reader', async () => {
    const { clients } = deploymentWith({
      attributes: {
        INBOX: { ...waiting(12), ApproximateNumberOfMessagesNotVisible: '3', ApproximateNumberOfMessagesDelayed: '1' },
        'INBOX-dlq': { ...waiting(2), ApproximateNumberOfMessagesNotVisible: '1' },
      },
      ages: { INBOX: 42 },
    });

    const queues = await readQueues(clients, read, now);

    expect(queues.map(({ queue, stage }) => [queue, stage])).toEqual([
      ['inbox', 'parse'],
      ['deliveries', 'sink'],
      ['suppressions', 'suppress'],
      ['feedback', 'feedback'],
      ['sweep', 'sweep'],
    ]);
    expect(queues[0]).toEqual({
      queue: 'inbox',
      waiting: 12,
      inFlight: 3,
      delayed: 1,
      oldestSeconds: 42,
      deadLetters: 3,
      stage: 'parse',
      eventSource: 'Enabled',
    });
    expect(queues[1]).not.toHaveProperty('oldestSeconds');
  });

  it('asks CloudWatch for an age only where messages wait', async () => {
    const { clients, metricCalls } = deploymentWith({ attributes: { DELIVERIES: waiting(1) }, ages: { INBOX: 9_999 } });

    const queues = await readQueues(clients, read, now);

    expect(queues.flatMap(({ oldestSeconds }) => oldestSeconds ?? [])).toEqual([]);
    expect(metricCalls).toHaveLength(1);
    expect(metricCalls[0]).toMatchObject({ EndTime: now, ScanBy: 'TimestampDescending' });
  });

  it('calls the event source enabled when one of several is enabled', async () => {
    const { clients } = deploymentWith({ states: { INBOX: ['Disabled', 'Enabled'], SWEEP: [] } });

    const states = (await readQueues(clients, read, now)).map(({ queue, eventSource }) => [queue, eventSource]);

    expect(Object.fromEntries(states)).toMatchObject({ inbox: 'Enabled', sweep: 'Missing' });
  });

  it('names the variables that are not set before it asks anything', async () => {
    const { clients } = deploymentWith();
    const incomplete = (name: string) => (name === 'INBOX_QUEUE_URL' || name === 'SWEEP_QUEUE_URL' ? '' : read(name));

    await expect(readQueues(clients, incomplete, now)).rejects.toThrow(
      /^INBOX_QUEUE_URL, SWEEP_QUEUE_URL not set; take the variables of the CliEnvironment output anew$/,
    );
  });
});

describe('queueProblems', () => {
  const healthy: QueueHealth = {
    queue: 'inbox',
    waiting: 4,
    inFlight: 1,
    delayed: 0,
    oldestSeconds: 10,
    deadLetters: 0,
    stage: 'parse',
    eventSource: 'Enabled',
  };
  const problemsOf = (change: Partial<QueueHealth>): string[] => queueProblems([{ ...healthy, ...change }]);

  it.each(['Enabled', 'Creating', 'Enabling', 'Updating'])(
    'finds nothing wrong while the event source is %s',
    (eventSource) => {
      expect(problemsOf({ eventSource })).toEqual([]);
    },
  );

  it.each(['Disabled', 'Disabling', 'Deleting', 'Missing'])('reports an event source that is %s', (eventSource) => {
    expect(problemsOf({ eventSource })).toEqual([
      `parse does not read inbox (event source ${eventSource}), 5 wait: docs/runbook.md#mail-waits`,
    ]);
  });

  it.each([
    ['inbox', 299, []],
    ['inbox', 300, ['the oldest message of inbox has waited for 5 min: docs/runbook.md#mail-waits']],
    ['deliveries', 3599, []],
    ['deliveries', 7200, ['the oldest message of deliveries has waited for 2 h: docs/runbook.md#mail-waits']],
    ['suppressions', 89, []],
    ['suppressions', 90, ['the oldest message of suppressions has waited for 90 s: docs/runbook.md#unsubscribe-late']],
    ['feedback', 240, ['the oldest message of feedback has waited for 4 min: docs/runbook.md#bounce-late']],
    ['sweep', 604_800, []],
  ])('for the queue %s with a message of %i seconds reports %j', (queue, oldestSeconds, expected) => {
    expect(problemsOf({ queue, oldestSeconds })).toEqual(expected);
  });

  it('reports dead letters', () => {
    expect(problemsOf({ deadLetters: 2 })).toEqual(['2 dead letters of inbox: docs/runbook.md#dead-letters']);
  });

  it('points to articles that the runbook has', () => {
    const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
    const headings = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title]) => title!.toLowerCase().replaceAll(' ', '-'));

    for (const { article } of watchedQueues) expect(headings).toContain(article);
  });
});

describe('checkQueues', () => {
  it('reports a missing permission as a problem', async () => {
    const { clients } = deploymentWith();
    const denied = Object.assign(new Error('not authorized to perform: lambda:ListEventSourceMappings'), {
      name: 'AccessDeniedException',
    });
    const lambda = { send: () => Promise.reject(denied) };

    expect(await checkQueues({ ...(clients as object), lambda } as never, read, now)).toEqual({
      queues: [],
      problems: [
        'the queues could not be looked at (AccessDeniedException: not authorized to perform: lambda:ListEventSourceMappings): docs/command-line.md#doctor',
      ],
    });
  });

  it('reports missing variables as a problem', async () => {
    const { problems } = await checkQueues(deploymentWith().clients, () => undefined, now);

    expect(problems).toEqual([expect.stringMatching(/INBOX_QUEUE_URL, .* not set; take the variables/)]);
  });
});

describe('ageInWords', () => {
  it.each([
    [0, '0 s'],
    [119, '119 s'],
    [120, '2 min'],
    [7199, '119 min'],
    [7200, '2 h'],
    [172_799, '47 h'],
    [172_800, '2 days'],
  ])('writes %i seconds as %s', (seconds, expected) => {
    expect(ageInWords(seconds)).toBe(expected);
  });
});

describe('the deployed template', () => {
  const templates = synthesize();
  const resources = templates.flatMap(({ Resources }) => Object.entries(Resources));

  it('gives the command line the URL of every queue that doctor reads', () => {
    const output = templates
      .flatMap(({ Outputs = {} }) => Object.entries(Outputs))
      .find(([id]) => id === 'CliEnvironment');

    for (const { variable } of watchedQueues) expect(JSON.stringify(output)).toContain(`${variable}=`);
  });

  it('rings no alarm of a queue before doctor calls it a problem', () => {
    const alarms = resources.flatMap(([id, { Type, Properties = {} }]) =>
      Type === 'AWS::CloudWatch::Alarm' && Properties.MetricName === 'ApproximateAgeOfOldestMessage'
        ? [{ id, queue: JSON.stringify(Properties.Dimensions), threshold: Number(Properties.Threshold) }]
        : [],
    );
    const limits = watchedQueues.flatMap(({ queue, lateAfterSeconds }) =>
      alarms
        .filter((alarm) => alarm.queue.toLowerCase().includes(`${queue}queue`))
        .map(({ threshold }) => [queue, lateAfterSeconds! <= threshold] as const),
    );

    expect(new Set(limits.map(([queue]) => queue))).toEqual(new Set(['inbox', 'suppressions']));
    expect(limits.every(([, isEarlier]) => isEarlier)).toBe(true);
  });
});
