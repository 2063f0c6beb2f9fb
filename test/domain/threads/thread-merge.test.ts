import fc from 'fast-check';
import { createMemoryThreadIndex } from '../../../cli/memory-thread-index.ts';
import { decideThread } from '../../../lambdas/domain/threads/thread.ts';
import type { ThreadClues, ThreadEntry } from '../../../lambdas/domain/threads/thread-entry.ts';

// People stand for their keyed hashes: the decision compares them and nothing else.
const ada = 'ada@customer.example';
const bob = 'bob@ours.example';
const cy = 'cy@customer.example';
const mallory = 'mallory@evil.example';

let clock = 0;
const clues = (eventId: string, changes: Partial<ThreadClues> = {}): ThreadClues => ({
  tenant: 'acme',
  eventId,
  messageId: `${eventId}@x.example`,
  references: [],
  from: ada,
  to: [bob],
  authentication: 'pass',
  receivedAt: new Date(Date.UTC(2026, 10, 20) + clock++ * 1000).toISOString(),
  ...changes,
});
const id = (eventId: string): string => `${eventId}@x.example`;
const answers = (...ids: string[]): Partial<ThreadClues> => ({
  references: ids.map(id),
  inReplyTo: id(ids.at(-1)!),
});
const outlook = (step: number): string =>
  Buffer.concat([Buffer.alloc(22, 7), Buffer.alloc(5 * step)]).toString('base64');

/** Mallory's own conversation is older, so that it would win; then the victim's begins. */
async function twoConversations() {
  const index = createMemoryThreadIndex();
  const theirs = await index.resolve(clues('m1', { from: mallory, to: [bob] }));
  const victims = await index.resolve(clues('v1', { threadIndex: outlook(0), subject: 'Prices for 40 seats' }));
  return { index, theirs, victims };
}

describe('a mail that names two conversations', () => {
  const attacks: [string, Partial<ThreadClues>[]][] = [
    ['names both', [{ references: [id('v1'), id('m1')] }]],
    ['answers one and names the other', [{ inReplyTo: id('m1'), references: [id('v1')] }]],
    ['answers the victim’s and names its own', [{ inReplyTo: id('v1'), references: [id('m1')] }]],
    ['joins the victim’s first', [answers('v1'), { references: [id('x0'), id('m1')] }]],
    ['puts the victim among its recipients', [{ to: [bob, ada], references: [id('v1'), id('m1')] }]],
    ['carries the victim’s Thread-Index', [{ ...answers('m1'), threadIndex: outlook(1) }]],
    ['has the victim’s subject', [{ ...answers('m1'), subject: 'Re: Prices for 40 seats', to: [ada] }]],
    ['takes the victim’s Message-ID', [{ messageId: id('v1'), ...answers('m1') }]],
    ['repeats its own Message-ID', [{ messageId: id('m1'), references: [id('v1')] }]],
    ['comes to a token', [answers('v1'), { token: 't-1', ...answers('m1') }, { token: 't-1', ...answers('v1') }]],
    ['has no proven sender', [{ authentication: 'unknown', references: [id('v1'), id('m1')] }]],
    ['names no sender', [{ from: undefined as unknown as string, references: [id('v1'), id('m1')] }]],
  ];

  it.each(attacks)('leaves the victim’s next mail where it was when a stranger %s', async (_case, mails) => {
    const { index, theirs, victims } = await twoConversations();

    for (const [nth, mail] of mails.entries()) {
      const decision = await index.resolve(clues(`x${nth}`, { from: mallory, ...mail }));
      expect(decision.aliases).toEqual([]);
    }

    const next = await index.resolve(clues('v2', { ...answers('v1'), threadIndex: outlook(1) }));
    expect(next.key).toBe(victims.key);
    expect(next.key).not.toBe(theirs.key);
    const bySubject = await index.resolve(clues('v3', { ...answers('v2'), subject: 'Re: Prices for 40 seats' }));
    expect(bySubject.key).toBe(victims.key);
  });

  it.each<[string, (index: ReturnType<typeof createMemoryThreadIndex>) => Promise<unknown>]>([
    ['both', async (index) => index.resolve(clues('x', { from: mallory, references: [id('m1'), id('v1')] }))],
    [
      'two of its own mails in them',
      async (index) => {
        await index.resolve(clues('m2', { from: mallory, ...answers('v1') }));
        await index.resolve(clues('m3', { from: mallory, ...answers('m2') }));
        return index.resolve(clues('x', { from: mallory, references: [id('m1'), id('m3')] }));
      },
    ],
  ])('never moves other people’s mail into the sender’s, also when somebody in Cc names %s', async (_case, attack) => {
    const index = createMemoryThreadIndex();
    await index.resolve(clues('m1', { from: mallory }));
    const victims = await index.resolve(clues('v1', { to: [bob, mallory] }));

    expect(await attack(index)).toMatchObject({ key: victims.key });

    expect((await index.resolve(clues('v2', answers('v1')))).key).toBe(victims.key);
  });

  it.each<[string, Partial<ThreadClues>, boolean]>([
    ['who got both', { from: bob }, false],
    ['who has written in both', { from: bob }, true],
    ['who has written in both, proven', { from: bob, isOurs: true }, true],
    ['who took part in neither', { from: 'dee@ours.example', isOurs: true }, false],
    [
      'who copies an address of ours that got both',
      { isOurs: true, from: bob, to: [mallory, 'sales@ours.example'] },
      true,
    ],
  ])(
    'leaves the victim’s next mail where it was when one of us answers the stranger %s',
    async (_case, answer, isSecond) => {
      const sales = { to: [bob, 'sales@ours.example'] };
      const ofBob = { from: bob, outside: [mallory] };
      const index = createMemoryThreadIndex();
      await index.resolve(clues('m1', { from: mallory, ...sales }));
      const victims = await index.resolve(clues('v1', sales));
      if (isSecond) {
        await index.resolve(clues('b1', { ...ofBob, to: [mallory, 'sales@ours.example'], ...answers('m1') }));
        await index.resolve(
          clues('b2', { ...ofBob, to: [ada, 'sales@ours.example'], outside: [ada], ...answers('v1') }),
        );
      }
      await index.resolve(
        clues('x', { from: mallory, inReplyTo: id('m1'), references: [id('v1'), id('m1')], ...sales }),
      );

      const ours = await index.resolve(clues('b', { to: [mallory], ...ofBob, ...answers('v1', 'm1', 'x'), ...answer }));

      expect(ours.aliases).toEqual([]);
      expect((await index.resolve(clues('v2', answers('v1')))).key).toBe(victims.key);
    },
  );

  it('joins one of them as a stranger: the one that it answers', async () => {
    const { index, victims } = await twoConversations();

    const joined = await index.resolve(
      clues('x', { from: mallory, inReplyTo: id('v1'), references: [id('m1'), id('v1')] }),
    );

    expect(joined).toMatchObject({ key: victims.key, matchedBy: 'in-reply-to', aliases: [] });
  });

  it('does not merge by a From that is not proven, however often a stranger wrote that person’s name', async () => {
    const index = createMemoryThreadIndex();
    await index.resolve(clues('m1', { from: mallory, to: [bob, ada] }));
    const victims = await index.resolve(clues('v1'));

    const forged = await index.resolve(
      clues('x', { from: ada, references: [id('m1'), id('v1')], authentication: 'unknown' }),
    );

    expect(forged.aliases).toEqual([]);
    expect((await index.resolve(clues('v2', answers('v1')))).key).toBe(victims.key);
  });

  it.each<[string, Partial<ThreadClues>]>([
    ['who wrote in both', { from: ada }],
    ['who was written to by the other’s author', { from: bob }],
    ['of ours, who took part in neither', { from: 'dee@ours.example', isOurs: true, outside: [ada] }],
  ])('makes them one for a sender %s', async (_case, changes) => {
    const index = createMemoryThreadIndex();
    const older = await index.resolve(clues('a'));
    const younger = await index.resolve(clues('b'));

    const both = await index.resolve(clues('c', { to: [ada], references: [id('a'), id('b')], ...changes }));

    expect(both).toMatchObject({ key: older.key, aliases: [younger.key] });
  });

  it('counts somebody as a participant when those who belong to the conversation write to them', async () => {
    const index = createMemoryThreadIndex();
    await index.resolve(clues('a', { from: cy }));
    await index.resolve(clues('b'));
    const joined = await index.resolve(clues('c', { from: cy, ...answers('b') }));
    expect((await index.resolve(clues('d', { from: cy, references: [id('a'), id('c')] }))).aliases).toEqual([]);

    await index.resolve(clues('e', { from: ada, to: [cy], ...answers('b', 'c') }));
    const both = await index.resolve(clues('f', { from: cy, references: [id('a'), id('e')] }));

    expect([both.key, ...both.aliases]).toContain(joined.key);
    expect(both.aliases).toHaveLength(1);
  });
});

describe('an id that somebody names before its mail comes', () => {
  it.each<[string, Partial<ThreadClues>]>([
    ['the mail itself', { messageId: id('future') }],
    ['an answer to it', answers('future')],
  ])('does not bring %s into a stranger’s conversation', async (_case, changes) => {
    const index = createMemoryThreadIndex();
    const claimed = await index.resolve(
      clues('m1', { from: mallory, to: [bob, ada], references: [id('future')], threadIndex: outlook(0) }),
    );

    const victims = await index.resolve(clues('v1', { ...changes, threadIndex: outlook(1) }));
    const next = await index.resolve(clues('v2', { references: [id('future'), changes.messageId ?? id('v1')] }));

    expect(victims.key).not.toBe(claimed.key);
    expect(next.key).toBe(victims.key);
    expect(next.aliases).toEqual([]);
  });

  it('does not bring an answer by subject into a stranger’s conversation', async () => {
    const index = createMemoryThreadIndex();
    const claimed = await index.resolve(clues('m1', { from: mallory, to: [ada], subject: 'Prices for 40 seats' }));

    const victims = await index.resolve(clues('v1', { subject: 'Re: Prices for 40 seats' }));

    expect(victims.key).not.toBe(claimed.key);
  });

  it('does not bring answers to it into the conversation of a stranger who has mailed under it', async () => {
    const index = createMemoryThreadIndex();
    const claimed = await index.resolve(clues('m1', { from: mallory, to: [bob, ada], messageId: id('future') }));

    const victims = await index.resolve(clues('v1', { messageId: id('future') }));
    const next = await index.resolve(clues('v2', answers('future')));
    const reply = await index.resolve(clues('b', { from: bob, to: [ada], ...answers('future') }));
    const again = await index.resolve(clues('v1', { messageId: id('future') }));

    expect(victims.key).not.toBe(claimed.key);
    expect([next.key, reply.key, again.key]).toEqual([victims.key, victims.key, victims.key]);
  });

  it('stays with whose it is when a stranger mails under it later, as somebody of the conversation', async () => {
    const index = createMemoryThreadIndex();
    const victims = await index.resolve(clues('v1'));

    await index.resolve(clues('m1', { from: bob, messageId: id('v1'), authentication: 'unknown' }));
    const reply = await index.resolve(clues('b', { from: bob, to: [ada], ...answers('v1') }));

    expect(reply.key).toBe(victims.key);
  });

  it('brings a mail to the answer that overtook it, when it was written to who answered', async () => {
    const index = createMemoryThreadIndex();
    const answer = await index.resolve(clues('b', { from: bob, to: [ada], ...answers('a') }));

    expect((await index.resolve(clues('a'))).key).toBe(answer.key);
  });
});

describe('what a mail of ours was sent about', () => {
  const sent: ThreadEntry = {
    messageId: id('sent'),
    threadKey: 't',
    threadSince: '2026-11-01T00:00:00.000Z',
    participants: [ada],
    isOutbound: true,
    campaign: { campaignId: 'spring', recordId: 'deal-51007' },
  };

  it.each<[string, Partial<ThreadClues>, string | undefined]>([
    ['for whom it was sent to', { from: ada }, 'deal-51007'],
    ['for our own people', { from: 'dee@ours.example', isOurs: true }, 'deal-51007'],
    ['for our own people who write to them', { from: 'dee@ours.example', isOurs: true, outside: [ada] }, 'deal-51007'],
    ['not for our own people who answer somebody else', { from: bob, isOurs: true, outside: [mallory] }, undefined],
    ['for a report on it', { from: 'mailer-daemon@mx.example', reportOf: id('sent') }, 'deal-51007'],
    ['not for others who know its id', { from: mallory }, undefined],
  ])('counts %s', (_case, changes, recordId) => {
    const decision = decideThread(clues('answer', { ...answers('sent'), ...changes }), [sent]);

    expect(decision.campaign).toEqual({ campaignId: 'spring', ...(recordId && { recordId }) });
  });
});

describe('a merge that is taken back', () => {
  it('parts the conversations, those of later mail too, and no mail merges them again', async () => {
    const index = createMemoryThreadIndex();
    const older = await index.resolve(clues('a'));
    const younger = await index.resolve(clues('b'));
    const both = { references: [id('a'), id('b')] };
    await index.resolve(clues('c', both));
    const merged = await index.resolve(clues('b2', answers('b')));
    expect(merged.key).toBe(older.key);

    expect(index.split('acme', younger.key)).toBe(true);

    expect((await index.resolve(clues('b3', answers('b2')))).key).toBe(younger.key);
    expect((await index.resolve(clues('a2', answers('a')))).key).toBe(older.key);
    expect((await index.resolve(clues('d', both))).aliases).toEqual([]);
    expect(index.split('acme', younger.key)).toBe(false);
  });
});

describe('a conversation of several people', () => {
  /** Each mail answers an earlier one and goes to all the others. */
  const plans = fc.array(
    fc.record({
      who: fc.constantFrom(ada, bob, cy),
      answers: fc.nat(20),
      keeps: fc.constantFrom('all', 'last', 'ends'),
    }),
    { minLength: 2, maxLength: 9 },
  );

  it('merges alike in any order of arrival', async () => {
    const partition = async (mails: readonly ThreadClues[], arrival: readonly ThreadClues[]): Promise<string> => {
      const index = createMemoryThreadIndex();
      for (const mail of arrival) await index.resolve(mail);
      const keys: string[] = [];
      for (const mail of mails) keys.push((await index.resolve(mail)).key);
      return keys.map((key) => keys.indexOf(key)).join();
    };
    await fc.assert(
      fc.asyncProperty(
        plans.chain((given) => {
          const chains: string[][] = [];
          const mails = given.map(({ who, answers: parent, keeps }, nth) => {
            const at = parent % (nth + 2);
            const chain = at < nth ? chains[at]! : [];
            chains.push([...chain, id(`e${nth}`)]);
            const references =
              keeps === 'all'
                ? chain
                : keeps === 'last'
                  ? chain.slice(-1)
                  : [...new Set([...chain.slice(0, 1), ...chain.slice(-1)])];
            return clues(`e${nth}`, { from: who, to: [ada, bob, cy].filter((entry) => entry !== who), references });
          });
          return fc.tuple(fc.constant(mails), fc.shuffledSubarray(mails, { minLength: mails.length }));
        }),
        async ([mails, arrival]) => {
          expect(await partition(mails, arrival)).toBe(await partition(mails, mails));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never goes where a stranger’s is, whatever the stranger names and whenever', async () => {
    const own = [
      clues('a'),
      clues('b', { from: bob, to: [ada], ...answers('a') }),
      clues('c', { references: [id('a'), id('b')] }),
    ];
    const hostile = fc.array(
      fc.record({
        names: fc.subarray(['a', 'b', 'c', 'm0', 'm1', 'm2'].map(id)),
        to: fc.subarray([ada, bob]),
        proof: fc.constantFrom('pass' as const, 'unknown' as const, 'fail' as const),
      }),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(hostile, fc.infiniteStream(fc.boolean()), async (list, turns) => {
        const index = createMemoryThreadIndex();
        const mails = list.map(({ names, to, proof }, nth) =>
          clues(`m${nth}`, {
            from: mallory,
            to,
            references: names.filter((name) => name !== id(`m${nth}`)),
            authentication: proof,
          }),
        );
        const first = new Map<string, string>();
        const waiting = [[...own], [...mails]];
        while (waiting.flat().length > 0) {
          const turn = turns.next().value ? 0 : 1;
          const mail = (waiting[turn]!.length > 0 ? waiting[turn] : waiting[1 - turn])!.shift()!;
          first.set(mail.eventId, (await index.resolve(mail)).key);
        }

        for (const mail of own) expect((await index.resolve(mail)).key).toBe(first.get('a'));
      }),
      { numRuns: 200 },
    );
  });
});
