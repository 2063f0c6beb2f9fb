import { createFindWaiting } from '../../../lambdas/api/mails/waiting.ts';

const asked: Array<string | undefined> = [];
const find = createFindWaiting({
  unread: async () => ({ unread: 12 }),
  days: async (tenant) => {
    asked.push(tenant);
    return [
      { day: '2026-11-20', received: 9, byFate: { pending: 2, parked: 1, delivered: 6 } },
      { day: '2026-11-19', received: 3, byFate: { pending: 3 } },
    ];
  },
});

describe('createFindWaiting', () => {
  it('counts mail without an end over all days, and mail that was not read', async () => {
    expect(await find(undefined)).toEqual({ unread: 12, pending: 5, parked: 1 });
  });

  it('tells a caller of one tenant nothing of unread mail, which may be of others', async () => {
    expect(await find('acme')).toEqual({ pending: 5, parked: 1 });
    expect(asked).toEqual([undefined, 'acme']);
  });
});
