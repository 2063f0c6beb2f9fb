import type { FunctionFact, RunningFacts } from '../../../cli/aws-readiness/facts.ts';
import { runningFindings } from '../../../cli/aws-readiness/running-checks.ts';
import { codesOf, functionOf, healthyFacts, healthyRunning, now } from './healthy-facts.ts';

const codes = (changes: Partial<RunningFacts>, at = now): string[] =>
  codesOf(runningFindings(healthyFacts({ now: at, running: healthyRunning(changes) })));
const healthy = healthyRunning();
const parse = healthy.functions.find(({ stage }) => stage === 'parse')!;
const withParse = (changes: Partial<FunctionFact>): Partial<RunningFacts> => ({
  functions: healthy.functions.map((fact) => (fact === parse ? { ...fact, ...changes } : fact)),
});
const configured = (changes: object) =>
  withParse({
    configuration: { value: { state: 'Active', lastUpdate: 'Successful', runtime: 'nodejs24.x', ...changes } },
  });
const withInbox = (mappings: RunningFacts['eventSources'][number]['mappings']): Partial<RunningFacts> => ({
  eventSources: healthy.eventSources.map((source) => (source.queue === 'inbox' ? { ...source, mappings } : source)),
});

describe('runningFindings', () => {
  it.each<{ title: string; changes: Partial<RunningFacts>; expected: string[] }>([
    { title: 'finds nothing wrong with a healthy stage', changes: {}, expected: [] },
    {
      title: 'reports a missing function',
      changes: withParse({ configuration: { value: undefined } }),
      expected: ['problem function-missing'],
    },
    {
      title: 'reports a failed function',
      changes: configured({ state: 'Failed' }),
      expected: ['problem function-not-active'],
    },
    {
      title: 'accepts an inactive function, which wakes by its next call',
      changes: configured({ state: 'Inactive' }),
      expected: [],
    },
    {
      title: 'reports a failed update',
      changes: configured({ lastUpdate: 'Failed' }),
      expected: ['problem function-update-failed'],
    },
    { title: 'accepts a running update', changes: configured({ lastUpdate: 'InProgress' }), expected: [] },
    {
      title: 'reports a throttled function',
      changes: withParse({ reserved: { value: 0 } }),
      expected: ['problem function-stopped'],
    },
    {
      title: 'reports a runtime without support',
      changes: configured({ runtime: 'nodejs20.x' }),
      expected: ['problem runtime-deprecated'],
    },
    {
      title: 'remarks a runtime near its end',
      changes: configured({ runtime: 'nodejs22.x' }),
      expected: ['remark runtime-deprecated'],
    },
    {
      title: 'knows nothing against a runtime of the future',
      changes: configured({ runtime: 'nodejs99.x' }),
      expected: [],
    },
    {
      title: 'reports too few executions',
      changes: { concurrency: { value: 99 } },
      expected: ['problem concurrency-short'],
    },
    { title: 'accepts just enough executions', changes: { concurrency: { value: 100 } }, expected: [] },
    {
      title: 'reports a queue that nobody reads',
      changes: withInbox({ value: [] }),
      expected: ['problem event-source-missing'],
    },
    {
      title: 'reports a disabled event source',
      changes: withInbox({ value: [{ functionName: parse.name, state: 'Disabled' }] }),
      expected: ['problem event-source-disabled'],
    },
    {
      title: 'accepts a disabled event source beside an enabled one',
      changes: withInbox({
        value: ['Disabled', 'Enabled'].map((state) => ({ functionName: parse.name, state, most: 1 })),
      }),
      expected: [],
    },
    {
      title: 'reports missing schedules',
      changes: { schedules: { value: [] } },
      expected: Array(3).fill('problem schedule-missing'),
    },
    {
      title: 'reports a disabled schedule',
      changes: {
        schedules: {
          value: ['heartbeat', 'redrive', 'sweep'].map((stage) => ({
            functionName: functionOf(stage),
            isEnabled: stage !== 'sweep',
          })),
        },
      },
      expected: ['problem schedule-disabled'],
    },
    {
      title: 'reports pages that reach nobody',
      changes: { subscriptions: { value: [] } },
      expected: ['problem pages-unsubscribed'],
    },
  ])('$title', ({ changes, expected }) => {
    expect(codes(changes, now)).toEqual(expected);
  });

  it('counts the reserved executions of a function instead of those of its event sources', () => {
    expect(codes({ ...withParse({ reserved: { value: 5 } }), concurrency: { value: 85 } })).toEqual([]);
    expect(codes({ ...withParse({ reserved: { value: 5 } }), concurrency: { value: 84 } })).toEqual([
      'problem concurrency-short',
    ]);
  });
});
