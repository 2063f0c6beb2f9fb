import type { LedgerReader } from '../lambdas/aws/ledger-reader.ts';
import type { S3MailStore } from '../lambdas/aws/s3-mail-store.ts';
import { compact } from '../lambdas/compact.ts';
import type { Delivery } from '../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../lambdas/domain/delivery/ledger.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import { mailIdOf, type StoredMail } from '../lambdas/domain/mail/receipt.ts';

/** One mail with all that is known of it. */
export interface MailStory {
  readonly mail: MailRecord;
  readonly event?: EmailReceived;
  readonly deliveries: readonly Delivery[];
}

/** Mails that the first page shows. */
const shownMails = 100;

/** What the first page shows: the newest mails, whether they were read or not, and how many there are in all. */
export interface MailList {
  readonly entries: ReadonlyArray<MailStory | StoredMail>;
  readonly total: number;
}

/** The newest mails with what is known of each; one that parse has not read yet is known by its object alone. */
export async function newestMails(store: S3MailStore, reader: LedgerReader): Promise<MailList> {
  const all: StoredMail[] = [];
  for await (const stored of store.rawMails(new Date(0))) all.push(stored);
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

/** What the ledger and the event say of each mail; none for a mail that the ledger has never seen. */
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
