// Wires the delivery of events, which sink and redrive share.

import { createBrake } from '../aws/dynamo-brake.ts';
import { createDynamoConnectionGate } from '../aws/dynamo-connection-gate.ts';
import { createDynamoConsentLedger } from '../aws/dynamo-consent-ledger.ts';
import { createDynamoControl } from '../aws/dynamo-control.ts';
import { createDealMoves } from '../aws/dynamo-deal-moves.ts';
import { createForwardings } from '../aws/dynamo-forwardings.ts';
import { createDynamoLedger } from '../aws/dynamo-ledger.ts';
import { createReadMemberships } from '../aws/dynamo-memberships.ts';
import { createReviews } from '../aws/dynamo-reviews.ts';
import { createReadScans } from '../aws/dynamo-scans.ts';
import { createEventSeal } from '../aws/event-seal.ts';
import { createEventTurns } from '../aws/event-turns.ts';
import { createGatheredReads } from '../aws/gathered-reads.ts';
import type { Platform } from '../aws/platform.ts';
import { createAddDelivery } from '../aws/record-mail.ts';
import { isScannedByGuardDuty, scansOfStage, withScanVerdicts } from '../aws/scan-results.ts';
import { readCredentials } from '../aws/secrets.ts';
import { optionalSetting, readSettings, type Settings } from '../aws/settings.ts';
import { createChangeSender, createDeliverySender, createTargetSender } from '../aws/sqs-queues.ts';
import { createSubjectHash } from '../aws/subject-hash.ts';
import { log } from '../aws/telemetry.ts';
import { tenantKeysOf } from '../aws/tenant-keys.ts';
import { createPersonAppeared } from '../domain/consent/person-appeared.ts';
import type { CrmRegistry } from '../domain/crm/crm-adapter.ts';
import type { DeliverEvent } from '../domain/delivery/attempt.ts';
import { keyedRecords } from '../domain/delivery/keyed-records.ts';
import type { Ledger } from '../domain/delivery/ledger.ts';
import type { ResendDelivery } from '../domain/delivery/resend.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import { readTokenKeys } from '../domain/mail/signed-text.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';
import { mintFileToken } from '../domain/planning/file-link.ts';
import { mintViewToken } from '../domain/planning/view-link.ts';
import { vendorsOf } from '../vendors-container.ts';
import type { DeliverDependencies } from './attempt-context.ts';
import { scanWaitMs } from './await-scans.ts';
import { createDeliverEvent } from './deliver-event.ts';
import { createAnnounceInFeed, createNotify } from './notify.ts';
import { createProbeConnection } from './probe-connection.ts';
import { createResendDelivery } from './resend-delivery.ts';

/** The ports that the simulation replaces. */
interface DeliveryOverrides {
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
  const tokenKeys = async () => readTokenKeys(await readCredentials(settings.tokenKeys, environment));
  const readAttachment = (key: string) => platform.getObject(settings.attachmentsBucket, key);
  const { crm = vendorsOf(platform, readAttachment), ledger = ledgerOf(platform, settings, subjectHash) } = overrides;
  const gate = createDynamoConnectionGate(platform, settings.ledgerTable);
  const control = createDynamoControl(platform.dynamo, settings.controlTable, () => serverNow().getTime());
  const { open } = createEventSeal(environment);
  const inTurn = createEventTurns(platform.getObject, settings.mailBucket, {
    open,
    tenantKeys: tenantKeysOf(platform, settings.controlTable),
  });
  const consent = createDynamoConsentLedger(platform, settings.consentTable);
  const addDelivery = createAddDelivery(platform, settings.ledgerTable);
  const dependencies: Omit<DeliverDependencies, 'mail' | 'personAppeared'> = {
    ledger,
    readAttachment,
    viewUrl: async (token) => `${settings.apiUrl}/m/${mintViewToken(token, await tokenKeys())}`,
    fileUrl: async (token) => `${settings.apiUrl}/m/${mintFileToken(token, await tokenKeys())}`,
    announceInFeed: createAnnounceInFeed({ addDelivery, now: serverNow }),
    notify: createNotify({
      addDelivery,
      sendDelivery: createDeliverySender(platform.sqs, settings.deliveriesQueueUrl),
    }),
    subjectHash,
    memberships: createReadMemberships(createGatheredReads(platform), settings.consentTable),
    offerReview: createReviews(platform.dynamo, settings.ledgerTable).offer,
    noteForwarding: createForwardings(platform.dynamo, settings.ledgerTable).note,
    countInWindow: createBrake(platform.dynamo, settings.ledgerTable),
    dealMoves: createDealMoves(platform.dynamo, settings.ledgerTable),
    control,
    crm,
    gate,
    scanWaitMs: isScannedByGuardDuty(environment) ? scanWaitMs : 0,
    restoredUntil: restoredUntilOf(environment),
    now: serverNow,
    random,
  };
  const findScans = scansOfStage(
    platform,
    settings.attachmentsBucket,
    createReadScans({ dynamo: platform.dynamo, table: settings.ledgerTable }),
    log,
  );
  const readingMail = (stored: Pick<MailStore, 'getEvent'>): DeliverDependencies => {
    const mail = withScanVerdicts(stored, findScans);
    const personAppeared = createPersonAppeared({
      consent,
      queues: { sendChange: createChangeSender(platform.sqs, settings.suppressionsQueueUrl) },
      sendToTarget: createTargetSender(platform.sqs, settings.suppressionsQueueUrl),
      mail,
    });
    return { ...dependencies, mail, personAppeared };
  };
  const deliver: DeliverEvent = (message, attempt) =>
    inTurn((stored) => createDeliverEvent(readingMail(stored))(message, attempt), attempt.sealedEvent);
  const resend: ResendDelivery = (delivery, mark, leaseMs) =>
    inTurn((stored) => createResendDelivery(readingMail(stored))(delivery, mark, leaseMs));
  const probe = createProbeConnection({ control, crm, gate, now: serverNow });
  return { deliver, resend, probe, ledger, gate, control, ledgerTable: settings.ledgerTable };
}

function ledgerOf(
  platform: Platform,
  { ledgerTable, consentTable }: { readonly ledgerTable: string; readonly consentTable: string },
  subjectHash: () => Promise<SubjectHash>,
): Ledger {
  const ledger = createDynamoLedger(platform, ledgerTable, consentTable);
  return { ...ledger, records: keyedRecords(ledger.records, subjectHash) };
}

function restoredUntilOf(environment: Settings): Date | undefined {
  const time = optionalSetting(environment, 'restoredUntil');
  return time === undefined ? undefined : new Date(time);
}
