import type { LedgerReader } from '../lambdas/aws/ledger-reader.ts';
import type { S3MailStore } from '../lambdas/aws/s3-mail-store.ts';
import { compact } from '../lambdas/compact.ts';
import type { Delivery } from '../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../lambdas/domain/delivery/ledger.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import { mailIdOf, type StoredMail } from '../lambdas/domain/mail/receipt.ts';

/** A mail with its event and its deliveries. */
export interface MailStory {
  readonly mail: MailRecord;
  readonly event?: EmailReceived;
  readonly deliveries: readonly Delivery[];
}

/** Mails that the first page shows. */
const shownMails = 100;

/** The first page's mails: the newest, read or unread, and the count of all. */
export interface MailList {
  readonly entries: ReadonlyArray<MailStory | StoredMail>;
  readonly total: number;
}

/** Reads the newest mails with their stories; only the object of a mail is known until parse reads it. */
export async function newestMails(store: S3MailStore, reader: LedgerReader): Promise<MailList> {
  const all = await Array.fromAsync(store.rawMails(new Date(0)));
  all.sort((a, b) => b.storedAt.localeCompare(a.storedAt));
  const newest = all.slice(0, shownMails);
  const stories = await storiesOf(
    store,
    reader,
    newest.map(({ objectKey }) => mailIdOf(objectKey)),
  );
  const entries = newest.map((stored) => stories.get(mailIdOf(stored.objectKey)) ?? stored);
  return { entries, total: all.length };
}

/** Reads the stories of mails from the ledger and the events; a mail that the ledger does not know has none. */
export async function storiesOf(
  store: S3MailStore,
  reader: LedgerReader,
  mailIds: readonly string[],
): Promise<ReadonlyMap<string, MailStory>> {
  const mails = await reader.mails(mailIds);
  const stories = [...mails].map(async ([mailId, mail]): Promise<[string, MailStory]> => {
    if (mail.eventId === undefined) return [mailId, { mail, deliveries: [] }];
    const [event, ledger] = await Promise.all([store.getEvent(mail.eventId), reader.event(mail.eventId)]);
    return [mailId, compact({ mail, deliveries: ledger?.deliveries ?? [], event: event })];
  });
  return new Map(await Promise.all(stories));
}
