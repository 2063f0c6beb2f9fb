import { compact } from '../lambdas/compact.ts';
import { mailIdOf, type StoredMail } from '../lambdas/domain/mail/receipt.ts';
import { isSetupObject } from '../lambdas/domain/mail/set-up-message.ts';
import type { Backend } from './backend.ts';

/** Mail that was received, and that parse has not read yet. */
export interface UnreadMail {
  readonly mails: number;
  /** Since when the oldest of them is stored; absent when there is none. */
  readonly oldestSeconds?: number;
  /** So many mails were held against the ledger, the newest of those that were listed. */
  readonly lookedAt: number;
  /** Whether these are all that are stored; `postern audit` looks at every one. */
  readonly isAll: boolean;
}

/** Objects that are listed at most: ten calls to S3. Ids are random, so that they are a sample of a larger bucket. */
const listedMost = 10_000;
/** The newest of these that the ledger is asked for: ten calls to DynamoDB. */
const askedMost = 1_000;

/** Raw mails without a row in the ledger; the cost does not grow with what is stored. */
export async function findUnreadMail(
  { store, reader }: { store: Pick<Backend['store'], 'rawMails'>; reader: Pick<Backend['reader'], 'mails'> },
  now: Date,
): Promise<UnreadMail> {
  const listed: StoredMail[] = [];
  let isAll = true;
  for await (const stored of store.rawMails(new Date(0))) {
    if (isSetupObject(stored.objectKey)) continue;
    if (listed.length === listedMost) {
      isAll = false;
      break;
    }
    listed.push(stored);
  }
  const newest = listed.toSorted((a, b) => b.storedAt.localeCompare(a.storedAt)).slice(0, askedMost);
  const known = await reader.mails(newest.map(({ objectKey }) => mailIdOf(objectKey)));
  const unread = newest.filter(({ objectKey }) => !known.has(mailIdOf(objectKey)));
  const oldest = unread.at(-1);
  return compact({
    mails: unread.length,
    lookedAt: newest.length,
    isAll: isAll && newest.length === listed.length,
    oldestSeconds: oldest ? Math.max(0, Math.floor((now.getTime() - Date.parse(oldest.storedAt)) / 1000)) : undefined,
  });
}
