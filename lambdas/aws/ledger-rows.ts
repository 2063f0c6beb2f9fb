import { compact } from '../compact.ts';
import type { DealMoveMark } from '../domain/crm/deal-stage.ts';
import type { Delivery, DeliveryId } from '../domain/delivery/delivery.ts';
import type { KnownPerson } from '../domain/delivery/known-person.ts';
import type { MailRecord, ParkedItem, ParkMarker, ParkReason } from '../domain/delivery/ledger.ts';
import { sha256 } from '../domain/mail/identity.ts';
import { dealMoveDays, personDays, readingDays } from '../retention.ts';
import { decodeRow, type Row } from './dynamo-row.ts';
import { heldByOf } from './held-rows.ts';
import { optionalSetting, type Settings } from './settings.ts';

// Keys and rows of the ledger table, in one place: the functions write them, the command line reads them.

/** The key of a row. */
export type Key = Readonly<Record<'pk' | 'sk', string>>;

export const mailKey = (mailId: string): Key => ({ pk: `MAIL#${mailId}`, sk: 'MAIL' });
export const readingKey = (mailId: string): Key => ({ pk: `MAIL#${mailId}`, sk: 'READING' });
export const readingTtlSeconds = readingDays * 86_400;

const eventPartition = (eventId: string): string => `EVENT#${eventId}`;
export const eventRowKey = (eventId: string): Key => ({ pk: eventPartition(eventId), sk: 'EVENT' });
/** Marks an event with the same external id and another content. */
export const conflictKey = (eventId: string): Key => ({ pk: eventPartition(eventId), sk: 'CONFLICT' });
/** The results of the scans of a mail's attachments. */
export const scansKey = (eventId: string): Key => ({ pk: eventPartition(eventId), sk: 'SCANS' });
/** The beginning of the sort keys of deliveries. */
export const deliveryPrefix = 'DELIVERY#';
export const deliveryKey = ({ eventId, integration }: DeliveryId): Key => ({
  pk: eventPartition(eventId),
  sk: `${deliveryPrefix}${integration}`,
});
/** Whether a sort key is that of a delivery. */
export const isDeliveryKey = (sk: string): boolean => sk.startsWith(deliveryPrefix);
export const externalKey = (externalId: string): Key => ({ pk: `EXTERNAL#${externalId}`, sk: 'EXTERNAL' });
export const messagePartition = (messageId: string): string => `MESSAGE#${sha256(messageId)}`;
export const messageKey = (messageId: string, eventId: string): Key => ({
  pk: messagePartition(messageId),
  sk: eventId,
});

/** The prefix of every item in the partition of a parked conversation; the marker has another key. */
export const parkedItemPrefix = 'M#';
export const markerKey = (group: string): Key => ({ pk: `PARK#${group}`, sk: 'MARKER' });
export const itemKey = (group: string, place: string): Key => ({
  pk: `PARK#${group}`,
  sk: `${parkedItemPrefix}${place}`,
});

export const personKey = (person: string): Key => ({ pk: `PERSON#${person}`, sk: 'PERSON' });
/** The CRM's answer to a question about the person, beside the row that deliveries write. */
export const askedKey = (person: string): Key => ({ ...personKey(person), sk: 'ASKED' });
/** In s: a person who has not written for so long is looked up again. */
export const personTtlSeconds = personDays * 86_400;
export const recordKey = (record: string): Key => ({ pk: `RECORD#${record}`, sk: 'RECORD' });
export const tokenKey = (account: string): Key => ({ pk: `TOKEN#${account}`, sk: 'TOKEN' });

export const connectionKey = (connection: string): Key => ({ pk: `CONNECTION#${connection}`, sk: 'GATE' });
export const stagePollKey = (connection: string): Key => ({ pk: `CONNECTION#${connection}`, sk: 'STAGES' });
export const pollKey = (connection: string): Key => ({ pk: `CONNECTION#${connection}`, sk: 'POLLED' });

export const watermarkKey: Key = { pk: 'SWEEP', sk: 'RECONCILED' };
export const mappingsKey: Key = { pk: 'MAPPINGS', sk: 'SEEN' };
export const canaryKey: Key = { pk: 'CANARY', sk: 'FLIGHT' };
export const brakeKey = (window: string): Key => ({ pk: `BRAKE#${window}`, sk: 'WINDOW' });

/** The requests of a caller of the API in a minute or a day. */
export const quotaKey = (caller: string, window: string, startsAt: string): Key => ({
  pk: `QUOTA#${caller}`,
  sk: `${window}#${startsAt}`,
});

/** The last move of a deal that a mail made. */
export const dealMoveKey = (connection: string, deal: string): Key => ({
  pk: `DEAL#${connection}#${deal}`,
  sk: 'MOVE',
});
export const dealMoveTtlSeconds = dealMoveDays * 86_400;

/** By day, so that a day can be exported. @param time ISO 8601 UTC @param nonce tells apart what happens in one millisecond */
export const auditKey = (time: string, nonce: string): Key => ({
  pk: `AUDIT#${time.slice(0, 10)}`,
  sk: `${time}#${nonce}`,
});

/** Samples that a person has judged. */
export const reviewsPartition = 'REVIEWS';
export const reviewRowKey = (eventId: string): Key => ({ pk: reviewsPartition, sk: eventId });
/** Mails that wait for a person's judgement. */
export const offersPartition = 'OFFERS';
export const offerKey = ({ eventId, integration }: DeliveryId): Key => ({
  pk: offersPartition,
  sk: `${eventId}#${integration}`,
});

/** Requests of mailbox providers to confirm a forwarding address. */
export const forwardingsPartition = 'FORWARDINGS';
export const forwardingKey = ({ eventId, integration }: DeliveryId): Key => ({
  pk: forwardingsPartition,
  sk: `${eventId}#${integration}`,
});

/** The sparse index over all deliveries without a fate. */
export const pendingIndex = 'pending';
const shards = 8;
/** The shard of a marker: one for all poisoned conversations, one for each connection that conversations wait for. */
export const markerShard = ({ kind, connection }: Pick<ParkReason, 'kind' | 'connection'>): string =>
  kind === 'buffered' ? `buffered#${connection}` : 'marker';

/** Spreads pending rows over partitions, so that a burst does not meet one partition's limit. */
export const pendingShard = (lane: string, eventId: string): string =>
  `${lane}#${Number.parseInt(sha256(eventId).slice(0, 4), 16) % shards}`;
export const pendingShards = (lane: string): string[] =>
  Array.from({ length: shards }, (_, shard) => `${lane}#${shard}`);

/** In days, where the stage says nothing: longer than any queue, replay or year-end question. */
const defaultLedgerDays = 400;

/** Seconds that mails, events and done deliveries stay, by the environment of a function. */
export const ledgerSecondsOf = (environment: Settings = {}): number =>
  Number(optionalSetting(environment, 'ledgerDays') ?? defaultLedgerDays) * 86_400;

/** The time to live of a row that must stay for so many seconds from a moment, in epoch seconds. */
export const ttlAfter = (moment: Date, seconds: number): number => Math.floor(moment.getTime() / 1000) + seconds;

/** The lease of a row that a condition refused, or now when the row has none. */
export const leaseEndOf = (row: Row | undefined, now: Date): Date => new Date(Number(row?.leaseUntil ?? now.getTime()));

interface DeliveryItem extends Omit<Delivery, 'recipients' | 'leaseUntil' | 'heldBy'> {
  readonly pk: string;
  readonly sk: string;
  readonly recipients: ReadonlySet<string>;
  readonly pendingShard?: string;
  /** Epoch ms. */
  readonly leaseUntil?: number;
  readonly ttl?: number;
  /** Changes of consent that it brought and that are effective. */
  readonly applied?: ReadonlySet<string>;
  readonly heldBy?: ReadonlySet<string>;
  readonly heldUntil?: number;
  /** SHA-256 of the Message-ID, for the audit trail; absent in rows of earlier versions. */
  readonly messageHash?: string;
}

const deliveryAttributes = [
  'eventId',
  'integration',
  'threadKey',
  'lane',
  'receivedAt',
  'state',
  'recipients',
] as const;

/** Reads a row under {@link deliveryKey}. */
export function toDelivery(row: Row): Delivery {
  const item = decodeRow<DeliveryItem>(row, deliveryAttributes);
  const { pk, sk, pendingShard: shard, leaseUntil, ttl, recipients, applied, ...rest } = item;
  const { heldBy, heldUntil, messageHash, ...delivery } = rest;
  return {
    ...delivery,
    recipients: [...recipients],
    ...compact({
      leaseUntil: leaseUntil === undefined ? undefined : new Date(leaseUntil).toISOString(),
      heldBy: heldByOf(row),
    }),
  };
}

/** A pending row as the index projects it. */
type PendingDelivery = Pick<Delivery, 'eventId' | 'integration' | 'threadKey' | 'lane' | 'kind' | 'receivedAt'>;

/** Reads a row of a delivery from {@link pendingIndex}. */
export const toPendingDelivery = (row: Row): PendingDelivery =>
  decodeRow<PendingDelivery>(row, ['eventId', 'integration', 'threadKey', 'lane', 'receivedAt']);

/** How many changes of consent that a delivery brought are effective. */
export const appliedCount = (row: Row): number => (row.applied instanceof Set ? row.applied.size : 0);

/** The rows in the partition of an event, read together. */
export interface EventRows {
  readonly mails: readonly string[];
  readonly conflictsWith?: string;
  /** The legal holds on it. */
  readonly heldBy?: readonly string[];
  readonly deliveries: readonly Delivery[];
}

/** Reads the rows of one event's partition; undefined without the row of the event itself. */
export function toEventRows(rows: readonly Row[]): EventRows | undefined {
  const head = rows.find(({ sk }) => sk === 'EVENT');
  if (head === undefined) return undefined;
  const conflict = rows.find(({ sk }) => sk === 'CONFLICT')?.conflictsWith;
  return compact({
    mails: head.mails instanceof Set ? [...head.mails] : [],
    conflictsWith: typeof conflict === 'string' ? conflict : undefined,
    heldBy: heldByOf(head),
    deliveries: rows.filter(({ sk }) => String(sk).startsWith(deliveryPrefix)).map(toDelivery),
  });
}

/** Reads a row under {@link mailKey}, its key with it. */
export const toMailRecord = (row: Row): MailRecord =>
  decodeRow<MailRecord>(row, ['mailId', 'objectKey', 'receivedAt', 'state']);

/** Reads a row under {@link personKey}; its company and the CRM's answers may be empty. */
export function toKnownPerson(row: Row): KnownPerson {
  const { contact, at, company, crm } = decodeRow<KnownPerson>(row, ['contact', 'at']);
  return compact({ contact, at, company: company || undefined, crm: crm || undefined });
}

/** Reads a row under {@link dealMoveKey}. */
export function toDealMove(row: Row): DealMoveMark {
  const { eventId, at, stage, writtenAt } = decodeRow<DealMoveMark>(row, ['eventId', 'at', 'stage', 'writtenAt']);
  return { eventId, at, stage, writtenAt };
}

interface MarkerItem extends Omit<ParkMarker, 'kind' | 'waiting'> {
  /** Absent in rows of earlier versions. */
  readonly kind?: ParkMarker['kind'];
  readonly waiting?: number;
}

/** Reads a row under {@link markerKey}. */
export function toMarker(row: Row): ParkMarker {
  const marker = decodeRow<MarkerItem>(row, ['group', 'head']);
  const { group, head, reason, kind, connection, since, version, waiting, triedAt } = marker;
  return compact({
    group,
    head,
    reason,
    kind: kind ?? 'poisoned',
    connection: kind === 'buffered' && connection !== undefined ? connection : undefined,
    since,
    version,
    waiting: waiting ?? 0,
    triedAt,
  });
}

/** Reads a row under {@link itemKey}, its key with it. */
export const toParkedItem = (row: Row): ParkedItem => decodeRow<ParkedItem>(row, ['place', 'message']);
