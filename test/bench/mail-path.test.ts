import { defaultCrmMs, latencies } from '../../bench/aws-figures.ts';
import type { Step } from '../../bench/call-graph.ts';
import { roundTrips } from '../../bench/latency-model.ts';
import { isAwsCall, isAwsTrip, isCrmCall, latencyWith, mailPath } from '../../bench/mail-path.ts';

const call = (stage: string, name: string, ...after: number[]): Step => ({ stage, name, after });
const calls: Step[] = [
  call('parse', 's3.GetObject'),
  call('parse', 'sqs.SendMessage', 0),
  call('parse', 'dynamo.Update', 1),
  call('sink', 'dynamo.BatchGet'),
  call('sink', 'crm.write contact', 3),
  call('sink', 'crm.write activity', 3, 4),
  call('sink', 'dynamo.TransactWrite', 5),
];

describe('mailPath', () => {
  it('joins both functions by their waits, from the notification to the last write to the CRM', () => {
    const { steps, record } = mailPath(calls);

    expect(steps.map(({ name, after }) => `${name} ${after.join()}`)).toEqual([
      'wait.sns-sqs-lambda ',
      'compute.parse 0',
      's3.GetObject 1',
      'sqs.SendMessage 1,2',
      'dynamo.Update 1,3',
      // From the start of the send on, as the published figure is measured.
      'wait.fifo-lambda 1,2',
      'compute.sink 5',
      'dynamo.BatchGet 6',
      'crm.write contact 6,7',
      'crm.write activity 6,7,8',
      'dynamo.TransactWrite 6,9',
    ]);
    expect(steps[record]!.name).toBe('crm.write activity');
  });

  it('counts the send as a trip, and no call after the record', () => {
    const { steps, record } = mailPath(calls);

    expect([isAwsCall, isAwsTrip, isCrmCall].map((isCounted) => roundTrips(steps, record, isCounted))).toEqual([
      2, 3, 2,
    ]);
  });

  it.each([
    ['sends no message', calls.filter(({ name }) => !name.startsWith('sqs'))],
    ['does nothing', []],
    ['writes no record', calls.filter((step) => !isCrmCall(step))],
  ])('throws for a mail that %s', (_what, steps) => {
    expect(() => mailPath(steps)).toThrow();
  });

  it('takes a batch for a send, too', () => {
    const batch = calls.map((step) =>
      step.name === 'sqs.SendMessage' ? { ...step, name: 'sqs.SendMessageBatch' } : step,
    );

    expect(mailPath(batch).record).toBe(mailPath(calls).record);
  });
});

describe('latencyWith', () => {
  const latencyOf = latencyWith(defaultCrmMs);

  it('takes the CRM from its parameter', () => {
    expect(latencyOf({ name: 'crm.write contact' })).toEqual({ p50: 150, p99: 600 });
  });

  it.each(Object.entries(latencies))('knows %s, with a source', (name, { p50, p99, source }) => {
    expect(latencyOf({ name })).toMatchObject({ p50, p99 });
    expect(p99).toBeGreaterThanOrEqual(p50);
    expect(source).toMatch(/https:\/\/|assumed/);
  });

  it('throws for a call that has no figure, so that none is free of charge', () => {
    expect(() => latencyOf({ name: 'dynamo.Scan' })).toThrow('bench/aws-figures.ts');
  });
});
