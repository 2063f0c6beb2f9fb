import { callGraph, type RecordedCall } from '../../bench/call-graph.ts';

/** Calls of one function, as `name started-ended`. */
const recordOf = (...calls: string[]): RecordedCall[] =>
  calls.map((text) => {
    const [name = '', times = ''] = text.split(' ');
    const [startedMs = 0, endedMs = 0] = times.split('-').map(Number);
    return { stage: 'parse', name, startedMs, endedMs };
  });

const afterOf = (...records: RecordedCall[][]): Record<string, readonly number[]> =>
  Object.fromEntries(callGraph(records).steps.map(({ name, after }, index) => [`${index} ${name}`, after]));

describe('callGraph', () => {
  it('makes a call wait for those that ended before it started', () => {
    expect(afterOf(recordOf('s3.Get 0-10', 'dynamo.Get 10-15', 'dynamo.Put 15-20'))).toEqual({
      '0 s3.Get': [],
      '1 dynamo.Get': [0],
      '2 dynamo.Put': [0, 1],
    });
  });

  it('lets calls that overlap wait for none of each other', () => {
    expect(afterOf(recordOf('s3.Get 0-10', 'dynamo.Get 0-5', 'dynamo.Put 10-12'))).toEqual({
      '0 s3.Get': [],
      '1 dynamo.Get': [],
      '2 dynamo.Put': [0, 1],
    });
  });

  it('takes an order that one record shows by chance for none', () => {
    // Two chains at the same time: b follows a, d follows c.
    const fast = recordOf('a 0-1', 'c 0-9', 'b 1-3', 'd 9-12');
    const slow = recordOf('a 0-9', 'c 0-1', 'd 1-3', 'b 9-12');

    expect(afterOf(fast, slow)).toEqual({ '0 a': [], '1 c': [], '2 b': [0], '3 d': [1] });
  });

  it('tells calls of the same name apart by their order', () => {
    expect(afterOf(recordOf('a 0-5', 'a 5-7', 'a 7-9'), recordOf('a 0-1', 'a 1-8', 'a 8-9'))).toEqual({
      '0 a': [],
      '1 a': [0],
      '2 a': [0, 1],
    });
  });

  it('takes the most frequent set of calls, and says how many records had it', () => {
    const usual = recordOf('a 0-5', 'b 5-7');
    const { steps, records } = callGraph([recordOf('a 0-5', 'config 5-6', 'b 6-7'), usual, usual]);

    expect(steps.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(records).toBe(2);
  });

  it('ties calls of different functions together by nothing', () => {
    const calls: RecordedCall[] = [...recordOf('a 0-5'), { stage: 'sink', name: 'b', startedMs: 9, endedMs: 12 }];

    expect(callGraph([calls]).steps[1]).toEqual({ stage: 'sink', name: 'b', after: [] });
  });

  it('sorts calls that were recorded by their ends', () => {
    expect(afterOf(recordOf('b 5-7', 'a 0-5'))).toEqual({ '0 a': [], '1 b': [0] });
  });

  it('has no steps without records', () => {
    expect(callGraph([])).toEqual({ steps: [], records: 0 });
  });
});
