import { someText, type TextAddress } from '../domain/mail/text-address.ts';
import type { Row } from './dynamo-row.ts';
import { rowKindOf, type TableStore } from './row-kinds.ts';

/** The keys and words by which rows are about a person. */
export interface SubjectKeys {
  /** Their address in texts. */
  readonly text: TextAddress;
  /** Keyed hashes of their address: of the tenant, and of each connection. */
  readonly hashes: ReadonlySet<string>;
  /** Ids of their mails: of events, mails and quarantined mails, and hashes of Message-IDs. */
  readonly ids: ReadonlySet<string>;
  /** Ids of their records at CRMs, which rows of shared records remember. */
  readonly contacts: ReadonlySet<string>;
}

/** The parts of a row's key. */
export const keyPartsOf = ({ pk, sk }: Row): string[] => `${pk}#${sk ?? ''}`.split('#');

/** The ids of mails that a row is about: those of its key, and the event that it names. */
export const mailIdsOf = (row: Row): string[] => [
  ...keyPartsOf(row),
  ...(typeof row.eventId === 'string' ? [row.eventId] : []),
];

/** Whether a row is about a person, or about one of their mails. */
export function isRowOf({ text, hashes, ids, contacts }: SubjectKeys, store: TableStore, row: Row): boolean {
  if (mailIdsOf(row).some((part) => ids.has(part) || hashes.has(part))) return true;
  if (store === 'ledger' && rowKindOf(store, row) === 'RECORD') return contacts.has(String(row.id));
  return someText(row, (value) => hashes.has(value) || ids.has(value) || text.isIn(value));
}
