import { compact } from '../compact.ts';
import type { Delivery, DeliveryId } from '../domain/delivery/delivery.ts';
import type { KnownPerson } from '../domain/delivery/known-person.ts';
import type { ParkMarker, ParkReason } from '../domain/delivery/ledger.ts';
import { sha256 } from '../domain/mail/identity.ts';

// The ledger's keys and rows, in one place: the functions write them, the command line reads them.

export const mailKey = (mailId: string) => ({ pk: `MAIL#${mailId}`, sk: 'MAIL' });
export const readingKey = (mailId: string) => ({ pk: `MAIL#${mailId}`, sk: 'READING' });
/** A message is offered for 14 days at most. */
export const readingTtlSeconds = 15 * 86_400;
export const eventRowKey = (eventId: string) => ({ pk: `EVENT#${eventId}`, sk: 'EVENT' });
export const externalKey = (externalId: string) => ({ pk: `EXTERNAL#${externalId}`, sk: 'EXTERNAL' });
export const messageKey = (messageId: string, eventId: string) => ({ pk: messagePartition(messageId), sk: eventId });
export const messagePartition = (messageId: string): string => `MESSAGE#${sha256(messageId)}`;
export const deliveryKey = ({ eventId, integration }: DeliveryId) => ({
  pk: `EVENT#${eventId}`,
  sk: `DELIVERY#${integration}`,
});
export const markerKey = (group: string) => ({ pk: `PARK#${group}`, sk: 'MARKER' });
export const personKey = (person: string) => ({ pk: `PERSON#${person}`, sk: 'PERSON' });
export const tokenKey = (account: string) => ({ pk: `TOKEN#${account}`, sk: 'TOKEN' });
export const recordKey = (record: string) => ({ pk: `RECORD#${record}`, sk: 'RECORD' });
/** Somebody who has not written for so long is looked up anew. */
export const personTtlSeconds = 30 * 86_400;
export const connectionKey = (connection: string) => ({ pk: `CONNECTION#${connection}`, sk: 'GATE' });
export const watermarkKey = { pk: 'SWEEP', sk: 'RECONCILED' };
export const mappingsKey = { pk: 'MAPPINGS', sk: 'SEEN' };
export const pollKey = (connection: string) => ({ pk: `CONNECTION#${connection}`, sk: 'POLLED' });
export const itemKey = (group: string, place: string) => ({ pk: `PARK#${group}`, sk: `M#${place}` });

/** The sparse index over everything that has not come to its end. */
export const pendingIndex = 'pending';
const shards = 8;
/** Where the marker of a waiting conversation is found: with all poisoned ones, or with those of its connection. */
export const markerShard = ({ kind, connection }: Pick<ParkReason, 'kind' | 'connection'>): string =>
  kind === 'buffered' ? `buffered#${connection}` : 'marker';

/** Spreads pending rows over partitions, so that a burst does not meet one partition's limit. */
export const pendingShard = (lane: string, eventId: string): string =>
  `${lane}#${Number.parseInt(sha256(eventId).slice(0, 4), 16) % shards}`;
export const pendingShards = (lane: string): string[] =>
  Array.from({ length: shards }, (_, shard) => `${lane}#${shard}`);

/** Done rows go after 400 days: longer than any queue, replay or year-end question. */
export const doneTtlSeconds = 400 * 86_400;

export interface DeliveryItem extends Omit<Delivery, 'recipients' | 'leaseUntil'> {
  readonly pk: string;
  readonly sk: string;
  readonly recipients: ReadonlySet<string>;
  readonly pendingShard?: string;
  /** Epoch ms. */
  readonly leaseUntil?: number;
  readonly ttl?: number;
  /** Changes of consent that it brought and that are effective. */
  readonly applied?: ReadonlySet<string>;
}

/** A row as the domain knows it. */
export function toDelivery(item: DeliveryItem): Delivery {
  const { pk, sk, pendingShard: shard, leaseUntil, ttl, recipients, applied, ...delivery } = item;
  return {
    ...delivery,
    recipients: [...recipients],
    ...compact({ leaseUntil: leaseUntil === undefined ? undefined : new Date(leaseUntil).toISOString() }),
  };
}

/** A row under {@link personKey}; its company and answers of the CRM may be empty. */
export function toKnownPerson({ contact, at, company, crm }: Record<string, unknown>): KnownPerson {
  return compact({ contact, at, company: company || undefined, crm: crm || undefined }) as KnownPerson;
}

export interface MarkerItem extends ParkMarker {
  readonly pk: string;
  readonly sk: string;
  /** Epoch ms: until when a redrive holds the conversation. */
  readonly leaseUntil?: number;
  readonly holder?: string;
}

/** A marker as the domain knows it. */
export function toMarker(item: MarkerItem): ParkMarker {
  const { group, head, reason, kind, connection, since, version, waiting, triedAt } = item;
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
