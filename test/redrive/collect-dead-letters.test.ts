import { collectDeadLetters } from '../../lambdas/redrive/collect-dead-letters.ts';
import { silentLog } from '../helpers/builders.ts';
import { useConversations } from '../helpers/conversation.ts';

const aConversation = useConversations();

describe('collectDeadLetters', () => {
  it('parks every dead letter of a conversation in its place', async () => {
    const conversation = await aConversation(3);
    for (const nth of [0, 1, 2])
      conversation.letters.push({ body: JSON.stringify(conversation.message(nth)), handle: `h${nth}` });
    conversation.letters.push({ body: JSON.stringify(conversation.message(1)), handle: 'again' });

    const report = await conversation.redrive();

    expect(report).toMatchObject({ collected: 3, threads: [{ replayed: 3 }] });
    expect(conversation.crmWrites.toSorted()).toEqual(conversation.events.map(({ eventId }) => eventId).toSorted());
    expect(conversation.removed).toEqual(['h0', 'h1', 'h2', 'again']);
  });

  it('removes a letter once its conversation has it, and leaves one that the ledger does not know', async () => {
    const conversation = await aConversation(1);
    const stranger = { ...conversation.message(0), eventId: 'evt_unknown' };
    conversation.letters.push({ body: JSON.stringify(conversation.message(0)), handle: 'known' });
    conversation.letters.push({ body: JSON.stringify(stranger), handle: 'stranger' });
    conversation.letters.push({ body: 'no message', handle: 'malformed' });

    const report = await conversation.redrive();

    expect(report.collected).toBe(1);
    expect(conversation.removed).toEqual(['known']);
  });

  it('counts a letter that it has parked, although the letter cannot be removed', async () => {
    const { ledger, events, message } = await aConversation(1);
    const letters = [[{ body: JSON.stringify(message(0)), handle: 'h' }], []];
    const deadLetters = {
      receive: async () => letters.shift() ?? [],
      remove: () => Promise.reject(new Error('throttled')),
    };

    const collected = await collectDeadLetters({ deadLetters, ledger, log: silentLog, now: () => new Date() });

    expect([collected, events.length]).toEqual([1, 1]);
  });
});
