import { listQuestionOf } from '../../../lambdas/api/mails/list-question.ts';

const read = (query: Record<string, string>) => listQuestionOf({ route: '', path: {}, query, headers: {}, body: '' });

describe('listQuestionOf', () => {
  it('reads words and filters as words', () => {
    const query = { q: 'Hello ada@x.example', fate: 'parked', kind: 'human', trust: 'neutral', attachments: 'yes' };

    expect(read({ ...query, integration: 'sales', connection: 'hub' })).toEqual({
      cursor: undefined,
      limit: 50,
      words: [
        'hello',
        'ada@x.example',
        'fate:parked',
        'kind:human',
        'trust:neutral',
        'attachments:yes',
        'integration:sales',
      ],
      connection: 'hub',
      since: undefined,
      until: undefined,
    });
  });

  it.each([
    ['0', 1],
    ['7', 7],
    ['1000', 200],
  ])('takes a limit of %s as %i', (limit, expected) => {
    expect(read({ limit }).limit).toBe(expected);
  });

  it('takes an empty choice as absent, and a time in any offset', () => {
    const question = read({ fate: '', kind: '', cursor: '', since: '2026-11-20T10:00:00 01:00', until: '2026-11-21' });

    expect(question).toMatchObject({ words: [], cursor: undefined });
    expect([question.since, question.until]).toEqual(['2026-11-20T09:00:00.000Z', '2026-11-21T00:00:00.000Z']);
  });

  it.each([
    [{ limit: 'many' }, 'limit'],
    [{ fate: 'lost' }, 'fate: wants one of pending, delivered'],
    [{ kind: 'letter' }, 'kind: wants'],
    [{ trust: 'good' }, 'trust: wants one of suspicious'],
    [{ attachments: 'some' }, 'attachments: wants one of yes, no'],
    [{ since: 'yesterday' }, 'since: wants a time'],
    [{ until: '2026-13-01' }, 'until: wants a time'],
    [{ until: '' }, 'until: wants a time'],
    [{ q: 'x'.repeat(1001) }, 'q: wants 1000'],
  ])('refuses %j', (query, message) => {
    expect(() => read(query as Record<string, string>)).toThrow(message);
  });
});
