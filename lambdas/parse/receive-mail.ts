import { compact } from '../compact.ts';
import type { Control } from '../domain/configuration/control.ts';
import type { Integration } from '../domain/configuration/integration.ts';
import { ownRoutesOf } from '../domain/configuration/route.ts';
import { sealingTenants } from '../domain/configuration/sealing-tenants.ts';
import type { ChangeQueue } from '../domain/consent/change-queue.ts';
import { type DeliveryMessage, deliveryMessageOf, groupOf, placeOf } from '../domain/delivery/delivery.ts';
import { personAt } from '../domain/delivery/known-person.ts';
import type { Ledger, NewDelivery } from '../domain/delivery/ledger.ts';
import type { DeliveryQueues } from '../domain/delivery/queues.ts';
import type { Antivirus } from '../domain/mail/antivirus.ts';
import type { EmailReceived } from '../domain/mail/event.ts';
import type { MailReader, ReadMail, UnreadableMail } from '../domain/mail/mail-reader.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { Receipt } from '../domain/mail/receipt.ts';
import { senderProofOf } from '../domain/mail/sender-proof.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';
import { type IsOwnRoute, peopleOf } from '../domain/planning/people.ts';
import type { MailPlan } from '../domain/planning/plan-mail.ts';
import { buildEvent } from '../domain/understanding/build-event.ts';
import { arrivedMail, arrivedSubject } from './arrived-mail.ts';
import { awaitParent } from './await-parent.ts';
import type { HoldArrival } from './hold-arrival.ts';
import { planAndRecord, type RecordDependencies } from './plan-and-record.ts';
import { createQuarantineMail } from './quarantine-mail.ts';
import type { ReceivedMail } from './received-mail.ts';
import { hasFailed, scanAttachments } from './scan-attachments.ts';
import { type CompareReaders, readWithSecond } from './second-reading.ts';
import { asStored } from './stored-event.ts';

interface ReceiveOptions {
  /** Absent for a mail that was never tried. */
  readonly attempt?: ReadAttempt;
  /** Whether a mail that the ledger has lost may wait for the one that it answers. */
  readonly mayWait?: boolean;
}

/** Marks around the reading of a mail that was tried before: a mark that stays shows a reading without an answer. */
interface ReadAttempt {
  begin(): Promise<void>;
  /** The reading had an answer, if only an error. */
  end(): Promise<void>;
}

export interface ReceiveDependencies extends RecordDependencies {
  readonly store: MailStore;
  readonly read: MailReader;
  /** Undefined where our own inspection alone judges attachments. */
  readonly antivirus: Antivirus | undefined;
  readonly ledger: Pick<Ledger, 'recordMail' | 'park'>;
  readonly queues: DeliveryQueues & ChangeQueue;
  /** Seals an event for the queue message; undefined: it is too large. */
  readonly sealEvent: (event: EmailReceived) => Promise<Uint8Array | undefined>;
  readonly control: Pick<Control, 'integrations'>;
  /** Puts mail under the legal holds that match it. */
  readonly holdArrival: HoldArrival;
  /** Called when a mail is delivered to the queues. */
  readonly compareReaders: CompareReaders;
}

/**
 * Turns one receipt into an event and its deliveries.
 *
 * @param notification the receipt as it came; it is stored beside the raw object for mail that is not recorded at once
 * @throws EarlyMailError for a mail that may wait, and that is to be planned later
 */
export type ReceiveMail = (receipt: Receipt, notification: string, options?: ReceiveOptions) => Promise<ReceivedMail>;

/**
 * The order of writes makes a crash harmless: objects first (same keys, same bytes on a repeat), then the ledger with the
 * conversation, then the queue. The sweep finds deliveries that the ledger has and the queue lacks, by their age, and mail
 * that S3 has and the ledger lacks.
 *
 * The ledger keeps the receipt of a mail that it records. A mail that was tried before has its receipt stored first: the
 * queue may give it up, and the sweep then offers it with its envelope and its verdicts.
 */
export function createReceiveMail(dependencies: ReceiveDependencies): ReceiveMail {
  const { store, compareReaders } = dependencies;
  return async function receiveMail(receipt, notification, { attempt, mayWait = false } = {}) {
    if (attempt !== undefined) await store.putReceipt(receipt.mailId, notification);
    try {
      const { received, event } = await receiveStored(dependencies, { receipt, notification, attempt, mayWait });
      // Behind the end of the first reading: the worker holds one mail at a time.
      if (event !== undefined && attempt === undefined) await compareReaders(receipt, event);
      return received;
    } catch (error) {
      // Best effort: the next try stores it before anything else.
      if (attempt === undefined) await store.putReceipt(receipt.mailId, notification).catch(() => {});
      throw error;
    }
  };
}

interface OfferedMail {
  readonly receipt: Receipt;
  readonly notification: string;
  readonly attempt: ReadAttempt | undefined;
  readonly mayWait: boolean;
}

async function receiveStored(
  dependencies: ReceiveDependencies,
  { receipt, notification, attempt, mayWait }: OfferedMail,
): Promise<{ readonly received: ReceivedMail; readonly event?: EmailReceived }> {
  const { store, control } = dependencies;
  const raw = await store.openRaw(receipt.objectKey);
  if (raw === undefined) return { received: { state: 'missing', deliveries: 0 } };
  const understood = await understand(dependencies, raw, receipt, attempt);
  if ('kind' in understood)
    return { received: await createQuarantineMail(dependencies)(receipt, notification, understood) };
  await using reading = understood.reading;
  const integrations = await control.integrations();
  // Before the look-up of the conversation, which is to be recorded before others claim it.
  const isStored = await keepObjects(store, reading, understood.event, sealingTenants(understood.event, integrations));
  const { event, ...known } = await asStored(store, { receipt, event: understood.event }, isStored);
  const plan = await planAndRecord(dependencies, known.receipt, event, integrations, ({ proposals }) => {
    if (mayWait) awaitParent(receipt, event, proposals, !isStored);
  });
  // Before the queues: once the receipt is acknowledged, the mail is held.
  await dependencies.holdArrival(
    arrivedSubject(known.receipt, event, plan),
    arrivedMail(known.receipt, event, plan, attempt !== undefined),
  );
  // Where an earlier copy of the mail wrote the event, that one counts: the message carries none.
  const sealedEvent = isStored && hasConversation(plan) ? await dependencies.sealEvent(event) : undefined;
  await send(dependencies, event, plan, integrations, sealedEvent);
  return { received: receivedOf(event, plan), event };
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

/**
 * Keeps the attachments, and then the event that names them.
 *
 * @returns whether the stored event is this one, and not that of an earlier copy of the mail
 */
async function keepObjects(
  store: MailStore,
  reading: ReadMail,
  event: EmailReceived,
  tenants: readonly string[],
): Promise<boolean> {
  for (const [index, { key, contentType, macroFreeKey }] of event.attachments.entries()) {
    await store.putAttachment(key, contentType, reading.openAttachment(index));
    const copy = reading.macroFreeCopy(index);
    if (macroFreeKey !== undefined && copy) await store.putAttachment(macroFreeKey, contentType, once(copy));
  }
  return store.putEvent(event, tenants);
}

const hasConversation = ({ deliveries }: MailPlan): boolean => deliveries.some(({ lane }) => lane === 'conversation');

/** Sends changes of consent first: they must not wait for anything. */
async function send(
  dependencies: ReceiveDependencies,
  event: EmailReceived,
  { changes, deliveries, crowded, subjectFor }: MailPlan,
  integrations: readonly Integration[],
  sealedEvent: Uint8Array | undefined,
): Promise<void> {
  const { queues } = dependencies;
  for (const change of changes) await queues.sendChange(change);
  for (const delivery of deliveries) {
    if (delivery.lane === 'suppression') continue;
    const integration = integrations.find(({ key }) => key === delivery.integration);
    const contact = integration && contactAt(event, integration, subjectFor, ownRoutesOf(integrations));
    const message = deliveryMessageOf({ ...delivery, ...contact });
    if (integration !== undefined && waitsElsewhere(delivery, crowded.has(integration.key)))
      await buffer(dependencies, delivery, message, integration.connection);
    else await queues.sendDelivery(message, { place: placeOf(delivery), sealedEvent });
  }
}

/**
 * Whether a delivery should wait in its conversation rather than on the queue, where one tenant's burst would stand
 * before everybody's mail. It must begin its conversation, so that no other delivery of it is ahead on the queue.
 */
const waitsElsewhere = ({ matchedBy }: NewDelivery, isCrowded: boolean): boolean => isCrowded && matchedBy === 'none';

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
  isOwnRoute: IsOwnRoute,
): Pick<DeliveryMessage, 'person' | 'subject'> {
  const email = peopleOf(event, senderProofOf(event, trust), trust, isOwnRoute).contact?.email;
  if (email === undefined) return {};
  const subject = { tenant, hash: subjectFor(tenant, email), connection };
  return { person: personAt(subjectFor, connection, email), subject };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
