// What sink and redrive share: the one way in which a delivery is made, wired once.
import { createBrake } from './aws/dynamo-brake.ts';
import { createDynamoConnectionGate } from './aws/dynamo-connection-gate.ts';
import { createDynamoConsentLedger } from './aws/dynamo-consent-ledger.ts';
import { createDynamoControl } from './aws/dynamo-control.ts';
import { createDynamoLedger } from './aws/dynamo-ledger.ts';
import { createReviews } from './aws/dynamo-reviews.ts';
import { createDynamoTokenCache } from './aws/dynamo-token-cache.ts';
import { createEventTurns } from './aws/event-turns.ts';
import { createHandOff } from './aws/hand-off.ts';
import type { Platform } from './aws/platform.ts';
import { createAddDelivery } from './aws/record-mail.ts';
import { readCredentials } from './aws/secrets.ts';
import { readSettings } from './aws/settings.ts';
import { createChangeSender, createDeliverySender, createTargetSender } from './aws/sqs-queues.ts';
import { createSubjectHash } from './aws/subject-hash.ts';
import { createCrmRegistry } from './crm/registry.ts';
import type { SubjectHash } from './domain/consent/change.ts';
import { createPersonAppeared } from './domain/consent/person-appeared.ts';
import type { CrmRegistry } from './domain/crm-adapter.ts';
import { createDeliverEvent, type DeliverDependencies, type DeliverEvent } from './domain/deliver-event.ts';
import type { ReadFile } from './domain/files.ts';
import { keyedRecords } from './domain/keyed-records.ts';
import { createNotify } from './domain/notify.ts';
import type { Ledger } from './domain/ports.ts';
import { createProbeConnection } from './domain/probe-connection.ts';
import { readTokenKeys } from './domain/signed-text.ts';
import { mintViewToken } from './domain/view-link.ts';
import { env } from './env.ts';

/** What the simulation replaces. */
export interface DeliveryOverrides {
  readonly crm?: CrmRegistry;
  readonly ledger?: Ledger;
}

/** Wires the delivery of events. */
export function createDelivery(platform: Platform, overrides: DeliveryOverrides = {}) {
  const { environment, serverNow, random } = platform;
  const settings = readSettings(environment, [
    'mailBucket',
    'attachmentsBucket',
    'ledgerTable',
    'controlTable',
    'consentTable',
    'suppressionsQueueUrl',
    'deliveriesQueueUrl',
    'tokenKeys',
    'apiUrl',
  ]);
  const subjectHash = createSubjectHash(environment);
  const {
    crm = vendorsOf(platform, (key) => platform.getObject(settings.attachmentsBucket, key)),
    ledger = ledgerOf(platform, settings, subjectHash),
  } = overrides;
  const gate = createDynamoConnectionGate(platform, settings.ledgerTable);
  const control = createDynamoControl(platform.dynamo, settings.controlTable, () => serverNow().getTime());
  const inTurn = createEventTurns(platform.getObject, settings.mailBucket);
  const consent = createDynamoConsentLedger(platform, settings.consentTable);
  const dependencies: Omit<DeliverDependencies, 'mail'> = {
    ledger,
    viewUrl: async (token) =>
      `${settings.apiUrl}/m/${mintViewToken(token, readTokenKeys(await readCredentials(settings.tokenKeys, environment)))}`,
    notify: createNotify({
      addDelivery: createAddDelivery(platform, settings.ledgerTable),
      sendDelivery: createDeliverySender(platform.sqs, settings.deliveriesQueueUrl),
    }),
    subjectHash,
    offerReview: createReviews(platform.dynamo, settings.ledgerTable).offer,
    countInWindow: createBrake(platform.dynamo, settings.ledgerTable),
    control,
    crm,
    gate,
    now: serverNow,
    random,
  };
  const deliver: DeliverEvent = (message, attempt) =>
    inTurn((mail) => {
      const personAppeared = createPersonAppeared({
        consent,
        queues: { sendChange: createChangeSender(platform.sqs, settings.suppressionsQueueUrl) },
        sendToTarget: createTargetSender(platform.sqs, settings.suppressionsQueueUrl),
        mail,
      });
      return createDeliverEvent({ ...dependencies, mail, personAppeared })(message, attempt);
    });
  const probe = createProbeConnection({ control, crm, gate, now: serverNow });
  return { deliver, probe, ledger, gate, control, ledgerTable: settings.ledgerTable };
}

function ledgerOf(
  platform: Platform,
  { ledgerTable, consentTable }: { readonly ledgerTable: string; readonly consentTable: string },
  subjectHash: () => Promise<SubjectHash>,
): Ledger {
  const ledger = createDynamoLedger(platform, ledgerTable, consentTable);
  return { ...ledger, records: keyedRecords(ledger.records, subjectHash) };
}

/**
 * The adapters of all vendors.
 *
 * @param readFile where the bytes of attachments are; only who delivers needs them
 */
export function vendorsOf(platform: Platform, readFile?: ReadFile): CrmRegistry {
  const { environment, serverNow, pause, random } = platform;
  const { ledgerTable } = readSettings(environment, ['ledgerTable']);
  return createCrmRegistry({
    readCredentials: (reference, isFresh) => readCredentials(reference, environment, isFresh),
    tokens: createDynamoTokenCache(platform, ledgerTable),
    handOff: createHandOff({ sqs: platform.sqs, dynamo: platform.dynamo, now: serverNow }),
    ...(readFile && { readFile }),
    sandboxUrl: environment[env.sandboxUrl],
    now: serverNow,
    pause,
    random,
  });
}
