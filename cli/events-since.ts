import { mailIdOf } from '../lambdas/domain/mail/receipt.ts';
import type { Backend } from './backend.ts';

/** Mails that the ledger is asked for in one call. */
const lookUpAtOnce = 100;

/** Ids of the events of all mail since a time, a hundred mails at a time; an event of several mails comes once a batch. */
export async function* eventsSince(
  { store, reader }: Pick<Backend, 'store' | 'reader'>,
  since: Date,
): AsyncGenerator<string[]> {
  let mailIds: string[] = [];
  const found = async (): Promise<string[]> => {
    const records = await reader.mails(mailIds);
    mailIds = [];
    return [...new Set([...records.values()].flatMap(({ eventId }) => eventId ?? []))];
  };
  for await (const { objectKey } of store.rawMails(since)) {
    mailIds.push(mailIdOf(objectKey));
    if (mailIds.length === lookUpAtOnce) yield await found();
  }
  yield await found();
}
