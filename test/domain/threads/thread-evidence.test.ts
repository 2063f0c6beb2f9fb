import fc from 'fast-check';
import { createMemoryThreadIndex } from '../../../cli/memory-thread-index.ts';
import { decideThread } from '../../../lambdas/domain/threads/thread.ts';
import { cluesOf } from '../../../lambdas/domain/threads/thread-clues.ts';
import type { ThreadClues } from '../../../lambdas/domain/threads/thread-entry.ts';
import { threadIds } from '../../../lambdas/domain/threads/thread-marks.ts';
import { anEvent } from '../../helpers/builders.ts';

const ada = 'ada@customer.example';
const bob = 'bob@ours.example';
const mallory = 'mallory@evil.example';

let clock = 0;
const clues = (changes: Partial<ThreadClues> & { readonly eventId: string }): ThreadClues => ({
  tenant: 'acme',
  messageId: `${changes.eventId}@x.example`,
  references: [],
  from: ada,
  to: [bob],
  authentication: 'pass',
  receivedAt: new Date(Date.UTC(2026, 10, 20) + clock++ * 1000).toISOString(),
  ...changes,
});
const outlookHex = (guid: number): string => Buffer.alloc(22, guid).toString('hex');
const outlook = (guid: number, step = 0): string =>
  Buffer.concat([Buffer.alloc(22, guid), Buffer.alloc(5 * step)]).toString('base64');

describe('evidence of a conversation', () => {
  it('takes Outlook’s Thread-Index for evidence where a client cut the references', async () => {
    const index = createMemoryThreadIndex();
    const first = await index.resolve(clues({ eventId: 'a', threadIndex: outlook(7) }));

    const reply = await index.resolve(clues({ eventId: 'b', threadIndex: outlook(7, 1) }));
    const other = await index.resolve(clues({ eventId: 'c', threadIndex: outlook(8) }));

    expect(reply).toMatchObject({ key: first.key, matchedBy: 'thread-index', confidence: 0.9 });
    expect(other.key).not.toBe(first.key);
  });

  const invoice = { subject: 'Invoice 100 for Customer A', topic: 'Invoice 100 for Customer A' };
  it.each<[string, Partial<ThreadClues>, Partial<ThreadClues>, boolean]>([
    ['the topic where the subject was rewritten', invoice, { ...invoice, subject: 'RE: [Ticket 7] done' }, true],
    ['the subject where a client drops the topic', invoice, { subject: 'AW: Invoice 100 for Customer A' }, true],
    ['the subject where there is no topic', { subject: 'Prices' }, { subject: 'Re: Prices' }, true],
    ['neither subject nor topic in both mails', {}, {}, true],
    ['another topic of the same template', invoice, { subject: 'Invoice 200', topic: 'Invoice 200' }, false],
    ['another subject, without any topic', { subject: 'Gate 4 is open' }, { subject: 'Invoice 4711 is due' }, false],
  ])('takes Thread-Index together with the topic: %s', async (_case, first, next, isJoined) => {
    const index = createMemoryThreadIndex();
    const { key } = await index.resolve(clues({ eventId: 'a', threadIndex: outlook(7), ...first }));

    const { key: other } = await index.resolve(
      clues({ eventId: 'b', from: 'ben@other.example', to: [ada], threadIndex: outlook(7, 1), ...next }),
    );

    expect(other === key).toBe(isJoined);
  });

  it('takes a row of Thread-Index without a topic where the subject leads to the same conversation', () => {
    const row = { threadKey: 't1', threadSince: '2026-11-01T00:00:00.000Z', participants: [ada] };
    const mail = clues({ eventId: 'b', from: bob, subject: 'Prices for 40 seats', threadIndex: outlook(7) });
    const id = `thread-index:${outlookHex(7)}`;
    const subject = threadIds(mail).find((mark) => mark.endsWith(':anyone'))!;

    expect(threadIds(mail)).toContain(id);
    expect(decideThread(mail, [{ ...row, messageId: id }]).matchedBy).toBe('none');
    const confirmed = decideThread(mail, [
      { ...row, messageId: id },
      { ...row, messageId: subject },
    ]);
    expect(confirmed).toMatchObject({ key: 't1', matchedBy: 'thread-index' });
    expect(confirmed.claims.map(({ messageId }) => messageId)).not.toContain(id);
  });

  it('takes a header of the user’s own for evidence, before the mail that is answered', async () => {
    const index = createMemoryThreadIndex();
    const ticket = await index.resolve(clues({ eventId: 'a', headerToken: 'x-ticket-id:7' }));
    await index.resolve(clues({ eventId: 'b', from: bob }));

    const next = await index.resolve(
      clues({ eventId: 'c', from: 'desk@tool.example', headerToken: 'x-ticket-id:7', inReplyTo: 'b@x.example' }),
    );
    const other = await index.resolve(clues({ eventId: 'd', from: 'desk@tool.example', headerToken: 'x-case:7' }));
    const forged = await index.resolve(
      clues({ eventId: 'e', from: mallory, headerToken: 'x-ticket-id:7', authentication: 'fail' }),
    );

    expect(next).toMatchObject({ key: ticket.key, matchedBy: 'token', confidence: 0.9 });
    expect([other.key, forged.key]).not.toContain(ticket.key);
  });

  it('takes no id or address for evidence that looks like the mark of a header', async () => {
    const index = createMemoryThreadIndex();
    const ticket = clues({ eventId: 'a', headerToken: 'x-ticket-id:7' });
    const { key } = await index.resolve(ticket);
    const mark = threadIds(ticket).find((id) => id.startsWith('token:='))!;

    for (const forged of [{ references: [mark] }, { token: mark.slice('token:'.length) }])
      expect((await index.resolve(clues({ eventId: 'm', from: mallory, ...forged }))).key).not.toBe(key);
  });

  it('takes a token of ours for evidence before anything else', async () => {
    const index = createMemoryThreadIndex();
    const first = await index.resolve(clues({ eventId: 'a', token: 't-1' }));

    expect(await index.resolve(clues({ eventId: 'b', from: bob, token: 't-1' }))).toMatchObject({
      key: first.key,
      matchedBy: 'token',
    });
  });

  it.each<[string, Partial<ThreadClues>]>([
    ['an id that looks like the mark', { references: ['token:t-1'] }],
    ['an id that looks like an escaped mark', { references: ['id:token:t-1'] }],
    ['the address without a tag', { token: 't-1' }],
    ['the address with another id', { token: '~t-1' }],
  ])('takes no token for evidence by %s, before the conversation and after', async (_case, forged) => {
    const real = { token: 't-1', isTokenSigned: true };
    const index = createMemoryThreadIndex();
    const early = await index.resolve(clues({ eventId: 'm', from: mallory, ...forged }));
    const first = await index.resolve(clues({ eventId: 'a', ...real }));
    const late = await index.resolve(clues({ eventId: 'n', from: mallory, ...forged, messageId: 'n@y.example' }));

    expect(first.key).not.toBe(early.key);
    expect(late.key).not.toBe(first.key);
    expect((await index.resolve(clues({ eventId: 'b', from: bob, ...real }))).key).toBe(first.key);
  });

  it('takes no id for evidence that looks like one of SES', async () => {
    const index = createMemoryThreadIndex();
    const id = '0102018f3c4d5e6f-1a2b3c4d-0000';
    const forged = await index.resolve(clues({ eventId: 'm', from: mallory, messageId: `ses:${id}` }));

    const reply = await index.resolve(clues({ eventId: 'b', inReplyTo: `${id}@email.amazonses.com` }));

    expect(reply.key).not.toBe(forged.key);
  });

  it('takes the Message-ID of SES for evidence, in any region’s form', async () => {
    const index = createMemoryThreadIndex();
    const local = '0102018f3c4d5e6f-1a2b3c4d-0000-1111-2222-333344445555-000000';
    const first = await index.resolve(clues({ eventId: 'a', messageId: `${local}@eu-west-1.amazonses.com` }));

    const reply = await index.resolve(clues({ eventId: 'b', from: bob, inReplyTo: `${local}@email.amazonses.com` }));

    expect(reply.key).toBe(first.key);
  });

  it('takes the subject last, for an answer of a participant, with less confidence', async () => {
    const index = createMemoryThreadIndex();
    const first = await index.resolve(clues({ eventId: 'a', subject: 'Prices for 40 seats' }));

    const reply = await index.resolve(
      clues({ eventId: 'b', from: bob, to: [ada], subject: 'AW: Prices for 40 seats' }),
    );

    expect(reply).toMatchObject({ key: first.key, matchedBy: 'subject', confidence: 0.5, aliases: [] });
  });

  it.each<[string, Partial<ThreadClues>]>([
    ['a stranger', { from: 'cy@other.example', to: ['dee@ours.example'], subject: 'Re: Prices for 40 seats' }],
    ['a new mail', { from: bob, subject: 'Prices for 40 seats' }],
    [
      'an answer that names another mail',
      { from: bob, subject: 'Re: Prices for 40 seats', inReplyTo: 'else@x.example' },
    ],
    [
      'an answer months later',
      { from: bob, subject: 'Re: Prices for 40 seats', receivedAt: '2027-03-01T00:00:00.000Z' },
    ],
    ['a sender who fails authentication', { from: bob, subject: 'Re: Prices for 40 seats', authentication: 'fail' }],
  ])('does not take the subject for %s', async (_name, changes) => {
    const index = createMemoryThreadIndex();
    const first = await index.resolve(clues({ eventId: 'a', subject: 'Prices for 40 seats' }));

    expect((await index.resolve(clues({ eventId: 'b', ...changes }))).key).not.toBe(first.key);
  });

  it('does not take a subject that two conversations share', async () => {
    const index = createMemoryThreadIndex();
    const keys = [];
    for (const eventId of ['a', 'b'])
      keys.push((await index.resolve(clues({ eventId, subject: 'Prices for 40 seats' }))).key);

    const reply = await index.resolve(
      clues({ eventId: 'c', from: bob, to: [ada], subject: 'Re: Prices for 40 seats' }),
    );

    expect(keys).not.toContain(reply.key);
  });
});

describe('a bounce', () => {
  it('belongs to the conversation of the mail that failed', async () => {
    const index = createMemoryThreadIndex();
    const first = await index.resolve(clues({ eventId: 'a' }));
    const event = anEvent({
      messageId: 'dsn@mx.example',
      from: { address: 'mailer-daemon@mx.example' },
      contentType: { type: 'multipart/report', reportType: 'delivery-status' },
      report:
        'Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; bob@ours.example\nAction: failed\nStatus: 5.1.1',
      returned: 'Message-ID: <a@x.example>\nTo: bob@ours.example',
    });

    const bounce = await index.resolve(
      cluesOf({ ...event, authentication: {} }, 'acme', (_tenant, address) => address),
    );

    expect(event.classification.bounce?.originalMessageId).toBe('a@x.example');
    expect(bounce).toMatchObject({ key: first.key, matchedBy: 'references' });
  });
});

describe('a report', () => {
  const dsn = (about: string) =>
    clues({
      eventId: 'dsn',
      messageId: 'dsn@mx.example',
      from: 'mailer-daemon@mx.example',
      references: [about],
      reportOf: about,
    });

  it('knows whom the mail of ours went to that it names, its author aside', async () => {
    const index = createMemoryThreadIndex();
    await index.resolve(clues({ eventId: 'a', from: bob, to: [ada], isOurs: true }));

    expect((await index.resolve(dsn('a@x.example'))).reportedRecipients).toEqual([ada]);
  });

  it.each<[string, Partial<ThreadClues>]>([
    ['a mail of a stranger', { from: mallory, to: [ada] }],
    ['a mail that claims to be of ours and does not prove it', { from: bob, to: [ada] }],
  ])('knows nobody by %s', async (_case, changes) => {
    const index = createMemoryThreadIndex();
    await index.resolve(clues({ eventId: 'a', ...changes }));

    expect((await index.resolve(dsn('a@x.example'))).reportedRecipients).toBeUndefined();
  });

  it('knows nobody whom a recipient of our mail adds to it, by a mail of the same id', async () => {
    const index = createMemoryThreadIndex();
    await index.resolve(clues({ eventId: 'a', from: bob, to: [ada], isOurs: true }));
    await index.resolve(clues({ eventId: 'b', messageId: 'a@x.example', from: ada, to: ['ceo@customer.example'] }));

    expect((await index.resolve(dsn('a@x.example'))).reportedRecipients).toEqual([ada]);
  });
});

describe('a sender who fails authentication', () => {
  it('does not get into a thread by naming its mails, and its mail changes nothing for the others', async () => {
    const index = createMemoryThreadIndex();
    const first = await index.resolve(clues({ eventId: 'a' }));

    const forged = await index.resolve(
      clues({
        eventId: 'm',
        from: mallory,
        inReplyTo: 'a@x.example',
        references: ['a@x.example'],
        authentication: 'fail',
      }),
    );
    const reply = await index.resolve(clues({ eventId: 'b', from: bob, inReplyTo: 'a@x.example' }));

    expect(forged).toMatchObject({ isRefused: true, matchedBy: 'none' });
    expect(forged.key).not.toBe(first.key);
    expect(reply.key).toBe(first.key);
  });

  it('joins where they took part before: forwarders break authentication, too', async () => {
    const index = createMemoryThreadIndex();
    const first = await index.resolve(clues({ eventId: 'a', to: [bob] }));

    const reply = await index.resolve(
      clues({ eventId: 'b', from: bob, inReplyTo: 'a@x.example', authentication: 'fail' }),
    );

    expect(reply.key).toBe(first.key);
  });

  it('never joins as a stranger, in any order of arrival', async () => {
    const mails = fc.shuffledSubarray(['a', 'b', 'c', 'm', 'n'], { minLength: 5 });
    const named: Record<string, Partial<ThreadClues>> = {
      a: {},
      b: { from: bob, references: ['a@x.example'] },
      c: { references: ['a@x.example', 'b@x.example'] },
      m: { from: mallory, references: ['a@x.example'], authentication: 'fail' },
      n: { from: mallory, references: ['b@x.example', 'c@x.example'], threadIndex: outlook(7), authentication: 'fail' },
    };
    await fc.assert(
      fc.asyncProperty(mails, async (order) => {
        const index = createMemoryThreadIndex();
        for (const eventId of order) await index.resolve(clues({ eventId, ...named[eventId] }));
        const keys = new Map<string, string>();
        for (const eventId of order)
          keys.set(eventId, (await index.resolve(clues({ eventId, ...named[eventId] }))).key);

        expect(new Set([keys.get('a'), keys.get('b'), keys.get('c')]).size).toBe(1);
        expect([keys.get('m'), keys.get('n')]).not.toContain(keys.get('a'));
      }),
    );
  });
});

describe('adding mail', () => {
  it('never splits a thread', async () => {
    const plans = fc.array(
      fc.record({
        answers: fc.array(fc.nat(20), { maxLength: 3 }),
        fails: fc.boolean(),
        who: fc.constantFrom(ada, bob, mallory),
      }),
      { minLength: 2, maxLength: 15 },
    );
    await fc.assert(
      fc.asyncProperty(plans, async (list) => {
        const index = createMemoryThreadIndex();
        const mails = list.map(({ answers, fails, who }, nth) =>
          clues({
            eventId: `e${nth}`,
            from: who,
            references: answers.filter((at) => at < nth).map((at) => `e${at}@x.example`),
            authentication: fails ? 'fail' : 'pass',
          }),
        );
        let together: string[][] = [];
        for (const [nth, mail] of mails.entries()) {
          await index.resolve(mail);
          const groups = new Map<string, string[]>();
          for (const earlier of mails.slice(0, nth + 1)) {
            const { key } = await index.resolve({ ...earlier, references: [] });
            groups.set(key, [...(groups.get(key) ?? []), earlier.eventId]);
          }
          const now = [...groups.values()];
          for (const group of together) expect(now.some((ids) => group.every((id) => ids.includes(id)))).toBe(true);
          together = now;
        }
      }),
      { numRuns: 100 },
    );
  });
});
