import { compact } from '../compact.ts';
import type { Control } from '../domain/configuration/control.ts';
import type { Integration } from '../domain/configuration/integration.ts';
import type { ChangeQueue } from '../domain/consent/change-queue.ts';
import type { ConnectionGate } from '../domain/delivery/connection-gate.ts';
import { type DeliveryMessage, deliveryMessageOf, groupOf, placeOf } from '../domain/delivery/delivery.ts';
import { personAt } from '../domain/delivery/known-person.ts';
import type { Ledger, NewDelivery } from '../domain/delivery/ledger.ts';
import type { DeliveryQueues } from '../domain/delivery/queues.ts';
import type { Antivirus } from '../domain/mail/antivirus.ts';
import type { EmailReceived } from '../domain/mail/event.ts';
import type { Log } from '../domain/mail/log.ts';
import type { MailReader, ReadMail, UnreadableMail } from '../domain/mail/mail-reader.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { Receipt } from '../domain/mail/receipt.ts';
import { senderProofOf } from '../domain/mail/sender-proof.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';
import { peopleOf } from '../domain/planning/people.ts';
import { type MailPlan, type PlanMailDependencies, planMail } from '../domain/planning/plan-mail.ts';
import { buildEvent } from '../domain/understanding/build-event.ts';
import { createQuarantineMail } from './quarantine-mail.ts';
import type { ReceivedMail } from './received-mail.ts';
import { hasFailed, scanAttachments } from './scan-attachments.ts';
import { type CompareReaders, readWithSecond } from './second-reading.ts';

/** Marks around the reading of a mail that was tried before: a mark that stays shows a reading without an answer. */
interface ReadAttempt {
  begin(): Promise<void>;
  /** The reading had an answer, if only an error. */
  end(): Promise<void>;
}

export interface ReceiveDependencies extends PlanMailDependencies {
  readonly store: MailStore;
  readonly read: MailReader;
  /** Undefined where our own inspection alone judges attachments. */
  readonly antivirus: Antivirus | undefined;
  readonly ledger: Ledger;
  readonly queues: DeliveryQueues & ChangeQueue;
  readonly gate: Pick<ConnectionGate, 'isCrowded'>;
  /** The ledger's clock. */
  readonly now: () => Date;
  readonly control: Pick<Control, 'integrations'>;
  /** Called when a mail is delivered to the queues. */
  readonly compareReaders: CompareReaders;
  readonly log: Log;
}

/**
 * Turns one receipt into an event and its deliveries.
 *
 * @param notification the receipt as it came, which is stored beside the raw object
 * @param attempt the marks of the reading, where the mail was tried before
 */
export type ReceiveMail = (receipt: Receipt, notification: string, attempt?: ReadAttempt) => Promise<ReceivedMail>;

/**
 * The order of writes makes a crash harmless: objects first (same keys, same bytes on a repeat), then the ledger, then
 * the queue. The sweep finds deliveries that the ledger has and the queue lacks, by their age, and mail that S3 has and
 * the ledger lacks.
 */
export function createReceiveMail(dependencies: ReceiveDependencies): ReceiveMail {
  const { store, control, compareReaders } = dependencies;
  const quarantine = createQuarantineMail(dependencies);

  return async function receiveMail(receipt, notification, attempt) {
    const { event, received } = await receiveOnce(receipt, notification, attempt);
    // Behind the end of the first reading: the worker holds one mail at a time.
    if (event !== undefined && attempt === undefined) await compareReaders(receipt, event);
    return received;
  };

  async function receiveOnce(
    receipt: Receipt,
    notification: string,
    attempt: ReadAttempt | undefined,
  ): Promise<{ readonly received: ReceivedMail; readonly event?: EmailReceived }> {
    const raw = await store.openRaw(receipt.objectKey);
    if (raw === undefined) return { received: { state: 'missing', deliveries: 0 } };
    const receiptKept = store.putReceipt(receipt.mailId, notification);
    // Awaited below; until then a failure must not go unhandled.
    receiptKept.catch(() => {});
    const understood = await understand(dependencies, raw, receipt, attempt);
    if ('kind' in understood) {
      await receiptKept;
      return { received: await quarantine(receipt, understood) };
    }
    await using reading = understood.reading;
    const { event } = understood;
    await receiptKept;
    const integrations = await control.integrations();
    const plan = await planMail(dependencies, event, integrations);
    await keepObjects(store, reading, event);
    await recordMail(dependencies, receipt, event, plan);
    await send(dependencies, event, plan, integrations);
    return { received: receivedOf(event, plan), event };
  }
}

/** Reads the mail and builds its event, and does nothing else between the two marks of an attempt. */
async function understand(
  { antivirus, ...readers }: Pick<ReceiveDependencies, 'read' | 'antivirus' | 'store' | 'log'>,
  raw: AsyncIterable<Uint8Array>,
  receipt: Receipt,
  attempt: ReadAttempt | undefined,
): Promise<{ readonly reading: ReadMail; readonly event: EmailReceived } | UnreadableMail> {
  try {
    // Inside the block, because a mark can stand although its writing failed.
    await attempt?.begin();
    const reading = await readWithSecond(readers, raw, receipt, attempt !== undefined);
    if (reading.kind === 'unreadable') return reading;
    await using unlessUnderstood = new AsyncDisposableStack();
    unlessUnderstood.use(reading);
    const mail = antivirus ? await scanAttachments(reading, antivirus) : reading.mail;
    const event = await (reading.buildEvent ?? buildEvent)(mail, receipt);
    if ('kind' in event) return event;
    unlessUnderstood.move();
    return { reading, event };
  } finally {
    await attempt?.end();
  }
}

/** Keeps the attachments, and then the event that names them. */
async function keepObjects(store: MailStore, reading: ReadMail, event: EmailReceived): Promise<void> {
  for (const [index, { key, contentType, macroFreeKey }] of event.attachments.entries()) {
    await store.putAttachment(key, contentType, reading.openAttachment(index));
    const copy = reading.macroFreeCopy(index);
    if (macroFreeKey !== undefined && copy) await store.putAttachment(macroFreeKey, contentType, once(copy));
  }
  await store.putEvent(event);
}

async function recordMail(
  { ledger, log }: Pick<ReceiveDependencies, 'ledger' | 'log'>,
  { mailId, objectKey, receivedAt }: Receipt,
  { eventId, externalId, contentDigest, message }: EmailReceived,
  { recipients, deliveries }: MailPlan,
): Promise<void> {
  const { conflictsWith } = await ledger.recordMail(
    { mailId, objectKey, receivedAt, state: 'parsed', eventId, recipients },
    compact({ eventId, externalId, contentDigest, messageId: message.messageId }),
    deliveries,
  );
  if (conflictsWith !== undefined) log.warn('parse.conflict', { mailId, eventId, conflictsWith });
}

/** Sends changes of consent first: they must not wait for anything. */
async function send(
  dependencies: ReceiveDependencies,
  event: EmailReceived,
  { changes, deliveries, subjectFor }: MailPlan,
  integrations: readonly Integration[],
): Promise<void> {
  const { queues } = dependencies;
  for (const change of changes) await queues.sendChange(change);
  for (const delivery of deliveries) {
    if (delivery.lane === 'suppression') continue;
    const integration = integrations.find(({ key }) => key === delivery.integration);
    const contact = integration && contactAt(event, integration, subjectFor);
    const message = deliveryMessageOf({ ...delivery, ...contact });
    if (integration !== undefined && (await waitsElsewhere(dependencies, delivery, integration.connection)))
      await buffer(dependencies, delivery, message, integration.connection);
    else await queues.sendDelivery(message);
  }
}

/**
 * Whether a delivery should wait in its conversation rather than on the queue, where one tenant's burst would stand
 * before everybody's mail. It must begin its conversation, so that no other delivery of it is ahead on the queue.
 */
const waitsElsewhere = async (
  { gate, now }: Pick<ReceiveDependencies, 'gate' | 'now'>,
  { matchedBy }: NewDelivery,
  connection: string,
): Promise<boolean> => matchedBy === 'none' && gate.isCrowded(connection, now());

/** Parks a delivery as the head of its conversation. */
const buffer = (
  { ledger, now }: Pick<ReceiveDependencies, 'ledger' | 'now'>,
  delivery: NewDelivery,
  message: DeliveryMessage,
  connection: string,
): Promise<void> =>
  ledger.park(
    groupOf(message),
    { place: placeOf(delivery), message },
    { reason: `waits for connection ${connection}, which has much to do`, kind: 'buffered', connection, isHead: true },
    now(),
  );

function receivedOf({ eventId, attachments }: EmailReceived, { changes, deliveries }: MailPlan): ReceivedMail {
  const attached = attachments.length;
  const unproven = changes.filter(({ standing }) => standing !== undefined).length;
  return compact({
    state: 'parsed',
    eventId,
    deliveries: deliveries.length,
    attachments: attached > 0 ? { kept: attached, failed: attachments.filter(hasFailed).length } : undefined,
    unproven: unproven > 0 ? unproven : undefined,
  });
}

/** The keys of the mail's contact: of the records at the connection, and in the consent ledger. */
function contactAt(
  event: EmailReceived,
  { connection, tenant, trust }: Integration,
  subjectFor: SubjectHash,
): Pick<DeliveryMessage, 'person' | 'subject'> {
  const email = peopleOf(event, senderProofOf(event, trust), trust).contact?.email;
  if (email === undefined) return {};
  const subject = { tenant, hash: subjectFor(tenant, email), connection };
  return { person: personAt(subjectFor, connection, email), subject };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
