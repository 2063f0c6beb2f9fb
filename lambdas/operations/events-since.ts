import type { LedgerReader } from '../aws/ledger-reader.ts';
import type { S3MailStore } from '../aws/s3-mail-store.ts';
import { mailIdOf } from '../domain/mail/receipt.ts';
import { batchesOf } from './batches.ts';

/** Mails that the ledger is asked for in one call. */
const mailsPerRead = 100;

/** Where stored mails and the events that they became are listed. */
interface EventPorts {
  readonly store: Pick<S3MailStore, 'rawMails'>;
  readonly reader: Pick<LedgerReader, 'mails'>;
}

/**
 * Lists the ids of the events of all mail that was stored since a time, a batch for each hundred mails. An event that came
 * as several mails appears once in a batch, and may appear in several batches.
 */
export async function* eventsSince({ store, reader }: EventPorts, since: Date): AsyncGenerator<string[]> {
  for await (const batch of batchesOf(store.rawMails(since), mailsPerRead)) {
    const records = await reader.mails(batch.map(({ objectKey }) => mailIdOf(objectKey)));
    yield [...new Set([...records.values()].flatMap(({ eventId }) => eventId ?? []))];
  }
}
