import { ConnectionMemory } from '../../lambdas/aws/connection-memory.ts';
import { answersCountForMs, freshForMs } from '../../lambdas/domain/delivery/connection-gate.ts';

const now = new Date('2026-11-20T10:00:00.000Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);

describe('ConnectionMemory', () => {
  it('knows a connection as idle before it has seen its row, and when the row is gone', () => {
    const memory = new ConnectionMemory();
    const idle = { circuit: 'closed', probes: 0, failures: 0, busyUntil: 0, queuedUntil: 0, blockedUntil: 0 };

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

  it.each([
    [undefined, false],
    [ago(answersCountForMs - 1), true],
    [ago(answersCountForMs), false],
  ])('counts an answer for a while: %p', (answeredAt, isAnswering) => {
    const memory = new ConnectionMemory();
    memory.answeredAt = answeredAt;

    expect(memory.isAnswering(now)).toBe(isAnswering);
  });
});
