import { compact } from '../lambdas/compact.ts';
import { type StepName, stepNames } from '../lambdas/domain/crm/crm-step.ts';
import type { Delivery, StepRecord } from '../lambdas/domain/delivery/delivery.ts';
import { type DeliveryStory, type EventStory, storyOf } from '../lambdas/domain/delivery/event-story.ts';
import { recipientFates } from '../lambdas/domain/delivery/recipient-fates.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { eventsSince } from '../lambdas/operations/events-since.ts';
import { readableEvent } from '../lambdas/operations/readable-event.ts';
import { type Backend, connectBackend } from './backend.ts';
import { maskedValue } from './masking.ts';
import { printJson, printLines } from './output.ts';

interface TraceOptions {
  readonly since: Date;
  readonly json?: boolean;
}

export async function runTrace(id: string, { json, since }: TraceOptions): Promise<void> {
  for await (const story of trace(connectBackend(), id, since)) {
    if (json) printJson(story);
    else printLines(storyLines(maskedValue(story)));
  }
}

/** A story for people. */
export const storyLines = (story: TracedEvent | QuarantineStory): string[] =>
  'eventId' in story ? eventLines(story) : quarantineLines(story);

/** The stores that a trace reads. */
export interface TracePorts {
  readonly store: Pick<Backend['store'], 'rawMails' | 'getEvent'>;
  readonly reader: Pick<Backend['reader'], 'mails' | 'event' | 'eventsByMessageId'>;
}

/**
 * Tells the story of each event that an id leads to, or that of a quarantined mail.
 *
 * @param id an event id, a Message-ID, a mail id, or the id of a record at a CRM
 * @param since how far back to look for the id of a CRM
 * @throws ConfigError when the id is unknown
 */
export async function* trace(
  ports: TracePorts,
  id: string,
  since: Date,
): AsyncGenerator<TracedEvent | QuarantineStory> {
  const known = await eventIdsOf(ports, id);
  if (known.length === 0) {
    const quarantined = await quarantineStoryOf(ports, id);
    if (quarantined !== undefined) {
      yield quarantined;
      return;
    }
  }
  const eventIds = known.length > 0 ? known : await eventsOfRecord(ports, id, since);
  if (eventIds.length === 0)
    throw new ConfigError(
      `nothing is known of ${id}; ids are event ids, Message-IDs, mail ids, and ids of a CRM's records since ${since.toISOString()}`,
    );
  for (const eventId of eventIds) yield await eventStoryOf(ports, eventId);
}

async function eventIdsOf({ reader }: TracePorts, id: string): Promise<string[]> {
  if (id.startsWith('evt_')) return (await reader.event(id)) ? [id] : [];
  const eventId = (await reader.mails([id])).get(id)?.eventId;
  return eventId === undefined ? reader.eventsByMessageId(id) : [eventId];
}

/** Mails whose delivery made or used a record. Every mail of the time is read, because the ledger has no index by record. */
async function eventsOfRecord(ports: TracePorts, recordId: string, since: Date): Promise<string[]> {
  const eventIds: string[] = [];
  for await (const batch of eventsSince(ports, since)) {
    const events = await Promise.all(batch.map((eventId) => ports.reader.event(eventId)));
    for (const event of events) if (event?.deliveries.some(usesRecord(recordId))) eventIds.push(event.eventId);
  }
  return eventIds;
}

/** A step that writes several records joins their ids with semicolons. */
const usesRecord =
  (recordId: string) =>
  ({ steps }: Delivery): boolean =>
    Object.values(steps).some((step) => step?.id?.split(';').includes(recordId));

type QuarantineStory = NonNullable<Awaited<ReturnType<typeof quarantineStoryOf>>>;

/** The story of a mail that never became an event: its record is all that there is. */
async function quarantineStoryOf({ reader }: TracePorts, id: string) {
  const mail = (await reader.mails([id])).get(id);
  if (mail?.state !== 'quarantined') return undefined;
  const { mailId, receivedAt, objectKey, reason } = mail;
  const recipients = recipientFates(mail, []).map(({ recipient, fate }) => ({ recipient, fate, reason }));
  return {
    mails: [{ mailId, receivedAt, object: objectKey, fate: 'quarantined', reason, recipients }],
    deliveries: [],
    next: `postern replay ${mailId}`,
  };
}

function quarantineLines({ mails, next }: QuarantineStory): string[] {
  return [
    ...mails.flatMap(({ mailId, receivedAt, object, reason, recipients }) => [
      `mail ${mailId} is quarantined: ${reason}`,
      `  ${receivedAt}  stored as ${object}`,
      ...recipients.map(({ recipient }) => `    to ${recipient}: quarantined`),
    ]),
    `  next: ${next}`,
  ];
}

/** A story of whose mail this caller may see fates and records, and no words, where it is hidden. */
type TracedEvent = EventStory & { readonly hidden?: boolean };

async function eventStoryOf({ reader, store }: TracePorts, eventId: string): Promise<TracedEvent> {
  const [ledger, { event, isHidden }] = await Promise.all([reader.event(eventId), readableEvent(store, eventId)]);
  const mails = [...(await reader.mails(ledger?.mails ?? [])).values()];
  const { conflictsWith } = ledger ?? {};
  const story = storyOf(compact({ eventId, event, mails, deliveries: ledger?.deliveries ?? [], conflictsWith }));
  return compact({ ...story, hidden: isHidden || undefined });
}

function eventLines({
  eventId,
  hidden,
  kind,
  rules,
  messageId,
  attachments,
  conflictsWith,
  mails,
  deliveries,
}: TracedEvent): string[] {
  return [
    `event ${eventId}`,
    ...(hidden ? ['  its kind, Message-ID and attachments are hidden: your role may not read mail'] : []),
    ...(kind === undefined
      ? []
      : [`  kind ${kind} by ${rules?.join(', ')}; Message-ID ${messageId ?? '(none)'}; ${attachments} attachment(s)`]),
    ...(conflictsWith === undefined
      ? []
      : [`  CONFLICT: the same Message-ID and sender as ${conflictsWith}, with other content`]),
    ...mails.flatMap(mailLines),
    ...deliveries.flatMap(deliveryLines),
  ];
}

const mailLines = ({ mailId, receivedAt, object, recipients }: EventStory['mails'][number]): string[] => [
  `  ${receivedAt}  mail ${mailId} stored as ${object}`,
  ...recipients.map(
    ({ recipient, integration, fate, reason }) =>
      `    to ${recipient} → ${integration ?? '(no integration)'}: ${fate}${reason ? ` (${reason})` : ''}`,
  ),
];

function deliveryLines(delivery: DeliveryStory): string[] {
  const { integration, fate, thread, matchedBy, leases, attempts, reason, next, steps, settledAt } = delivery;
  const { failedFirstAt, failedLastAt, errorClass } = delivery;
  return [
    `  delivery to ${integration}: ${fate}, thread ${thread} (${matchedBy}), ${leases} lease(s), ${attempts} failure(s)`,
    ...(reason === undefined ? [] : [`    ${reason}`]),
    ...(failedFirstAt === undefined ? [] : [`    failed from ${failedFirstAt} to ${failedLastAt} (${errorClass})`]),
    ...(next === undefined ? [] : [`    next: ${next}`]),
    ...stepNames.flatMap((name) => stepLines(name, steps[name])),
    ...(settledAt === undefined ? [] : [`    ${settledAt}  settled`]),
  ];
}

function stepLines(name: StepName, step: StepRecord | undefined): string[] {
  if (step === undefined) return [];
  const { at, state, id, note, duplicates, alternatives } = step;
  return [
    `    ${at}  ${name}: ${state}${id === undefined ? '' : ` ${id}`}${note === undefined ? '' : `, ${note}`}`,
    ...(duplicates ? [`      DUPLICATES at the CRM: ${duplicates.join(', ')}; docs/runbook.md#duplicate-report`] : []),
    ...(alternatives ? [`      the newest of several that match; the others: ${alternatives.join(', ')}`] : []),
  ];
}
