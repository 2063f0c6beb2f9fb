import type { MailCardFacts } from '../domain/delivery/mail-cards.ts';
import type { DayCounts } from '../domain/delivery/mail-index.ts';
import { decodeRow, type Row } from './dynamo-row.ts';
import { eventRowKey, type Key, mailKey } from './ledger-rows.ts';

// Keys and rows of the index behind the list of mails, in the ledger table. They hold ids and keyed hashes, no word and no
// address.

const dayAt = (place: string): string => place.slice(0, 10);

/** All mail of a tenant on a day. */
export const dayPartition = (tenant: string, day: string): string => `MAILS#${tenant}#${day}`;
export const cardKey = (tenant: string, place: string): Key => ({ pk: dayPartition(tenant, dayAt(place)), sk: place });

/** The days on which a tenant got mail, with its counts. */
export const daysPartition = (tenant: string): string => `MAILDAYS#${tenant}`;
export const dayKey = (tenant: string, day: string): Key => ({ pk: daysPartition(tenant), sk: day });

/** The mails of a tenant that have a word. @param hash keyed, of the word */
export const wordPartition = (tenant: string, hash: string): string => `FIND#${tenant}#${hash}`;
export const wordKey = (tenant: string, hash: string, place: string): Key => ({
  pk: wordPartition(tenant, hash),
  sk: place,
});

/** The source of cards: an event with the mails that brought it, or a mail without one. */
export type IndexSource = { readonly eventId: string } | { readonly mailId: string };

/** The row that says what the index has of a source, beside the rows of the source. */
export const indexedKey = (source: IndexSource): Key => ({
  pk: ('eventId' in source ? eventRowKey(source.eventId) : mailKey(source.mailId)).pk,
  sk: 'INDEXED',
});

/** The state of a source in the index. */
export interface Indexed {
  /** Grows with every change. */
  readonly version: number;
  readonly cards: readonly MailCardFacts[];
}

export const nothingIndexed: Indexed = { version: 0, cards: [] };

/** Reads a row under {@link indexedKey}. */
export function toIndexed(row: Row): Indexed {
  const { version, cards } = decodeRow<Indexed>(row, ['version', 'cards']);
  return { version, cards };
}

/** Counts of a day, by attribute: mails, and mails with each fate. */
export const receivedCount = 'received';
const fatePrefix = 'fate_';
export const fateCount = (fate: string): string => `${fatePrefix}${fate}`;

/** Reads a row under {@link dayKey}. */
export function toDayCounts(row: Row): DayCounts {
  const fates = Object.entries(row).flatMap(([name, count]) =>
    name.startsWith(fatePrefix) && Number(count) > 0 ? [[name.slice(fatePrefix.length), Number(count)] as const] : [],
  );
  return { day: String(row.sk), received: Number(row[receivedCount] ?? 0), byFate: Object.fromEntries(fates) };
}
