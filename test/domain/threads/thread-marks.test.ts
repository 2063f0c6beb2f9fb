import type { ThreadClues } from '../../../lambdas/domain/threads/thread-entry.ts';
import {
  comparableId,
  isSubjectMark,
  participantsOf,
  threadIds,
  tokenMark,
} from '../../../lambdas/domain/threads/thread-marks.ts';

const clues = (changes: Partial<ThreadClues> = {}): ThreadClues => ({
  tenant: 'acme',
  eventId: 'e1',
  receivedAt: '2026-11-20T09:00:00.000Z',
  references: [],
  messageId: 'a@customer.example',
  from: 'ada',
  to: ['bob'],
  authentication: 'pass',
  ...changes,
});

describe('comparableId', () => {
  it.each([
    ['a@customer.example', 'a@customer.example'],
    ['0100019A-0000-1111-2222@eu-west-1.amazonses.com', 'ses:0100019a-0000-1111-2222'],
    ['0100019a-0000-1111-2222@email.amazonses.com', 'ses:0100019a-0000-1111-2222'],
    ['token:deal', 'id:token:deal'],
  ])('compares %s as %s', (id, comparable) => {
    expect(comparableId(id)).toBe(comparable);
  });
});

describe('tokenMark', () => {
  it('sets what anybody can write apart from what we gave out', () => {
    expect(tokenMark(clues({ token: 't1', isTokenSigned: true }))).toBe('token:t1');
    expect(tokenMark(clues({ token: 't1' }))).toBe('token:~t1');
    expect(tokenMark(clues())).toBeUndefined();
  });
});

describe('threadIds', () => {
  it('names the mail’s own id first, and none twice', () => {
    expect(threadIds(clues({ inReplyTo: 'b@x', references: ['c@x', 'b@x'] }))).toEqual([
      'a@customer.example',
      'b@x',
      'c@x',
    ]);
  });

  it('keeps the root and the newest of a long chain', () => {
    const references = Array.from({ length: 100 }, (_, nth) => `r${nth}@x`);
    const ids = threadIds(clues({ references }));

    expect(ids).toHaveLength(41);
    expect([ids[1], ids.at(-1)]).toEqual(['r0@x', 'r99@x']);
  });

  it('adds marks of a telling subject for each who takes part', () => {
    expect(threadIds(clues({ subject: 'Prices for 40 seats' })).filter(isSubjectMark)).toHaveLength(3);
    expect(threadIds(clues({ subject: 'Hello' })).filter(isSubjectMark)).toEqual([]);
  });
});

describe('participantsOf', () => {
  it('names the sender first, and nobody twice', () => {
    expect(participantsOf(clues({ to: ['bob', 'ada', 'cy'] }))).toEqual(['ada', 'bob', 'cy']);
  });
});
