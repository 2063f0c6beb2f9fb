import { compact } from '../lambdas/compact.ts';
import type { Delivery } from '../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../lambdas/domain/delivery/ledger.ts';
import { type RecipientFate, recipientFates } from '../lambdas/domain/delivery/recipient-fates.ts';
import { mailIdOf, type StoredMail } from '../lambdas/domain/mail/receipt.ts';
import { isSetupObject } from '../lambdas/domain/mail/set-up-message.ts';
import { batchesOf, inOrder } from '../lambdas/operations/batches.ts';
import { type Backend, connectBackend } from './backend.ts';
import { gatherIds, type IdSet } from './id-set.ts';
import { createStatusLine, printJson, printLines } from './output.ts';
import { type Repaired, repairLost } from './repair-lost.ts';

/** A problem of one mail, or of one of its recipients. */
interface AuditFinding {
  readonly mailId: string;
  readonly recipient?: string;
  readonly problem: string;
}

/** The result of an audit; with `--json` the keys of its line. */
export interface AuditReport {
  readonly mails: number;
  readonly recipients: number;
  readonly fates: Readonly<Record<string, number>>;
  /** Mails and recipients that are on their way, and not yet for longer than the grace. */
  readonly pending: number;
  readonly missing: readonly AuditFinding[];
  /** Mails for which the CRM has more than one record. */
  readonly duplicates: readonly AuditFinding[];
  /** Only with `--repair`. */
  readonly repaired?: Repaired;
}

/** Mails that the ledger is asked for in one call. */
const mailsPerRead = 100;
/** Reads of the ledger at once. */
const readsAtOnce = 4;

interface AuditOptions {
  readonly since?: Date;
  /** In ms. */
  readonly grace: number;
  readonly repair?: boolean;
  readonly json?: boolean;
}

export async function runAudit({ since = new Date(0), grace, repair = false, json }: AuditOptions): Promise<void> {
  const backend = connectBackend();
  const repaired = repair ? await repairLost(backend.invoke, since, grace) : undefined;
  const report = { ...(await audit(backend, since, grace)), ...compact({ repaired }) };
  if (json) printJson(report);
  else printLines(reportLines(report));
  process.exitCode = report.missing.length === 0 ? 0 : 1;
}

/** The stores that an audit compares. */
interface AuditPorts {
  readonly store: Pick<Backend['store'], 'rawMails' | 'eventIds' | 'receiptIds' | 'hasEvent' | 'hasReceipt'>;
  readonly reader: Pick<Backend['reader'], 'mails' | 'deliveries'>;
}

/**
 * Compares every raw mail with its ledger row, its receipt, its event object and the fate of each of its recipients.
 *
 * It lists the ids of events and receipts first, a thousand in each call, because an object read for each mail would take
 * most of the time. An id that the lists lack is looked up before it is reported: the object may be younger than the list.
 *
 * @param since mail that was stored before then is left out
 * @param graceMs how long a mail or a delivery may be on its way, in ms
 */
export async function audit(ports: AuditPorts, since: Date, graceMs: number): Promise<AuditReport> {
  const status = createStatusLine();
  const isLate = (time: string): boolean => Date.parse(time) < Date.now() - graceMs;
  const report: Tally = { mails: 0, recipients: 0, fates: {}, pending: 0, missing: [], duplicates: [] };
  const listed = {
    events: await gatherIds(ports.store.eventIds(), (count) => status.show(`listed ${count} events`)),
    receipts: await gatherIds(ports.store.receiptIds(), (count) => status.show(`listed ${count} receipts`)),
  };
  const batches = batchesOf(auditedMails(ports, since), mailsPerRead);
  for await (const facts of inOrder(batches, readsAtOnce, (batch) => factsOf(ports, listed, batch))) {
    for (const each of facts) add(report, judgeMail(each, isLate));
    status.show(`audited ${report.mails} mails, ${report.missing.length} missing`);
  }
  status.end();
  return report;
}

/** All raw mail but the object by which SES tries the bucket. */
async function* auditedMails({ store }: AuditPorts, since: Date): AsyncGenerator<StoredMail> {
  for await (const stored of store.rawMails(since)) if (!isSetupObject(stored.objectKey)) yield stored;
}

/** The contents of the stores for one raw mail. */
interface MailFacts {
  readonly mailId: string;
  /** ISO 8601 UTC. */
  readonly storedAt: string;
  /** Absent for a mail that the ledger has never seen; nothing else is looked up then. */
  readonly record?: MailRecord;
  readonly deliveries: readonly Delivery[];
  readonly hasEvent: boolean;
  readonly hasReceipt: boolean;
}

/** The ids under which the bucket had objects when the audit began. */
interface ListedIds {
  readonly events: IdSet;
  readonly receipts: IdSet;
}

/** Reads what the stores hold for a batch of mails. */
async function factsOf(ports: AuditPorts, listed: ListedIds, batch: readonly StoredMail[]): Promise<MailFacts[]> {
  const records = await ports.reader.mails(batch.map(({ objectKey }) => mailIdOf(objectKey)));
  const deliveries = await ports.reader.deliveries([...records.values()]);
  return Promise.all(
    batch.map(async ({ objectKey, storedAt }): Promise<MailFacts> => {
      const mailId = mailIdOf(objectKey);
      const record = records.get(mailId);
      if (record === undefined) return { mailId, storedAt, deliveries: [], hasEvent: false, hasReceipt: false };
      const { eventId } = record;
      return {
        mailId,
        storedAt,
        record,
        deliveries: (eventId === undefined ? undefined : deliveries.get(eventId)) ?? [],
        hasEvent: eventId !== undefined && (await hasEvent(ports, listed, eventId)),
        hasReceipt: record.receipt !== undefined || (await hasReceipt(ports, listed, mailId)),
      };
    }),
  );
}

const hasEvent = async ({ store }: AuditPorts, { events }: ListedIds, eventId: string): Promise<boolean> =>
  events.has(eventId) || store.hasEvent(eventId);

const hasReceipt = async ({ store }: AuditPorts, { receipts }: ListedIds, mailId: string): Promise<boolean> =>
  receipts.has(mailId) || store.hasReceipt(mailId);

/** The part of one mail in the report. */
function judgeMail(
  { mailId, storedAt, record, deliveries, hasEvent, hasReceipt }: MailFacts,
  isLate: IsLate,
): AuditReport {
  if (record === undefined) {
    return isLate(storedAt)
      ? { ...aMail, missing: [{ mailId, problem: 'stored, but the ledger has never seen it' }] }
      : { ...aMail, pending: 1 };
  }
  const missing: AuditFinding[] = [];
  if (!hasReceipt) missing.push({ mailId, problem: 'its receipt is not kept beside it' });
  if (record.state === 'parsed' && !hasEvent) missing.push({ mailId, problem: 'its event object is gone' });
  const fates: Record<string, number> = {};
  if (record.recipients.length === 0) fates[record.state === 'quarantined' ? 'quarantined' : 'unrouted'] = 1;
  return recipientFates(record, deliveries)
    .map((recipientFate) => judgeRecipient(mailId, recipientFate, isLate))
    .reduce(add, { ...aMail, fates, missing, duplicates: [] });
}

type IsLate = (time: string) => boolean;

/** A report that is still being added to. */
interface Tally {
  mails: number;
  recipients: number;
  pending: number;
  readonly fates: Record<string, number>;
  readonly missing: AuditFinding[];
  readonly duplicates: AuditFinding[];
}

/** The report of one mail without any recipient or problem. */
const aMail: AuditReport = { mails: 1, recipients: 0, fates: {}, pending: 0, missing: [], duplicates: [] };

/** The part of one recipient in the report. */
function judgeRecipient(
  mailId: string,
  { recipient, integration, fate, delivery }: RecipientFate,
  isLate: IsLate,
): AuditReport {
  const duplicates = Object.entries(delivery?.steps ?? {}).flatMap(([step, { duplicates: others }]) =>
    others ? [{ mailId, recipient, problem: `${step}: also ${others.join(', ')}` }] : [],
  );
  const counted: AuditReport = { mails: 0, recipients: 1, fates: {}, pending: 0, missing: [], duplicates };
  const withProblem = (problem: string): AuditReport => ({ ...counted, missing: [{ mailId, recipient, problem }] });
  if (fate !== undefined) return { ...counted, fates: { [fate]: 1 } };
  if (delivery === undefined) return withProblem(`routed to ${integration}, but there is no delivery`);
  if (isLate(delivery.receivedAt)) return withProblem('pending for longer than the grace');
  return { ...counted, pending: 1 };
}

/** Adds a part to the report in place: an audit may go over millions of mails. */
function add(report: Tally, part: AuditReport): Tally {
  report.mails += part.mails;
  report.recipients += part.recipients;
  report.pending += part.pending;
  for (const [fate, count] of Object.entries(part.fates)) report.fates[fate] = (report.fates[fate] ?? 0) + count;
  report.missing.push(...part.missing);
  report.duplicates.push(...part.duplicates);
  return report;
}

/** The report for people. */
export function reportLines(report: AuditReport): string[] {
  const { mails, recipients, fates, pending, missing, duplicates, repaired } = report;
  return [
    ...(repaired === undefined
      ? []
      : [
          `queued again: ${repaired.mails} mails that the ledger did not know, ${repaired.deliveries} pending deliveries`,
        ]),
    `${mails} mails, ${recipients} recipients`,
    ...Object.entries(fates)
      .toSorted()
      .map(([fate, count]) => `  ${fate}: ${count}`),
    ...(pending > 0 ? [`  on their way: ${pending}`] : []),
    ...missing.map(
      ({ mailId, recipient, problem }) =>
        `MISSING ${mailId}${recipient === undefined ? '' : ` to ${recipient}`}: ${problem}`,
    ),
    ...duplicates.map(({ mailId, problem }) => `DUPLICATE ${mailId}: ${problem}; docs/runbook.md#duplicate-report`),
    missing.length === 0
      ? 'Nothing is missing.'
      : `${missing.length} without a fate. Look with: postern trace <mail id>; the sweep repairs lost notifications within the hour.`,
  ];
}
