import { createCountMails } from '../../../lambdas/api/mails/count-mails.ts';
import { bodyOf } from '../../helpers/visible-mail.ts';

const asked: unknown[] = [];
const count = createCountMails({
  days: async (...question) => {
    asked.push(question);
    return [
      { day: '2026-11-19', received: 2, byFate: { dead: 2 } },
      { day: '2026-11-20', received: 3, byFate: { delivered: 3 } },
      { day: '2026-11-20', received: 1, byFate: { delivered: 1, parked: 1 } },
    ];
  },
  waiting: async () => ({ pending: 4, parked: 1 }),
  now: () => new Date('2026-11-20T10:00:00Z'),
});
const ask = async (query: Record<string, string>) =>
  bodyOf(await count({ route: '', path: {}, query, headers: {}, body: '' }, 'acme'));

describe('createCountMails', () => {
  it('adds up the days of all tenants, the newest first', async () => {
    expect(await ask({ since: '2026-11-01', until: '2026-11-30' })).toEqual({
      total: 6,
      days: [
        { day: '2026-11-20', received: 4, byFate: { delivered: 4, parked: 1 } },
        { day: '2026-11-19', received: 2, byFate: { dead: 2 } },
      ],
      waiting: { pending: 4, parked: 1 },
    });
    expect(asked.at(-1)).toEqual(['acme', '2026-11-01', '2026-11-30']);
  });

  it('counts the last thirty days where nobody says which', async () => {
    await ask({});

    expect(asked.at(-1)).toEqual(['acme', '2026-10-22', '2026-11-21']);
  });

  it('refuses a time that it cannot read', async () => {
    await expect(ask({ since: 'soon' })).rejects.toThrow('since: wants');
  });
});
