import { type ConsentItem, consentKey } from '../../lambdas/aws/consent-rows.ts';
import { judgeEligibility } from '../../lambdas/domain/consent/eligibility.ts';
import { stepNames } from '../../lambdas/domain/crm/crm-step.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import { recipientFates } from '../../lambdas/domain/delivery/recipient-fates.ts';
import { subjectOf } from '../../lambdas/domain/mail/subject-hash.ts';
import { env } from '../../lambdas/env.ts';
import type { StoredRecord } from './services/crm.ts';
import type { Item } from './services/expressions.ts';
import type { SimulatedMail } from './traffic.ts';
import { addressKey, type World } from './world.ts';

/** Violations found after a run, grouped by the promise that they break. */
export interface Verdict {
  readonly lost: string[];
  readonly duplicated: string[];
  readonly inverted: string[];
  readonly stuck: string[];
  /** Any other difference from the reference model. */
  readonly wrong: string[];
}

export const isClean = (verdict: Verdict): boolean => Object.values(verdict).every((list) => list.length === 0);

/**
 * Compares the world after a run with the expected result for the mails of the run.
 *
 * The reference model knows the mails, their integrations and the deliveries that were given up, but no queues, leases
 * or retries. It expects one fate for each recipient; one contact, one company and one activity per mail and
 * connection, however often a step was retried; activities of a conversation in the order in which they were queued.
 *
 * @param exemptions deliveries without an expected record: `<mail name> <integration>` to the reason
 */
export function check(world: World, mails: readonly SimulatedMail[], exemptions: ReadonlyMap<string, string>): Verdict {
  const verdict: Verdict = { lost: [], duplicated: [], inverted: [], stuck: [], wrong: [] };
  const rows = world.dynamo.items(world.names[env.ledgerTable]!);
  checkFates(world, rows, verdict);
  checkRecords(world, mails, exemptions, verdict);
  checkOrder(world, rows, verdict);
  checkConsent(world, mails, verdict);
  checkRest(world, rows, verdict);
  return verdict;
}

const deliveriesOf = (rows: readonly Item[]): Delivery[] =>
  rows.filter(({ sk }) => String(sk).startsWith('DELIVERY#')) as unknown as Delivery[];

/** Requires a ledger row for every raw object, and one fate for every recipient. */
function checkFates(world: World, rows: readonly Item[], verdict: Verdict): void {
  const records = new Map(
    rows.filter(({ sk }) => sk === 'MAIL').map((row) => [String(row.mailId), row as unknown as MailRecord]),
  );
  const deliveries = Map.groupBy(deliveriesOf(rows), ({ eventId }) => eventId);
  for (const key of world.s3.bucket(world.names[env.mailBucket]!).keys()) {
    if (!key.startsWith('inbound/')) continue;
    const mailId = key.slice('inbound/'.length);
    const record = records.get(mailId);
    if (record === undefined) {
      verdict.lost.push(`${mailId}: the ledger has never seen it`);
      continue;
    }
    for (const { recipient, fate, reason } of recipientFates(record, deliveries.get(record.eventId ?? '') ?? [])) {
      if (fate === undefined) verdict.lost.push(`${mailId} to ${recipient}: no fate`);
      else if (fate === 'parked') verdict.stuck.push(`${mailId} to ${recipient}: still parked (${reason})`);
    }
  }
}

/** Requires exactly the records of the model at the CRMs, each once. */
function checkRecords(
  world: World,
  mails: readonly SimulatedMail[],
  exemptions: ReadonlyMap<string, string>,
  verdict: Verdict,
): void {
  const expected = new Map<string, number>();
  const want = (key: string): void => void expected.set(key, 1);
  for (const { name, kind, from, integrations } of mails) {
    if (kind !== 'conversation') continue;
    for (const integration of integrations) {
      // An exempt delivery (skipped by a person, or its event expired) may still have created its contact.
      if (exemptions.has(`${name} ${integration}`)) continue;
      want(`${integration} contact ${from}`);
      want(`${integration} company ${from.split('@')[1]}`);
      want(`${integration} activity mail ${name}`);
    }
  }
  const actual = Map.groupBy(world.crm.records, describeRecord);
  for (const [key, records] of actual)
    if (records.length > 1) verdict.duplicated.push(`${key}: ${records.map(({ id }) => id).join(', ')}`);
  for (const key of expected.keys()) if (!actual.has(key)) verdict.lost.push(`${key} is not at the CRM`);
  const possible = new Set(
    mails.flatMap(({ name, from, integrations }) =>
      integrations.flatMap((integration) => [
        `${integration} contact ${from}`,
        `${integration} company ${from.split('@')[1]}`,
        `${integration} activity mail ${name}`,
      ]),
    ),
  );
  for (const key of actual.keys()) if (!possible.has(key)) verdict.wrong.push(`${key} should not be at the CRM`);
}

const describeRecord = ({ connection, type, key, subject }: StoredRecord): string =>
  `${connection} ${type} ${type === 'activity' ? subject : key}`;

/**
 * Requires that activities of a conversation are created in the order of the mails: if two mails were received and
 * queued in the same order, the later one never comes first. The order is not promised after an outage longer than the
 * queue's retention: expired messages are queued again beside newer mail.
 */
function checkOrder(world: World, rows: readonly Item[], verdict: Verdict): void {
  const activities = new Map<string, { at: number; receivedAt: string }>();
  const records = new Map(world.crm.records.map((record) => [record.id, record]));
  for (const delivery of deliveriesOf(rows)) {
    const { eventId, integration, receivedAt, state, fate, steps } = delivery;
    const id = steps.activity?.id;
    const record = id === undefined ? undefined : records.get(id);
    if (record !== undefined) activities.set(`${eventId} ${integration}`, { at: record.committedAt, receivedAt });
    for (const name of stepNames) {
      const step = steps[name];
      if (state === 'done' && fate === 'delivered' && step !== undefined && step.state !== 'done')
        verdict.wrong.push(`${eventId} is delivered, and its step ${name} is ${step.state}`);
    }
  }
  if (world.faults.counts['retention-passed'] !== undefined) return;
  for (const [group, queued] of Map.groupBy(world.queued, (entry) => entry.group)) {
    const seen: Array<{ at: number; receivedAt: string; eventId: string }> = [];
    for (const { eventId, integration } of queued) {
      const activity = activities.get(`${eventId} ${integration}`);
      if (activity === undefined) continue;
      const overtaken = seen.find((other) => other.receivedAt < activity.receivedAt && other.at > activity.at);
      if (overtaken) verdict.inverted.push(`${group}: ${eventId} before ${overtaken.eventId}`);
      seen.push({ ...activity, eventId });
    }
  }
}

/** Requires that everybody who opted out is suppressed in our ledger and at every target, and that nobody else is. */
function checkConsent(world: World, mails: readonly SimulatedMail[], verdict: Verdict): void {
  const rows = world.dynamo.items(world.names[env.consentTable]!);
  for (const { kind, from, integrations } of mails) {
    if (kind !== 'suppression' && kind !== 'forgery') continue;
    const tenant = integrations[0]!.split('-').at(-1)!;
    const { pk } = consentKey(tenant, subjectOf(addressKey, tenant, from));
    const row = rows.find((item) => item.pk === pk && item.sk === 'CONSENT') as ConsentItem | undefined;
    if (kind === 'forgery') {
      const isBarred = row !== undefined && Object.values(judgeEligibility(from, row).eligible).includes(false);
      if (isBarred) verdict.wrong.push(`${from} is barred by a forged mail`);
      if (rows.some((item) => item.pk === pk && String(item.sk) === 'TARGET#ses'))
        verdict.wrong.push(`SES heard of ${from}`);
      continue;
    }
    if (row === undefined || judgeEligibility(from, row).eligible.marketing) {
      verdict.lost.push(`${from} is not suppressed`);
      continue;
    }
    for (const target of rows.filter((item) => item.pk === pk && String(item.sk).startsWith('TARGET#'))) {
      const suppression = world.crm.suppressions.get(`${target.target} ${from}`);
      if (target.pendingShard !== undefined) verdict.stuck.push(`${target.target} has not heard of ${from}`);
      else if (!suppression?.suppressed.includes('marketing'))
        verdict.wrong.push(`${target.target} does not know of ${from}`);
    }
  }
}

/** Requires that nothing waits any more: no marker, no message, no open circuit. */
function checkRest(world: World, rows: readonly Item[], verdict: Verdict): void {
  for (const row of rows) {
    if (row.sk === 'MARKER')
      verdict.stuck.push(`${row.group}: a marker is left (${row.reason}, ${row.waiting} waiting)`);
    if (String(row.sk).startsWith('M#')) verdict.stuck.push(`${row.pk}: an item is left`);
    if (row.sk === 'GATE' && row.circuit === 'open')
      verdict.stuck.push(`${row.pk}: its circuit is open (${row.reason})`);
  }
  for (const queue of world.queues.values()) {
    if (!queue.isDeadLetterQueue && queue.size > 0) verdict.stuck.push(`${queue.name}: ${queue.size} messages`);
  }
}
