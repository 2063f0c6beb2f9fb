import type { ThreadClues, ThreadEntry } from '../../../lambdas/domain/threads/thread-entry.ts';
import { matchOf } from '../../../lambdas/domain/threads/thread-match.ts';

const clues: ThreadClues = {
  tenant: 'acme',
  eventId: 'evt_1',
  messageId: 'own@x.example',
  inReplyTo: 'parent@x.example',
  references: ['root@x.example', 'parent@x.example'],
  token: 't1',
  isTokenSigned: true,
  receivedAt: '2026-11-20T09:00:00.000Z',
};
const entry = (messageId: string, changes: Partial<ThreadEntry> = {}): ThreadEntry => ({
  messageId,
  threadKey: 't1',
  threadSince: '2026-11-01T00:00:00.000Z',
  ...changes,
});
const [own, parent, root, token] = ['own@x.example', 'parent@x.example', 'root@x.example', 'token:t1'].map((id) =>
  entry(id),
) as [ThreadEntry, ThreadEntry, ThreadEntry, ThreadEntry];
const outbound = entry('root@x.example', { isOutbound: true });

describe('matchOf', () => {
  it.each<[string, ThreadEntry[], string, number]>([
    ['a token before anything else', [parent, outbound, token], 'token', 1],
    ['a mail of ours before other mails', [parent, outbound], 'outbound', 1],
    ['the answered mail', [own, root, parent], 'in-reply-to', 1],
    ['a referenced mail', [own, root], 'references', 1],
    ['the own id, which others have named', [own], 'message-id', 1],
    ['the index of Outlook', [entry('thread-index:00')], 'thread-index', 0.9],
    ['nothing', [], 'none', 1],
  ])('matches by %s', (_name, entries, matchedBy, confidence) => {
    expect(matchOf(clues, entries)).toEqual({ matchedBy, confidence });
  });

  it('does not take an entry for an answered mail where the mail answers none', () => {
    const { inReplyTo: _none, messageId: _own, ...bare } = clues;

    expect(matchOf({ ...bare, references: [] }, [parent])).toEqual({ matchedBy: 'thread-index', confidence: 0.9 });
  });
});
