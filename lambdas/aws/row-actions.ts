import { compact } from '../compact.ts';
import { mapTexts, someText } from '../domain/mail/text-address.ts';
import type { Row } from './dynamo-row.ts';
import { rowKindOf, type TableStore } from './row-kinds.ts';
import { keyPartsOf, mailIdsOf, type SubjectKeys } from './subject-rows.ts';

/** The fates of a person's mails in an erasure. */
export interface SubjectMails {
  /** Ids, as in {@link SubjectKeys}, of mails that go as a whole. */
  readonly erased: ReadonlySet<string>;
  /** Ids of mails that stay as they are: under a hold, of another tenant too, or by the setting. */
  readonly kept: ReadonlySet<string>;
  /** Conversations of mails that stay. */
  readonly keptThreads: ReadonlySet<string>;
  /** In place of the address. */
  readonly alias: string;
}

/** How erasure treats a row. */
export type RowAction =
  | { readonly kind: 'keep'; readonly why?: string }
  | { readonly kind: 'delete' }
  /** `remove`: attributes that go; `set`: attributes with other values. */
  | { readonly kind: 'update'; readonly set?: Row; readonly remove?: readonly string[] };

/** Rows of the ledger that say what was done, and those that a delivery in progress still needs: it ends by itself. */
const staying: Readonly<Record<string, string>> = {
  AUDIT: 'records of what people did are never changed; they name mails by their ids',
  PARK: 'a delivery that waits ends with the next redrive',
  EVENT: '',
  // Places in the feed, which consumers count on: ids only.
  FEED: '',
  ENTRY: '',
  DELIVERY: '',
  // Places in the list of mails, ids only: feed takes them out with their counts when the deliveries are buried.
  MAILS: '',
  INDEXED: '',
};

const heldAddress = 'a legal hold names the address; it goes when the hold is released';
const configuredAddress = 'the configuration names the address: change integrations.yaml, and apply it';

/** How erasure treats a row of the person. The rows of events and deliveries are buried, not deleted. */
export function rowActionOf(keys: SubjectKeys, mails: SubjectMails, store: TableStore, row: Row): RowAction {
  if (row.heldBy !== undefined || mailIdsOf(row).some((id) => mails.kept.has(id))) return { kind: 'keep' };
  switch (store) {
    case 'ledger':
      return ledgerAction(keys, mails, row);
    case 'threads':
      return threadAction(keys, mails, row);
    case 'consent':
      return consentAction(keys, mails, row);
    case 'control':
      return { kind: 'keep', why: row.pk === 'LEGALHOLD' ? heldAddress : configuredAddress };
  }
}

function ledgerAction(keys: SubjectKeys, mails: SubjectMails, row: Row): RowAction {
  const kind = rowKindOf('ledger', row);
  const stays = staying[kind];
  if (kind === 'PERSON' || kind === 'ASKED' || kind === 'RECORD') return { kind: 'delete' };
  // Mail that stays is no longer found by the person's address.
  if (kind === 'FIND' && keyPartsOf(row).some((part) => keys.hashes.has(part))) return { kind: 'delete' };
  // Other mail may have come under the same Message-ID, or the same external id: the row says which event it is about.
  const about = kind === 'MESSAGE' || kind === 'EXTERNAL' ? [String(row.eventId)] : mailIdsOf(row);
  if (stays === undefined && about.some((id) => mails.erased.has(id))) return { kind: 'delete' };
  const cleaned = kind === 'AUDIT' || kind === 'PARK' ? undefined : withoutAddress(keys, mails, row);
  return cleaned ?? (stays ? { kind: 'keep', why: stays } : { kind: 'keep' });
}

/**
 * A conversation goes on without the person: the ids of their mails and the marks that they brought go, and they leave the
 * participants of the others.
 */
function threadAction({ hashes }: SubjectKeys, { erased, keptThreads }: SubjectMails, row: Row): RowAction {
  const { sender, namedBy, participants, rivals, threadKey } = row;
  if (keptThreads.has(String(threadKey))) return { kind: 'keep' };
  const isTheirs = (hash: unknown): boolean => hashes.has(String(hash));
  const isMark = sender === undefined && isTheirs(namedBy);
  if (isTheirs(sender) || isMark || mailIdsOf(row).some((id) => erased.has(id))) return { kind: 'delete' };
  const others = Array.isArray(participants) ? participants.filter((hash) => !isTheirs(hash)) : undefined;
  const otherRivals = Array.isArray(rivals) ? rivals.filter((rival) => !isTheirs(rival?.sender)) : undefined;
  const set = compact({
    participants: others !== undefined && others.length < participants.length ? others : undefined,
    rivals: otherRivals !== undefined && otherRivals.length < rivals.length ? otherRivals : undefined,
  });
  const remove = isTheirs(namedBy) ? ['namedBy'] : [];
  return Object.keys(set).length + remove.length === 0 ? { kind: 'keep' } : { kind: 'update', set, remove };
}

/** The consent ledger keeps the statements of the person under the hash; a reason may still quote them. */
function consentAction(keys: SubjectKeys, mails: SubjectMails, row: Row): RowAction {
  const kind = rowKindOf('consent', row);
  if (kind === 'SEGMENTS' || kind === 'CONTACT') return { kind: 'delete' };
  if (kind === 'REVIEW' && keys.hashes.has(String(row.subject))) return { kind: 'delete' };
  return (
    withoutAddress(keys, mails, row) ?? {
      kind: 'keep',
      why: 'what they refused stays refused, under a keyed hash of the address',
    }
  );
}

/** The row with the alias in place of the address; undefined where it does not have the address. */
function withoutAddress({ text }: SubjectKeys, { alias }: SubjectMails, row: Row): RowAction | undefined {
  const { pk: _pk, sk: _sk, ...attributes } = row;
  const changed = Object.entries(attributes).filter(([, value]) => someText(value, text.isIn));
  if (changed.length === 0) return undefined;
  const set = Object.fromEntries(
    changed.map(([name, value]) => [name, mapTexts(value, (words) => text.replace(words, alias))]),
  );
  return { kind: 'update', set };
}
