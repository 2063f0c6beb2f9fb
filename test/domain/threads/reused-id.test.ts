import { createMemoryThreadIndex } from '../../../cli/memory-thread-index.ts';
import { decideThread } from '../../../lambdas/domain/threads/thread.ts';
import type { ThreadClues } from '../../../lambdas/domain/threads/thread-entry.ts';

const alerts = 'alerts@harbour.example';
const bob = 'bob@ours.example';

const notice = (eventId: string, subject: string | undefined, changes: Partial<ThreadClues> = {}): ThreadClues => ({
  tenant: 'acme',
  eventId,
  messageId: 'fixed@harbour.example',
  references: [],
  from: alerts,
  to: [bob],
  ...(subject === undefined ? {} : { subject }),
  sentAt: `2026-11-0${eventId}T11:00:00.000Z`,
  authentication: 'unknown',
  receivedAt: `2026-11-0${eventId}T11:00:05.000Z`,
  ...changes,
});
const gate = notice('1', 'Gate 4 is open');
const invoice = notice('2', 'Invoice 4711 is due');
const crane = notice('3', 'Crane 2 stands still');

describe('one Message-ID on several mails of one sender', () => {
  it('joins nothing where the mails are unrelated, however often each of them is read', async () => {
    const index = createMemoryThreadIndex();
    const keys = [];
    for (const mail of [gate, invoice, crane, gate, invoice, crane]) keys.push((await index.resolve(mail)).key);

    expect(new Set(keys).size).toBe(3);
    expect(keys.slice(3)).toEqual(keys.slice(0, 3));
  });

  it.each<[string, ThreadClues]>([
    ['the same mail by way of a list, which changes the subject and not the date', { ...gate, subject: '[list] Gate' }],
    ['an answer prefix', { ...gate, subject: 'Fwd: Gate 4 is open', sentAt: '2026-11-09T00:00:00.000Z' }],
    ['the same notice on another day', notice('4', 'Gate 4 is open')],
  ])('joins %s', async (_case, copy) => {
    const index = createMemoryThreadIndex();
    const first = await index.resolve(gate);

    expect(await index.resolve({ ...copy, eventId: '9' })).toMatchObject({ key: first.key, matchedBy: 'message-id' });
  });

  it('lets an answer go to the notice with its subject', async () => {
    const index = createMemoryThreadIndex();
    const [first, second] = [await index.resolve(gate), await index.resolve(invoice)];
    const answer = (eventId: string, subject: string) =>
      notice(eventId, subject, {
        messageId: `${eventId}@ours.example`,
        from: bob,
        to: [alerts],
        inReplyTo: 'fixed@harbour.example',
      });

    expect((await index.resolve(answer('5', 'Re: Invoice 4711 is due'))).key).toBe(second.key);
    expect((await index.resolve(answer('6', 'Re: Gate 4 is open'))).key).toBe(first.key);
  });

  it('keeps the key of a notice that finds no room in the index', () => {
    const { claims } = decideThread(gate, []);
    const own = claims.find(({ messageId }) => messageId === gate.messageId)!;
    const others = Array.from({ length: 21 }, (_, nth) => ({ ...own, threadKey: `t${nth}`, subject: `${nth}` }));
    const [once, again] = [decideThread(invoice, others), decideThread(invoice, others)];

    expect(once.key).toBe(again.key);
    expect(others.map(({ threadKey }) => threadKey)).not.toContain(once.key);
    expect(once.claims.some(({ messageId }) => messageId === gate.messageId)).toBe(false);
  });

  it('gives two notices two keys also where somebody else had used the id before', async () => {
    const index = createMemoryThreadIndex();
    await index.resolve({ ...gate, from: bob, to: [alerts], subject: 'Mine' });
    const keys = [];
    for (const mail of [gate, invoice, invoice]) keys.push((await index.resolve(mail)).key);

    expect(keys[0]).not.toBe(keys[1]);
    expect(keys[1]).toBe(keys[2]);
  });

  it('joins as before where the row of the first mail is of an earlier version', () => {
    const row = { messageId: gate.messageId!, threadKey: 't1', threadSince: gate.receivedAt, sender: alerts };

    expect(decideThread(invoice, [row])).toMatchObject({ key: 't1', matchedBy: 'message-id' });
  });
});
