import type { Row } from '../../lambdas/aws/dynamo-row.ts';
import { eventIdOf, openStoredEvent } from '../../lambdas/aws/event-reader.ts';
import type { ObjectVersion } from '../../lambdas/aws/object-versions.ts';
import { isOfOtherTenant, type TableStore } from '../../lambdas/aws/row-kinds.ts';
import { isRowOf, mailIdsOf, type SubjectKeys } from '../../lambdas/aws/subject-rows.ts';
import { compact } from '../../lambdas/compact.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import { personAt, unkeyedPersonAt } from '../../lambdas/domain/delivery/known-person.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import { TransientError } from '../../lambdas/domain/errors.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { sha256 } from '../../lambdas/domain/mail/identity.ts';
import { mailIdOf } from '../../lambdas/domain/mail/receipt.ts';
import type { SubjectHash } from '../../lambdas/domain/mail/subject-hash.ts';
import { namesOfSubject, type SubjectRole, subjectRoleIn } from '../../lambdas/domain/mail/subject-mail.ts';
import { someText, type TextAddress, textAddress } from '../../lambdas/domain/mail/text-address.ts';
import { comparableId } from '../../lambdas/domain/threads/thread-marks.ts';
import { batchesOf, inOrder } from '../../lambdas/operations/batches.ts';
import { createStatusLine } from '../output.ts';
import type { DataBackend } from './data-backend.ts';

/** A mail in which the person has a part. */
export interface SubjectMail {
  readonly event: EmailReceived;
  readonly role: SubjectRole;
  readonly mails: readonly MailRecord[];
  readonly deliveries: readonly Delivery[];
}

/** A raw mail with the person's address that never became an event. */
export interface UnreadSubjectMail {
  readonly mailId: string;
  readonly objectKey: string;
  /** Absent where the ledger does not know the mail. */
  readonly record?: MailRecord;
}

/** All that is stored of a person. */
export interface SubjectFindings {
  readonly keys: SubjectKeys;
  readonly mails: readonly SubjectMail[];
  readonly unread: readonly UnreadSubjectMail[];
  /** The names under which mails have the address. */
  readonly names: readonly string[];
  readonly rows: ReadonlyArray<{ readonly store: TableStore; readonly row: Row }>;
  /** How much was read to find it. */
  readonly searched: { readonly events: number; readonly rawMails: number; readonly rows: number };
}

/** The person: an address of a tenant, and the connections at which the ledger may remember them. */
export interface SubjectQuestion {
  /** Normalized. */
  readonly address: string;
  readonly tenant: string;
  readonly connections: readonly string[];
  readonly subjectFor: SubjectHash;
}

/** The stores that a search reads. */
type FindPorts = Pick<DataBackend, 'versions' | 'buckets' | 'rowsOf' | 'tenantKeys'> & {
  readonly reader: Pick<DataBackend['reader'], 'mails' | 'event'>;
};

const stores: readonly TableStore[] = ['ledger', 'threads', 'consent', 'control'];
/** Reads that run at the same time. */
const readsAtOnce = 16;
const mailsPerRead = 100;

/**
 * Looks through everything that is stored: each version of each event, raw mail that could not be read, and each row. No index
 * leads from an address to mail, so that nobody finds a person by it; requests are rare, and this one misses nothing.
 */
export async function findSubject(ports: FindPorts, question: SubjectQuestion): Promise<SubjectFindings> {
  const status = createStatusLine();
  const text = textAddress(question.address);
  const events = await eventsOf(ports, question.address, (count) => status.show(`read ${count} events`));
  const unread = await unreadMailsOf(ports, text, (count) => status.show(`looked at ${count} raw mails`));
  const named = await Array.fromAsync(
    inOrder(eachOf(events.found), readsAtOnce, (event) => mailOf(ports, event, question.address)),
  );
  const mails = named.filter(({ deliveries }) => isOfTenant(deliveries, question.tenant));
  const elsewhere = new Set(named.filter((mail) => !mails.includes(mail)).flatMap(idsOfMail));
  const keys = keysOf(question, text, mails, unread.found);
  const isOurs = (store: TableStore, row: Row): boolean =>
    isRowOf(keys, store, row) &&
    !isOfOtherTenant(store, row, question.tenant) &&
    !mailIdsOf(row).some((id) => elsewhere.has(id));
  const rows: Array<{ store: TableStore; row: Row }> = [];
  let rowCount = 0;
  for (const store of stores)
    for await (const page of ports.rowsOf(store)) {
      rowCount += page.length;
      rows.push(...page.filter((row) => isOurs(store, row)).map((row) => ({ store, row })));
      status.show(`looked at ${rowCount} rows`);
    }
  status.end();
  const names = [...new Set(mails.flatMap(({ event }) => namesOfSubject(event, question.address)))];
  const searched = { events: events.count, rawMails: unread.count, rows: rowCount };
  return { keys, mails, unread: unread.found, names, rows, searched };
}

async function* eachOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** Mail without a delivery went to no tenant, or to one that is not known any more. */
const isOfTenant = (deliveries: readonly Delivery[], wanted: string): boolean =>
  deliveries.length === 0 || deliveries.some(({ tenant }) => tenant === wanted);

/** Every object version under a prefix but the markers of deletions. */
async function* contentsUnder({ versions }: Pick<FindPorts, 'versions'>, bucket: string, prefix: string) {
  for await (const page of versions.under(bucket, prefix)) yield* page.filter(({ isMarker }) => !isMarker);
}

interface Found<T> {
  readonly found: readonly T[];
  /** How many were looked at. */
  readonly count: number;
}

/** Events with the address in one of their versions: S3 lists the newest first, and that one counts. */
async function eventsOf(
  ports: FindPorts,
  address: string,
  onRead: (count: number) => void,
): Promise<Found<EmailReceived>> {
  const { versions, buckets } = ports;
  const newest = new Map<string, EmailReceived>();
  const named = new Set<string>();
  let last: { readonly key: string; readonly event: EmailReceived } | undefined;
  let count = 0;
  const read = async (version: ObjectVersion) => ({
    key: version.key,
    bytes: await versions.read(buckets.mail, version),
  });
  for await (const { key, bytes } of inOrder(contentsUnder(ports, buckets.mail, 'events/'), readsAtOnce, read)) {
    count += 1;
    onRead(count);
    const event = bytes && (await eventIn(ports, key, bytes));
    if (event === undefined) continue;
    last = last?.key === key ? last : { key, event };
    if (subjectRoleIn(event, address) === undefined) continue;
    named.add(key);
    newest.set(key, newest.get(key) ?? last.event);
  }
  return { found: [...newest.values()], count };
}

/** Only parse writes events; an object that is none is left alone, and so is one whose tenants' keys were destroyed. */
async function eventIn({ tenantKeys }: FindPorts, key: string, bytes: Uint8Array): Promise<EmailReceived | undefined> {
  try {
    const event = await openStoredEvent(tenantKeys, bytes, eventIdOf(key));
    return typeof event?.eventId === 'string' && typeof event.message === 'object' ? event : undefined;
  } catch (error) {
    // Keys that cannot be read now would hide the person.
    if (error instanceof TransientError) throw error;
    return undefined;
  }
}

/** Raw mail without an event: quarantined, or not yet known to the ledger. Its bytes are searched as they were sent. */
async function unreadMailsOf(
  ports: FindPorts,
  text: TextAddress,
  onRead: (count: number) => void,
): Promise<Found<UnreadSubjectMail>> {
  const found = new Map<string, UnreadSubjectMail>();
  let count = 0;
  const raw = contentsUnder(ports, ports.buckets.mail, 'inbound/');
  for await (const batch of batchesOf(raw, mailsPerRead)) {
    count += batch.length;
    onRead(count);
    const records = await ports.reader.mails(batch.map(({ key }) => mailIdOf(key)));
    for (const version of batch) {
      const mailId = mailIdOf(version.key);
      const record = records.get(mailId);
      if (record?.state === 'parsed' || found.has(mailId)) continue;
      const isNamed = (record !== undefined && someText(record, text.isIn)) || (await isInRaw(ports, version, text));
      if (isNamed) found.set(mailId, compact({ mailId, objectKey: version.key, record }));
    }
  }
  return { found: [...found.values()], count };
}

async function isInRaw({ versions, buckets }: FindPorts, version: ObjectVersion, text: TextAddress): Promise<boolean> {
  const bytes = await versions.read(buckets.mail, version);
  return bytes !== undefined && text.isIn(Buffer.from(bytes).toString('latin1'));
}

async function mailOf({ reader }: FindPorts, event: EmailReceived, address: string): Promise<SubjectMail> {
  const ledger = await reader.event(event.eventId);
  const records = await reader.mails(ledger?.mails ?? []);
  const role = subjectRoleIn(event, address) ?? 'mentioned';
  return { event, role, mails: [...records.values()], deliveries: ledger?.deliveries ?? [] };
}

function keysOf(
  { address, tenant, connections, subjectFor }: SubjectQuestion,
  text: TextAddress,
  mails: readonly SubjectMail[],
  unread: readonly UnreadSubjectMail[],
): SubjectKeys {
  const people = connections.flatMap((connection) => [
    personAt(subjectFor, connection, address),
    unkeyedPersonAt(connection, address),
  ]);
  const ownMails = mails.filter(({ role }) => role === 'author');
  return {
    text,
    hashes: new Set([subjectFor(tenant, address), ...people]),
    ids: new Set([...mails.flatMap(idsOfMail), ...unread.map(({ mailId }) => mailId)]),
    contacts: new Set(ownMails.flatMap(({ deliveries }) => deliveries.flatMap(({ steps }) => steps.contact?.id ?? []))),
  };
}

/** The ids under which rows have a mail. */
export function idsOfMail({ event, mails }: Pick<SubjectMail, 'event' | 'mails'>): string[] {
  const { eventId, externalId, message } = event;
  const messageIds = message.messageId === undefined ? [] : [message.messageId, comparableId(message.messageId)];
  return [eventId, externalId, ...mails.map(({ mailId }) => mailId), ...messageIds.map((id) => sha256(id))];
}
