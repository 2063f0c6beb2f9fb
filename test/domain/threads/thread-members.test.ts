import type { ThreadClues, ThreadEntry } from '../../../lambdas/domain/threads/thread-entry.ts';
import {
  byAge,
  goesTo,
  isBelieved,
  isForeign,
  mergedThreads,
  nobody,
  oneVersion,
  ownConversations,
  showsMember,
  showsOthers,
  winnerOf,
} from '../../../lambdas/domain/threads/thread-members.ts';

const clues = (changes: Partial<ThreadClues> = {}): ThreadClues => ({
  tenant: 'acme',
  eventId: 'evt_1',
  messageId: 'own@x.example',
  references: [],
  from: 'ada',
  to: ['bob'],
  receivedAt: '2026-11-20T09:00:00.000Z',
  ...changes,
});
const entry = (changes: Partial<ThreadEntry> = {}): ThreadEntry => ({
  messageId: 'm@x.example',
  threadKey: 't1',
  threadSince: '2026-11-01T00:00:00.000Z',
  ...changes,
});
const nameless = (): ThreadClues => {
  const { from: _none, ...rest } = clues();
  return rest;
};

describe('isForeign', () => {
  it.each<[string, Partial<ThreadEntry>, boolean]>([
    ['somebody else', { sender: 'eve' }, true],
    ['the sender', { sender: 'ada' }, false],
    ['nobody yet', {}, false],
    ['a hash without a key of an earlier version', { sender: '0123456789abcdef0123456789abcdef' }, false],
  ])('judges an id under which mailed %s', (_name, changes, expected) => {
    expect(isForeign(entry(changes), 'ada')).toBe(expected);
  });
});

describe('oneVersion', () => {
  const [first, own, recipients] = ['eve', 'ada', 'bob'].map((sender) => entry({ sender })) as [
    ThreadEntry,
    ThreadEntry,
    ThreadEntry,
  ];

  it.each<[string, ThreadEntry[], ThreadEntry]>([
    ['the only mail of an id', [first], first],
    ['the mail of the sender', [first, recipients, own], own],
    ['the mail of a recipient', [first, recipients], recipients],
    ['our own mail', [first, entry({ isOutbound: true })], entry({ isOutbound: true })],
    ['the first mail, where it can be meant', [recipients, own], recipients],
    ['the first mail, where none can be meant', [first, entry({ sender: 'mallory' })], first],
  ])('keeps %s', (_name, versions, kept) => {
    expect(oneVersion(versions, clues())).toEqual([kept]);
  });

  it('keeps one mail for each id', () => {
    const others = [entry({ messageId: 'a' }), entry({ messageId: 'b' })];

    expect(oneVersion(others, clues())).toEqual(others);
  });
});

describe('isBelieved', () => {
  it.each<[string, Partial<ThreadEntry>, boolean]>([
    ['a mail that was seen', { sender: 'eve' }, true],
    ['a mail of ours', { isOutbound: true, namedBy: 'eve' }, true],
    ['a name that the sender gave', { namedBy: 'ada' }, true],
    ['a name that a recipient gave', { namedBy: 'bob' }, true],
    ['a name that one of our own people gave', {}, true],
    ['a name that a stranger gave', { namedBy: 'eve' }, false],
    ['the token of an address', { messageId: 'token:t1', namedBy: 'eve' }, true],
  ])('judges %s', (_name, changes, expected) => {
    expect(isBelieved(entry(changes), clues())).toBe(expected);
  });
});

describe('showsMember', () => {
  it.each<[string, Partial<ThreadEntry>, ThreadClues, boolean]>([
    ['a mail of the sender', { sender: 'ada' }, clues(), true],
    ['a mail to the sender', { sender: 'eve', participants: ['ada'] }, clues(), true],
    ['a mail of somebody else', { sender: 'eve' }, clues(), false],
    ['an id that the sender named', { namedBy: 'ada' }, clues(), true],
    [
      'the id of the mail itself, which others only named',
      { messageId: 'own@x.example', namedBy: 'eve' },
      clues(),
      true,
    ],
    ['a mail of a guest', { sender: 'ada', isGuest: true }, clues(), false],
    ['a mail of nobody', { participants: ['ada'] }, nameless(), false],
  ])('judges %s', (_name, changes, mail, expected) => {
    expect(showsMember(entry(changes), mail)).toBe(expected);
  });
});

describe('mergedThreads', () => {
  const [ownEntry, other] = [entry({ sender: 'ada' }), entry({ threadKey: 't2', sender: 'ada' })];

  it.each<[string, ThreadClues, ThreadEntry[], string[]]>([
    ['of both of which the sender is a member', clues(), [ownEntry, other], ['t1', 't2']],
    ['one of which the sender is no member of', clues(), [ownEntry, entry({ threadKey: 't2', sender: 'eve' })], []],
    [
      'that our own mail names',
      clues({ isOurs: true }),
      [ownEntry, entry({ threadKey: 't2', sender: 'eve' })],
      ['t1', 't2'],
    ],
    ['of a sender who is proven false', clues({ authentication: 'fail' }), [ownEntry, other], []],
    ['one of which was split before', clues(), [ownEntry, { ...other, isSplit: true }], []],
    [
      'one of which only names the sender, who is not proven',
      clues(),
      [ownEntry, entry({ threadKey: 't2', sender: 'eve', participants: ['ada'] })],
      [],
    ],
    [
      'one of which only names the sender, who is proven',
      clues({ authentication: 'pass' }),
      [ownEntry, entry({ threadKey: 't2', sender: 'eve', participants: ['ada'] })],
      ['t1', 't2'],
    ],
    [
      'one of which none of the recipients outside belongs to',
      clues({ outside: ['cy'], isOurs: true }),
      [entry({ participants: ['cy'] }), entry({ threadKey: 't2', participants: ['dan'] })],
      [],
    ],
  ])('decides about conversations %s', (_name, mail, evidence, merged) => {
    expect(mergedThreads(mail, evidence, evidence[0]!)).toEqual(merged);
  });
});

describe('goesTo', () => {
  it.each<[string, Partial<ThreadEntry>, boolean]>([
    ['its sender', { sender: 'ada' }, true],
    ['who named it', { namedBy: 'ada' }, true],
    ['a participant', { participants: ['bob', 'ada'] }, true],
    ['nobody of it', { sender: 'eve' }, false],
    ['the sender of a guest’s mail', { sender: 'ada', isGuest: true }, false],
  ])('counts %s', (_name, changes, expected) => {
    expect(goesTo(entry(changes), ['ada'])).toBe(expected);
  });
});

describe('winnerOf', () => {
  const older = '2026-10-01T00:00:00.000Z';

  it.each<[string, ThreadEntry[], string | undefined]>([
    ['nothing among none', [], undefined],
    [
      'the older of two',
      [entry({ sender: 'ada' }), entry({ threadKey: 't2', threadSince: older, sender: 'ada' })],
      't2',
    ],
    ['the first key of two of one age', [entry({ threadKey: 't2', sender: 'ada' }), entry({ sender: 'ada' })], 't1'],
    [
      'the conversation of others before an older one of the sender',
      [entry({ sender: 'eve' }), entry({ threadKey: 't2', threadSince: older, sender: 'ada' })],
      't1',
    ],
  ])('chooses %s', (_name, merged, key) => {
    expect(winnerOf(clues(), merged)?.threadKey).toBe(key);
  });
});

describe('showsOthers', () => {
  it.each<[string, Partial<ThreadEntry>, ThreadClues, boolean]>([
    ['a mail of the sender', { sender: 'ada' }, clues(), false],
    ['a mail of somebody else', { sender: 'eve' }, clues(), true],
    ['a mail that joined others', { sender: 'ada', isJoined: true }, clues(), true],
    ['a mail of ours', { sender: 'ada', isOutbound: true }, clues(), true],
    ['a mail of nobody, for nobody', { sender: nobody }, nameless(), false],
  ])('judges %s', (_name, changes, mail, expected) => {
    expect(showsOthers(entry(changes), mail)).toBe(expected);
  });
});

describe('byAge', () => {
  it('sorts older ones first, and those of one age by key', () => {
    const sorted = [
      entry({ threadKey: 'a', threadSince: '2026-11-02T00:00:00.000Z' }),
      entry({ threadKey: 'c' }),
      entry({ threadKey: 'b' }),
    ].toSorted(byAge);

    expect(sorted.map(({ threadKey }) => threadKey)).toEqual(['b', 'c', 'a']);
  });
});

describe('ownConversations', () => {
  it('keeps all entries of the conversations in which the sender took part', () => {
    const evidence = [
      entry({ sender: 'eve' }),
      entry({ messageId: 'n@x.example', participants: ['ada'] }),
      entry({ threadKey: 't2', sender: 'eve' }),
    ];

    expect(ownConversations(evidence, clues())).toEqual(evidence.slice(0, 2));
  });
});
