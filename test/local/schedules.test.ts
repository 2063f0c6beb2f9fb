import { jest } from '@jest/globals';
import type { FunctionHost } from '../../local/function-host.ts';
import { startSchedules } from '../../local/schedules.ts';
import type { Wiring } from '../../local/wiring.ts';

const scheduleOf = (functionName: string, everyMs: number) => ({
  functionName,
  functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
  everyMs,
  input: JSON.stringify({ asked: functionName }),
});

describe('startSchedules', () => {
  let invoked: unknown[];
  let stop: () => void;

  const hostThatThrows = {
    invoke: async (event: unknown) => {
      invoked.push(event);
      throw new Error('the function failed');
    },
  } as unknown as FunctionHost;

  beforeEach(() => {
    jest.useFakeTimers();
    invoked = [];
    const wiring = {
      schedules: [scheduleOf('Sweep', 1000), scheduleOf('Denied', 1000), scheduleOf('Absent', 1000)],
    } as unknown as Wiring;
    const functions = new Map([
      ['Sweep', hostThatThrows],
      ['Denied', hostThatThrows],
    ]);
    stop = startSchedules(wiring, functions, (functionArn) => !functionArn.endsWith('Denied'));
  });

  afterEach(() => {
    stop();
    jest.useRealTimers();
  });

  it('invokes a function with its input at each interval, even after a failure', () => {
    jest.advanceTimersByTime(999);
    expect(invoked).toEqual([]);

    jest.advanceTimersByTime(1001);

    expect(invoked).toEqual([{ asked: 'Sweep' }, { asked: 'Sweep' }]);
  });

  it('invokes nothing after its end', () => {
    stop();
    jest.advanceTimersByTime(5000);

    expect(invoked).toEqual([]);
  });
});
