import { findUnreadMail } from '../../lambdas/operations/unread-mail.ts';

const now = new Date('2026-11-20T12:00:00Z');
const before = (seconds: number): string => new Date(now.getTime() - seconds * 1000).toISOString();

/** A bucket with mails of these ages in seconds; the ledger has those for which `isRead` holds. */
function mailsWith(ages: readonly number[], isRead: (nth: number) => boolean, others: readonly string[] = []) {
  const asked: number[] = [];
  let listed = 0;
  return {
    asked,
    listed: () => listed,
    store: {
      async *rawMails() {
        for (const objectKey of others) yield { objectKey, storedAt: before(99_999) };
        for (const [nth, age] of ages.entries()) {
          listed += 1;
          yield { objectKey: `inbound/${nth}`, storedAt: before(age) };
        }
      },
    },
    reader: {
      async mails(ids: readonly string[]) {
        asked.push(ids.length);
        return new Map(ids.filter((id) => isRead(Number(id))).map((id) => [id, {} as never]));
      },
    },
  };
}

describe('findUnreadMail', () => {
  it('finds none in an empty bucket', async () => {
    expect(
      await findUnreadMail(
        mailsWith([], () => true),
        now,
      ),
    ).toEqual({ mails: 0, lookedAt: 0, isAll: true });
  });

  it('finds none when the ledger has every mail', async () => {
    expect(
      await findUnreadMail(
        mailsWith([5, 900], () => true),
        now,
      ),
    ).toMatchObject({ mails: 0, lookedAt: 2 });
  });

  it('counts unread mail, with the age of the oldest', async () => {
    expect(
      await findUnreadMail(
        mailsWith([5, 900, 60, 4000], (nth) => nth === 3),
        now,
      ),
    ).toEqual({
      mails: 3,
      oldestSeconds: 900,
      lookedAt: 4,
      readAt: '2026-11-20T10:53:20.000Z',
      isAll: true,
    });
  });

  it('gives no negative age when the clock of S3 is ahead', async () => {
    expect(
      await findUnreadMail(
        mailsWith([-3], () => false),
        now,
      ),
    ).toMatchObject({ mails: 1, oldestSeconds: 0 });
  });

  it('leaves out the object by which SES tries the bucket', async () => {
    const mails = mailsWith([], () => false, ['inbound/AMAZON_SES_SETUP_NOTIFICATION']);

    expect(await findUnreadMail(mails, now)).toMatchObject({ mails: 0, lookedAt: 0 });
  });

  it('looks up the newest thousand, and says that these are not all', async () => {
    const mails = mailsWith(
      Array.from({ length: 1500 }, (_, nth) => nth),
      () => false,
    );

    expect(await findUnreadMail(mails, now)).toEqual({ mails: 1000, oldestSeconds: 999, lookedAt: 1000, isAll: false });
    expect(mails.asked).toEqual([1000]);
  });

  it('costs no more where a million mails are stored', async () => {
    const mails = mailsWith(
      Array.from({ length: 1_000_000 }, () => 60),
      () => true,
    );

    expect(await findUnreadMail(mails, now)).toEqual({ mails: 0, lookedAt: 1000, isAll: false });
    expect(mails.listed()).toBeLessThanOrEqual(10_001);
  });
});
