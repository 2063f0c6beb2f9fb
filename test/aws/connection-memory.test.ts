import { ConnectionMemory } from '../../lambdas/aws/connection-memory.ts';
import { freshForMs } from '../../lambdas/domain/delivery/connection-gate.ts';

const now = new Date('2026-11-20T10:00:00.000Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);

describe('ConnectionMemory', () => {
  it('knows a connection as idle before it has seen its row, and when the row is gone', () => {
    const memory = new ConnectionMemory();
    const idle = {
      circuit: 'closed',
      trials: 0,
      probes: 0,
      failures: 0,
      unfinished: 0,
      refusals: 0,
      busyUntil: 0,
      queuedUntil: 0,
      blockedUntil: 0,
      tenants: new Map(),
    };

    expect(memory.state).toEqual(idle);
    memory.keep({ circuit: 'open' });
    expect(memory.keep(undefined)).toEqual(idle);
  });

  it('fills a row that lacks attributes', () => {
    const memory = new ConnectionMemory();

    expect(memory.keep({ circuit: 'open', busyUntil: 5 })).toMatchObject({
      circuit: 'open',
      busyUntil: 5,
      failures: 0,
    });
    expect(memory.state.busyUntil).toBe(5);
  });

  it('knows the turns of each tenant, and the last turn of all', () => {
    const state = new ConnectionMemory().keep({
      queuedUntil: 3,
      'queuedUntil#acme': 7,
      'busyUntil#acme': 2,
      'queuedUntil#a#b': 5,
    });

    expect(state.tenants).toEqual(
      new Map([
        ['acme', { queuedUntil: 7, busyUntil: 2 }],
        ['a#b', { queuedUntil: 5, busyUntil: 0 }],
      ]),
    );
    expect(state.queuedUntil).toBe(7);
  });

  it.each([
    [undefined, false],
    [ago(0), true],
    [ago(freshForMs - 1), true],
    [ago(freshForMs), false],
  ])('stays fresh for a while after a read: %p', (readAt, isFresh) => {
    const memory = new ConnectionMemory();
    memory.readAt = readAt;

    expect(memory.isFresh(now)).toBe(isFresh);
  });

  it('remembers the newest answer, in whatever order answers are noted', () => {
    const memory = new ConnectionMemory();

    for (const ms of [20, 10, 30]) memory.noteAnswer(ago(ms));

    expect(memory.answeredAt).toEqual(ago(10));
  });
});
