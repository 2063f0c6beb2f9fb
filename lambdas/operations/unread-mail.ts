import type { LedgerReader } from '../aws/ledger-reader.ts';
import type { S3MailStore } from '../aws/s3-mail-store.ts';
import { compact } from '../compact.ts';
import { mailIdOf, type StoredMail } from '../domain/mail/receipt.ts';
import { isSetupObject } from '../domain/mail/set-up-message.ts';

/** Mail that was received and that the parse function has not read yet. */
export interface UnreadMail {
  readonly mails: number;
  /** Age of the oldest of them, in seconds; absent when there is none. */
  readonly oldestSeconds?: number;
  /** Mails that were looked up in the ledger, the newest of those that were listed. */
  readonly lookedAt: number;
  /** When the newest mail that is read and not new was stored, ISO 8601 UTC; absent: none of these is. */
  readonly readAt?: string;
  /** Whether these are all stored mails; `postern audit` looks up every one. */
  readonly isAll: boolean;
}

/** Objects that are listed at most: ten calls to S3. Ids are random, so the first ones are a sample of a larger bucket. */
const mostListed = 10_000;
/** Objects that are looked up in the ledger at most, the newest of those listed: ten calls to DynamoDB. */
const mostLookedUp = 1_000;

/** A younger mail may not have its entry in the audit trail yet, in seconds. */
const newForSeconds = 900;

export interface UnreadMailPorts {
  readonly store: Pick<S3MailStore, 'rawMails'>;
  readonly reader: Pick<LedgerReader, 'mails'>;
}

/** Finds raw mails without a row in the ledger, at a cost that does not grow with the number of stored mails. */
export async function findUnreadMail(ports: UnreadMailPorts, now: Date): Promise<UnreadMail> {
  const { newest, known, unread, isAll } = await listUnreadMail(ports);
  const oldest = unread.at(-1);
  const notNew = new Date(now.getTime() - newForSeconds * 1000).toISOString();
  const read = newest.find(({ objectKey, storedAt }) => storedAt < notNew && known.has(mailIdOf(objectKey)));
  return compact({
    mails: unread.length,
    lookedAt: newest.length,
    readAt: read?.storedAt,
    isAll,
    oldestSeconds: oldest ? ageSeconds(oldest, now) : undefined,
  });
}

/** The age of a stored mail in whole seconds. */
export const ageSeconds = ({ storedAt }: StoredMail, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - Date.parse(storedAt)) / 1000));

/** The newest mails of those that were listed, and those of them that the ledger does not know, the newest first. */
export async function listUnreadMail({ store, reader }: UnreadMailPorts) {
  const mails: StoredMail[] = [];
  let isAll = true;
  for await (const stored of store.rawMails(new Date(0))) {
    if (isSetupObject(stored.objectKey)) continue;
    if (mails.length === mostListed) {
      isAll = false;
      break;
    }
    mails.push(stored);
  }
  const newest = mails.toSorted((a, b) => b.storedAt.localeCompare(a.storedAt)).slice(0, mostLookedUp);
  const known = await reader.mails(newest.map(({ objectKey }) => mailIdOf(objectKey)));
  const unread = newest.filter(({ objectKey }) => !known.has(mailIdOf(objectKey)));
  return { newest, known, unread, isAll: isAll && newest.length === mails.length };
}
