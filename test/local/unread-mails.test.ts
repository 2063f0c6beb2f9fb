import { unreadMails } from '../../local/unread-mails.ts';

const now = new Date('2026-11-20T12:00:00Z');

const portsOf = (count: number, read: readonly string[] = []) => ({
  store: {
    async *rawMails() {
      for (let nth = 0; nth < count; nth += 1)
        yield { objectKey: `inbound/m${nth}`, storedAt: new Date(now.getTime() - nth * 1000).toISOString(), size: nth };
    },
  },
  reader: { mails: async () => new Map(read.map((id) => [id, {} as never])) },
});

describe('the unread mails of the laptop', () => {
  it('are named with their size, the newest first, without those that the ledger knows', async () => {
    expect(await unreadMails(portsOf(3, ['m1']), now)).toEqual({
      oldestSeconds: 2,
      mails: [
        { mailId: 'm0', storedAt: '2026-11-20T12:00:00.000Z', bytes: 0 },
        { mailId: 'm2', storedAt: '2026-11-20T11:59:58.000Z', bytes: 2 },
      ],
    });
  });

  it('are none where nothing waits', async () => {
    expect(await unreadMails(portsOf(1, ['m0']), now)).toEqual({ mails: [] });
  });

  it('are fifty at most, with the age of the oldest of all', async () => {
    const { mails, oldestSeconds } = await unreadMails(portsOf(200), now);

    expect([mails.length, oldestSeconds]).toEqual([50, 199]);
  });
});
