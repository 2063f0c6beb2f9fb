import type { HeldMail } from '../domain/delivery/held-mail.ts';
import { forwardingDays, reviewDays } from '../retention.ts';
import type { Row } from './dynamo-row.ts';
import {
  conflictKey,
  deliveryKey,
  eventRowKey,
  externalKey,
  forwardingKey,
  type Key,
  ledgerSecondsOf,
  mailKey,
  messageKey,
  offerKey,
  reviewRowKey,
  scansKey,
  ttlAfter,
} from './ledger-rows.ts';
import type { Settings } from './settings.ts';
import { inactiveDaysOf, messageRow, threadRow, threadTtl } from './thread-rows.ts';

/** Kinds of rows that a hold keeps, as the table of retention calls them. */
type HeldKind =
  | 'MAIL'
  | 'EVENT'
  | 'CONFLICT'
  | 'EXTERNAL'
  | 'MESSAGE'
  | 'SCANS'
  | 'DELIVERY'
  | 'OFFERS'
  | 'REVIEWS'
  | 'FORWARDINGS'
  | 'M'
  | 'T';

/** A row that belongs to a mail. */
export interface HeldRow {
  readonly table: string;
  readonly kind: HeldKind;
  readonly key: Partial<Key>;
  /** Whether the hold writes the row where it does not exist, so that its later writers find the mark. */
  readonly isMadeForHold?: boolean;
}

interface Tables {
  readonly ledgerTable: string;
  readonly threadsTable: string;
}

/** Every row that may exist of a mail, that of the mail itself first. */
export function heldRowsOf({ mailId, event }: HeldMail, { ledgerTable, threadsTable }: Tables): HeldRow[] {
  const inLedger = (kind: HeldKind, key: Key): HeldRow => ({ table: ledgerTable, kind, key });
  const inThreads = (kind: HeldKind, pk: string): HeldRow => ({ table: threadsTable, kind, key: { pk } });
  const own = inLedger('MAIL', mailKey(mailId));
  if (event === undefined) return [own];
  const { eventId, externalId, messageId, attachments, deliveries, conversations } = event;
  return distinct([
    own,
    inLedger('EVENT', eventRowKey(eventId)),
    inLedger('CONFLICT', conflictKey(eventId)),
    inLedger('EXTERNAL', externalKey(externalId)),
    ...(messageId === undefined ? [] : [inLedger('MESSAGE', messageKey(messageId, eventId))]),
    // The results of its scans come later, by another function.
    { ...inLedger('SCANS', scansKey(eventId)), isMadeForHold: attachments.length > 0 },
    inLedger('REVIEWS', reviewRowKey(eventId)),
    ...deliveries.flatMap((id) => [
      inLedger('DELIVERY', deliveryKey(id)),
      inLedger('OFFERS', offerKey(id)),
      inLedger('FORWARDINGS', forwardingKey(id)),
    ]),
    ...conversations.flatMap(({ tenant, ids, threads }) => [
      ...ids.map((id) => inThreads('M', messageRow(tenant, id))),
      ...threads.map((thread) => inThreads('T', threadRow(tenant, thread))),
    ]),
  ]);
}

/** No read and no transaction takes a key twice. */
const distinct = (rows: readonly HeldRow[]): HeldRow[] => [
  ...new Map(rows.map((row) => [JSON.stringify([row.table, row.key.pk, row.key.sk]), row])).values(),
];

/** The attribute from which the end of a row counts, where a later writer may change it: the others count from the mail. */
export const momentAttributes: Readonly<Partial<Record<HeldKind, string>>> = {
  DELIVERY: 'settledAt',
  OFFERS: 'offer',
  REVIEWS: 'review',
  FORWARDINGS: 'request',
};

interface AfterHold {
  readonly mail: Pick<HeldMail, 'receivedAt'>;
  readonly environment: Settings;
  readonly now: Date;
}

/**
 * When a row may go that no hold keeps any more, by the table of retention and from its own time; in epoch seconds, undefined
 * for work that is open. The end of a merge counts from its last write, which the release is.
 */
export function endAfterHold(kind: HeldKind, row: Row, { mail, environment, now }: AfterHold): number | undefined {
  const ledgerSeconds = ledgerSecondsOf(environment);
  const after = (moment: unknown, seconds: number): number =>
    ttlAfter(new Date(typeof moment === 'string' ? moment : mail.receivedAt), seconds);
  switch (kind) {
    case 'DELIVERY':
      return row.settledAt === undefined ? undefined : after(row.settledAt, ledgerSeconds);
    case 'OFFERS':
      return after(row.offer?.at, reviewDays * 86_400);
    case 'REVIEWS':
      return after(row.review?.at, ledgerSeconds);
    case 'FORWARDINGS':
      return after(row.request?.at, forwardingDays * 86_400);
    case 'M':
      return threadTtl(mail.receivedAt, inactiveDaysOf(environment));
    case 'T':
      return threadTtl(now.toISOString(), inactiveDaysOf(environment));
    default:
      return after(mail.receivedAt, ledgerSeconds);
  }
}
