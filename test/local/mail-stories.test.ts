import type { LedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import type { S3MailStore } from '../../lambdas/aws/s3-mail-store.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import type { StoredMail } from '../../lambdas/domain/mail/receipt.ts';
import { newestMails, storiesOf } from '../../local/mail-stories.ts';
import { aMailRecord, aSettledDelivery, aStoredMail } from '../helpers/fake-reader.ts';

/** A store with mails and with the event of every mail. */
const storeOf = (stored: readonly StoredMail[] = []): S3MailStore =>
  ({
    async *rawMails() {
      yield* stored;
    },
    getEvent: async (eventId: string) => ({ eventId }),
  }) as unknown as S3MailStore;

/** A ledger with mails, and with one delivery of the events that it knows. */
const readerOf = (mails: readonly MailRecord[], knownEvents: readonly string[] = []): LedgerReader =>
  ({
    mails: async (ids: readonly string[]) =>
      new Map(mails.filter(({ mailId }) => ids.includes(mailId)).map((mail) => [mail.mailId, mail])),
    event: async (eventId: string) =>
      knownEvents.includes(eventId) ? { eventId, deliveries: [aSettledDelivery(1)] } : undefined,
  }) as unknown as LedgerReader;

describe('storiesOf', () => {
  it('adds the event and its deliveries to a mail', async () => {
    const stories = await storiesOf(storeOf(), readerOf([aMailRecord(1)], ['evt_1']), ['mail-1', 'mail-2']);

    expect([...stories]).toEqual([
      ['mail-1', { mail: aMailRecord(1), event: { eventId: 'evt_1' }, deliveries: [aSettledDelivery(1)] }],
    ]);
  });

  it.each([
    [
      'a mail without an event',
      { mailId: 'mail-1', objectKey: 'inbound/mail-1', receivedAt: '', recipients: [], state: 'parsed' } as const,
    ],
    ['an event without deliveries', aMailRecord(1)],
  ])('has no deliveries for %s', async (_, mail) => {
    const stories = await storiesOf(storeOf(), readerOf([mail]), ['mail-1']);

    expect(stories.get('mail-1')).toMatchObject({ mail, deliveries: [] });
  });
});

describe('newestMails', () => {
  it('lists the newest mail first, and a mail that parse has not read as its object', async () => {
    const [old, unread] = [aStoredMail(1, '2026-11-20T09:00:00.000Z'), aStoredMail(2, '2026-11-20T10:00:00.000Z')];

    const list = await newestMails(storeOf([old, unread]), readerOf([aMailRecord(1)]));

    expect(list).toEqual({ entries: [unread, expect.objectContaining({ mail: aMailRecord(1) })], total: 2 });
  });

  it('lists a hundred mails and counts all of them', async () => {
    const stored = Array.from({ length: 101 }, (_, nth) => aStoredMail(nth, new Date(nth).toISOString()));

    const { entries, total } = await newestMails(storeOf(stored), readerOf([]));

    expect([entries.length, total]).toEqual([100, 101]);
    expect(entries).not.toContainEqual(stored[0]);
  });
});
