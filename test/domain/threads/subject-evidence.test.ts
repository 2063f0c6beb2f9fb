import { subjectEvidence } from '../../../lambdas/domain/threads/subject-evidence.ts';
import type { ThreadClues, ThreadEntry } from '../../../lambdas/domain/threads/thread-entry.ts';
import { ambiguous, anyoneMark, subjectMark } from '../../../lambdas/domain/threads/thread-marks.ts';

const clues = (changes: Partial<ThreadClues> = {}): ThreadClues => ({
  tenant: 'acme',
  eventId: 'evt_1',
  references: [],
  from: 'ada',
  subject: 'Re: Prices for 40 seats',
  receivedAt: '2026-11-20T09:00:00.000Z',
  ...changes,
});
const rows = (threads: { own?: string; anyone?: string } = {}, since = '2026-11-01T00:00:00.000Z'): ThreadEntry[] => [
  { messageId: subjectMark(clues(), 'ada')!, threadKey: threads.own ?? 't1', threadSince: since },
  { messageId: anyoneMark(clues())!, threadKey: threads.anyone ?? 't1', threadSince: since },
];

describe('subjectEvidence', () => {
  it('finds the one recent conversation of the subject in which the sender took part', () => {
    expect(subjectEvidence(clues(), rows())?.threadKey).toBe('t1');
  });

  it.each<[string, Partial<ThreadClues>, ThreadEntry[]]>([
    ['a mail that names another', { inReplyTo: 'x@y.example' }, rows()],
    ['a mail that is no answer', { subject: 'Prices for 40 seats' }, rows()],
    ['a subject that several conversations share', {}, rows({ anyone: ambiguous })],
    ['a conversation in which the sender took no part', {}, rows({ anyone: 't2' })],
    ['a conversation of the month before last', {}, rows({}, '2026-10-01T00:00:00.000Z')],
    ['a subject that says nothing', { subject: 'Re: Hello' }, rows()],
  ])('finds none for %s', (_case, changes, known) => {
    expect(subjectEvidence(clues(changes), known)).toBeUndefined();
  });
});
