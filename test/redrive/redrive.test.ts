import { rejected, useConversations } from '../helpers/conversation.ts';

const aConversation = useConversations();

describe('createRedrive', () => {
  const parkedConversation = async (length: number) => {
    const conversation = await aConversation(length);
    conversation.answers.push(rejected);
    for (let nth = 0; nth < length; nth += 1) await conversation.attempt(nth);
    return conversation;
  };

  it('replays a conversation in the order of its arrival, and opens it again', async () => {
    const conversation = await parkedConversation(3);

    const report = await conversation.redrive();

    expect(report.threads).toMatchObject([{ waiting: 3, replayed: 3 }]);
    expect(conversation.crmWrites).toEqual(conversation.events.map(({ eventId }) => eventId));
    expect((await conversation.delivery(2))?.fate).toBe('delivered');
    expect(await conversation.isMarked()).toBe(false);
    expect(conversation.audits).toMatchObject([{ actor: 'test' }]);
  });

  it('changes nothing in a dry run', async () => {
    const conversation = await parkedConversation(2);

    const report = await conversation.redrive({ dryRun: true });

    expect(report).toMatchObject({
      dryRun: true,
      threads: [{ waiting: 2, replayed: 0, reason: 'rejected: INVALID: no' }],
    });
    expect(conversation.crmWrites).toEqual([]);
    expect(await conversation.parked.items(conversation.group)).toHaveLength(2);
  });

  it('stops at a head that still fails, and keeps everything behind it', async () => {
    const conversation = await parkedConversation(2);
    conversation.answers.push(rejected);

    const report = await conversation.redrive();

    expect(report.threads[0]).toMatchObject({ replayed: 0, stoppedBy: 'rejected: INVALID: no' });
    expect(await conversation.parked.items(conversation.group)).toHaveLength(2);
  });

  it('goes on without a mail that was given up', async () => {
    const conversation = await parkedConversation(3);

    const report = await conversation.redrive({ skip: conversation.events[0]!.eventId });

    expect(report.threads[0]).toMatchObject({ skipped: 1, replayed: 2 });
    expect(await conversation.delivery(0)).toMatchObject({ fate: 'dead', reason: 'skipped by test' });
    expect(conversation.crmWrites).toEqual(conversation.events.slice(1).map(({ eventId }) => eventId));
    expect(await conversation.attempt(0)).toEqual({ kind: 'settled', fate: 'dead', how: 'before' });
  });

  it('leaves a conversation alone that another redrive holds', async () => {
    const conversation = await parkedConversation(1);
    await conversation.parked.leaseMarker(conversation.group, 'somebody', new Date(conversation.clock.ms), 60_000);

    expect((await conversation.redrive()).threads[0]?.stoppedBy).toBe('another redrive is at work on it');
  });

  it('takes a dead letter to the front of its conversation', async () => {
    const conversation = await aConversation(2);
    conversation.answers.push('crash');
    await expect(conversation.attempt(0, { isLast: true })).rejects.toThrow();
    await conversation.attempt(1);
    conversation.letters.push({ body: JSON.stringify(conversation.message(0)), handle: 'h' });
    conversation.clock.ms += 31_000;

    const report = await conversation.redrive();

    expect(report).toMatchObject({ collected: 1, threads: [{ replayed: 2 }] });
    expect(conversation.crmWrites).toEqual(conversation.events.map(({ eventId }) => eventId));
  });
});
