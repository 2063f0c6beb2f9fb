import type { Context } from 'aws-lambda';
import { createRedriveHandler } from '../../lambdas/redrive/handler.ts';

const context = { getRemainingTimeInMillis: () => 100_000 } as Context;

function aHandler() {
  const asked: unknown[] = [];
  const handler = createRedriveHandler({
    async redrive(request, { leaseMs, leftMs }) {
      asked.push(['redrive', request, leaseMs, leftMs()]);
      return { dryRun: false, collected: 0, found: 0, replayed: 0, skipped: 0, threads: [] };
    },
    async runReplayJobs() {
      asked.push(['jobs']);
      return 0;
    },
    async replay(request) {
      asked.push(['replay', request]);
      return { dryRun: false, deliveries: [] };
    },
  });
  return { handler, asked };
}

describe('createRedriveHandler', () => {
  it.each<[string, object, object]>([
    ['everything that waits, for the schedule', { source: 'aws.scheduler' }, { actor: 'schedule' }],
    [
      'one conversation, for a person',
      { thread: 't', dryRun: true, actor: 'ada' },
      { thread: 't', dryRun: true, actor: 'ada' },
    ],
  ])('redrives %s', async (_case, payload, request) => {
    const { handler, asked } = aHandler();

    await handler(payload, context);

    // The lease outlives the function; nothing is begun in its last half minute.
    expect(asked[0]).toEqual(['redrive', request, 105_000, 70_000]);
    // A person waits for the answer about the conversations that they named.
    expect(asked.slice(1)).toEqual('actor' in payload ? [] : [['jobs']]);
  });

  it('replays the deliveries that a payload names', async () => {
    const { handler, asked } = aHandler();
    const request = { replay: [{ eventId: 'evt_1', integration: 'sales' }], actor: 'ada' };

    await handler(request, context);

    expect(asked).toEqual([['replay', request]]);
  });

  it('passes the mark of a replay on, and refuses one that is none', async () => {
    const { handler, asked } = aHandler();
    const marked = { id: 'rpl_1', messageId: 'new', delivered: true };

    await handler({ replay: [], marked, actor: 'ada' }, context);

    expect(asked).toEqual([['replay', { replay: [], marked, actor: 'ada' }]]);
    const other = { ...marked, messageId: 'other' };
    await expect(handler({ replay: [], marked: other, actor: 'ada' }, context)).rejects.toThrow();
  });

  it.each([
    ['a replay without an actor', { replay: [] }],
    ['more deliveries than one call does', { replay: Array(101).fill({ eventId: 'e', integration: 'i' }), actor: 'a' }],
    ['a filter that is no text', { thread: 7 }],
  ])('refuses %s', async (_case, payload) => {
    await expect(aHandler().handler(payload, context)).rejects.toThrow();
  });
});
