import { guardConversation } from '../../lambdas/deliver/guard-conversation.ts';
import type { ParkMarker } from '../../lambdas/domain/delivery/ledger.ts';
import { anAttempt } from '../helpers/attempt.ts';

const markerOf = (head: string): ParkMarker => ({
  group: 'sales#thread-1',
  head,
  reason: 'x',
  kind: 'buffered',
  connection: 'main',
  since: '2026-11-20T09:00:00.000Z',
  version: 1,
  waiting: 1,
});

describe('guardConversation', () => {
  it('lets a delivery of an open conversation go on, and writes nothing', async () => {
    const { context, calls } = anAttempt();

    expect(await guardConversation(context)).toBeUndefined();
    expect(calls).toEqual([]);
  });

  it('parks a delivery behind the head of its conversation, for the reason of that head', async () => {
    const { context } = anAttempt({ context: { marker: markerOf('evt_0') } });

    expect(await guardConversation(context)).toEqual({
      ends: 'parked',
      why: { reason: 'behind evt_0', kind: 'buffered', connection: 'main' },
      isHead: false,
    });
  });

  it('lets the head itself, and a replay, go on', async () => {
    const replay = anAttempt({ attempt: { isReplay: true }, context: { marker: markerOf('evt_0') } });
    const head = anAttempt();
    const marker = markerOf(head.context.message.eventId);

    expect(await guardConversation(replay.context)).toBeUndefined();
    expect(await guardConversation({ ...head.context, marker, isGuarded: true, isLast: true })).toBeUndefined();
    expect(head.calls).toEqual([]);
  });

  it('marks the conversation before what may be the last attempt', async () => {
    const { context, calls } = anAttempt({ context: { isLast: true } });

    expect(await guardConversation(context)).toBeUndefined();
    expect(calls).toMatchObject([['guard', 'sales#thread-1', context.message.eventId, 'last attempt']]);
  });

  it('parks a last attempt when another delivery has marked the conversation meanwhile', async () => {
    const { context } = anAttempt({ context: { isLast: true }, ledger: { guard: async () => false } });

    expect(await guardConversation(context)).toMatchObject({
      ends: 'parked',
      isHead: false,
      why: { kind: 'poisoned' },
    });
  });

  it.each([
    [
      'a lease that runs',
      '2026-11-20T10:00:30.000Z',
      { ends: 'answered', result: { kind: 'retry', afterMs: 30_000, reason: 'leased' } },
    ],
    ['a lease that is about to end for at least a second', '2026-11-20T10:00:00.100Z', { result: { afterMs: 1000 } }],
  ])('waits for %s', async (_case, leaseUntil, ending) => {
    expect(await guardConversation(anAttempt({ delivery: { leaseUntil } }).context)).toMatchObject(ending);
  });

  it('takes over when the lease of another worker is over', async () => {
    const { context } = anAttempt({ delivery: { leaseUntil: '2026-11-20T09:59:59.000Z' } });

    expect(await guardConversation(context)).toBeUndefined();
  });
});
