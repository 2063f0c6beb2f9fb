import { randomBytes } from 'node:crypto';
import { createAuditLog } from '../aws/audit-log.ts';
import { createDynamoConnectionGate } from '../aws/dynamo-connection-gate.ts';
import { createDynamoConsentLedger } from '../aws/dynamo-consent-ledger.ts';
import { createDynamoContactMemory } from '../aws/dynamo-contact-memory.ts';
import { createDynamoControl } from '../aws/dynamo-control.ts';
import { createFeedStore } from '../aws/dynamo-feed.ts';
import { createFeedAcks } from '../aws/dynamo-feed-acks.ts';
import { createDynamoIntakeTokens } from '../aws/dynamo-intake-tokens.ts';
import { createDynamoLedger } from '../aws/dynamo-ledger.ts';
import { createDynamoMemberships } from '../aws/dynamo-memberships.ts';
import { createDynamoProviderBook } from '../aws/dynamo-provider-book.ts';
import { createDynamoReplayJobs } from '../aws/dynamo-replay-jobs.ts';
import { createQueryScans } from '../aws/dynamo-scans.ts';
import { createEventReader } from '../aws/event-reader.ts';
import { createLedgerReader, type LedgerReader } from '../aws/ledger-reader.ts';
import { ledgerSecondsOf } from '../aws/ledger-rows.ts';
import { createConsentMetrics } from '../aws/metrics.ts';
import { lambdaPlatform, type Platform } from '../aws/platform.ts';
import { createPresign } from '../aws/presign-object.ts';
import { scansOfStage } from '../aws/scan-results.ts';
import { readCredentials } from '../aws/secrets.ts';
import { optionalSetting, readSettings } from '../aws/settings.ts';
import { createChangeSender, createTargetSender } from '../aws/sqs-queues.ts';
import { createSubjectHash } from '../aws/subject-hash.ts';
import { log } from '../aws/telemetry.ts';
import { tenantKeysOf } from '../aws/tenant-keys.ts';
import { canaryTenant } from '../domain/configuration/canary-integration.ts';
import type { Control } from '../domain/configuration/control.ts';
import { createApplyConsent } from '../domain/consent/apply-consent.ts';
import { createEligibility } from '../domain/consent/ask-eligibility.ts';
import type { ConsentLedger } from '../domain/consent/consent-ledger.ts';
import type { AskContact } from '../domain/consent/eligibility-facts.ts';
import { createTakeMemberships } from '../domain/consent/intake/take-memberships.ts';
import { createTakeSenderEvents } from '../domain/consent/intake/take-sender-events.ts';
import type { ProviderBook } from '../domain/consent/provider-book.ts';
import { readStretch } from '../domain/delivery/feed-reading.ts';
import type { ObjectPresentation } from '../domain/mail/mail-store.ts';
import { readTokenKeys } from '../domain/mail/signed-text.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';
import { createAskContact } from '../domain/planning/ask-contact.ts';
import { isAtPublicAddress } from '../scopes.ts';
import { vendorsOf } from '../vendors-container.ts';
import { authorizeOf } from './access/container.ts';
import { type AccessSettings, readAccessSettings } from './access-settings.ts';
import { createEventContent } from './event-content.ts';
import { createEvents } from './events.ts';
import type { FeedPorts } from './feed-reader.ts';
import { createGuardedIntake } from './guard-intake.ts';
import type { ApiHandlerDependencies } from './handler.ts';
import { createIntake } from './intake.ts';
import { createListEvents } from './list-events.ts';
import { mailRoutesOf } from './mails/container.ts';
import { createMintAddress } from './mint-address.ts';
import openApi from './openapi.json' with { type: 'json' };
import { createReconcile } from './reconcile.ts';
import { createReplays } from './replays.ts';
import { createUnsubscribe } from './unsubscribe.ts';
import { createView } from './view.ts';
import type { EventPorts } from './visible-event.ts';

const settingNames = [
  'ledgerTable',
  'controlTable',
  'consentTable',
  'suppressionsQueueUrl',
  'tokenKeys',
  'apiKeys',
  'mailBucket',
  'attachmentsBucket',
] as const;

/** Wires the API once per cold start. */
export function createApiContainer(platform: Platform = lambdaPlatform()): ApiHandlerDependencies {
  const { environment, dynamo, sqs, now, serverNow } = platform;
  const settings = readSettings(environment, settingNames);
  const consent = createDynamoConsentLedger(platform, settings.consentTable);
  const control = createDynamoControl(dynamo, settings.controlTable, () => now().getTime());
  const providers = createDynamoProviderBook(dynamo, settings.consentTable);
  const subjectHash = createSubjectHash(environment);
  const secret = (reference: string): Promise<string> => readCredentials(reference, environment);
  const tokenKeys = async () => readTokenKeys(await secret(settings.tokenKeys));
  const reader = createLedgerReader(dynamo, settings.ledgerTable);
  const links = linksOf(platform, settings);
  const events: EventPorts = { control, ledgerEvent: reader.event, mails: reader.mails, ...links };
  const recordView = createAuditLog(platform, settings.ledgerTable, 'view');
  const access = readAccessSettings(optionalSetting(environment, 'apiAccess'));
  return {
    unsubscribe: createUnsubscribe({
      tokenKeys,
      consent,
      apply: createApplyConsent({
        consent,
        ledger: createDynamoLedger(platform, settings.ledgerTable),
        control,
        sendToTarget: createTargetSender(sqs, settings.suppressionsQueueUrl),
        metrics: createConsentMetrics(platform.putMetric),
        log,
        now: serverNow,
      }),
      log,
      now: serverNow,
    }),
    view: createView({
      tokenKeys,
      control,
      deliveries: async (eventId) => (await reader.event(eventId))?.deliveries ?? [],
      ...links,
      recordView: (view, at) => recordView({ actor: 'link', ...view }, {}, at),
      log,
      now,
    }),
    ...feedRoutesOf(platform, settings.ledgerTable, { control, tokenKeys, reader, events, consent }),
    events: createEvents(events),
    content: createEventContent({
      ...events,
      ...links,
      recordView: (view, at) => recordView(view, {}, at),
      log,
      now,
    }),
    eligibility: createEligibility({
      consent,
      control,
      subjectHash,
      askContact: askContactOf(platform, settings.ledgerTable, control, subjectHash),
    }),
    intake: intakeOf(platform, settings, access, { control, providers, subjectHash, secret }),
    mintAddress: createMintAddress({ control, tokenKeys }),
    openApi,
    isPublic: (routeKey) => isAtPublicAddress(routeKey, access.private),
    holds: (tenant) => listHolds(control, providers, tenant),
    authorize: authorizeOf(platform, settings, access, secret),
    log,
  };
}

/** Takes webhooks, behind the fence of the stage where it has one. */
function intakeOf(
  platform: Platform,
  settings: Record<'consentTable' | 'suppressionsQueueUrl', string>,
  access: AccessSettings,
  ports: {
    readonly control: Control;
    readonly providers: ProviderBook;
    readonly subjectHash: () => Promise<SubjectHash>;
    readonly secret: (reference: string) => Promise<string>;
  },
): ApiHandlerDependencies['intake'] {
  const { dynamo, sqs, now } = platform;
  const { control, providers, subjectHash, secret } = ports;
  const consent = createDynamoConsentLedger(platform, settings.consentTable);
  const intake = createIntake({
    control,
    readCredentials: secret,
    take: createTakeSenderEvents({
      consent,
      queues: { sendChange: createChangeSender(sqs, settings.suppressionsQueueUrl) },
      providers,
      subjectHash,
    }),
    takeMemberships: createTakeMemberships({
      memberships: createDynamoMemberships(dynamo, settings.consentTable),
      subjectHash,
    }),
    keepToken: createDynamoIntakeTokens(dynamo, settings.consentTable),
    signatureFailed: () => platform.putMetric('signatureFailures', 1, {}),
    log,
    now,
  });
  if (access.intake === undefined) return intake;
  return createGuardedIntake(intake, access.intake, {
    basicCredentials: () => secret('secret:intake#basic'),
    refused: () => platform.putMetric('apiRefusals', 1, {}),
    log,
  });
}

/** The lists of events and of mails, the confirmations of consumers, and replays. */
function feedRoutesOf(
  platform: Platform,
  table: string,
  ports: Pick<FeedPorts, 'tokenKeys'> & {
    readonly control: Control;
    readonly reader: LedgerReader;
    readonly events: EventPorts;
    readonly consent: ConsentLedger;
  },
): Pick<ApiHandlerDependencies, 'listEvents' | 'reconcile' | 'replays' | 'mails'> {
  const { control, tokenKeys, reader } = ports;
  const { dynamo, environment, now, serverNow } = platform;
  const feed: FeedPorts = {
    control,
    tokenKeys,
    feed: createFeedStore({ dynamo, table }),
    cut: readStretch,
    keptMs: 1000 * ledgerSecondsOf(environment),
    now,
  };
  return {
    mails: mailRoutesOf(platform, { table, ...ports }),
    listEvents: createListEvents(feed),
    reconcile: createReconcile({ ...feed, acks: createFeedAcks({ dynamo, table }, environment) }),
    replays: createReplays({
      ...feed,
      control,
      jobs: createDynamoReplayJobs({ dynamo, table }),
      event: reader.event,
      eventsByMessageId: reader.eventsByMessageId,
      recordReplay: createAuditLog(platform, table, 'replay'),
      freshId: () => randomBytes(12).toString('hex'),
      now: serverNow,
    }),
  };
}

/** Content of mails, and addresses that serve it. */
function linksOf(
  platform: Platform,
  settings: Record<'mailBucket' | 'attachmentsBucket' | 'ledgerTable' | 'controlTable', string>,
) {
  const { dynamo, environment, getObject, now } = platform;
  const { mailBucket, attachmentsBucket, ledgerTable, controlTable } = settings;
  const presign = createPresign(dynamo, environment.AWS_ENDPOINT_URL_S3, now);
  const readScans = createQueryScans({ dynamo, table: ledgerTable });
  return {
    mail: createEventReader(getObject, mailBucket, tenantKeysOf(platform, controlTable)),
    findScans: scansOfStage(platform, attachmentsBucket, readScans, log),
    attachmentUrl: (key: string, presentation: ObjectPresentation) =>
      presign.urlOf(attachmentsBucket, key, presentation),
    attachmentsOrigin: () => presign.originOf(attachmentsBucket),
    rawUrl: (key: string, presentation: ObjectPresentation) => presign.urlOf(mailBucket, key, presentation),
  };
}

/** The question to a CRM for fields of a contact. It reads no secret before a tenant's settings name such a field. */
const askContactOf = (
  platform: Platform,
  ledgerTable: string,
  control: Pick<Control, 'connection'>,
  subjectHash: () => Promise<SubjectHash>,
): AskContact =>
  createAskContact({
    control,
    crm: vendorsOf(platform),
    gate: createDynamoConnectionGate(platform, ledgerTable),
    memory: createDynamoContactMemory(platform.dynamo, ledgerTable),
    subjectHash,
    now: platform.serverNow,
    pause: platform.pause,
  });

/** The holds of one tenant, or of all tenants but the canary's. */
async function listHolds(
  control: Pick<Control, 'integrations'>,
  providers: Pick<ProviderBook, 'holds'>,
  tenant: string | undefined,
): ReturnType<ApiHandlerDependencies['holds']> {
  const tenants = new Set((await control.integrations()).map((integration) => integration.tenant));
  const wanted = [...tenants].filter((name) => name !== canaryTenant && (tenant === undefined || name === tenant));
  const holds = await Promise.all(
    wanted.map(async (name) => (await providers.holds(name)).map((hold) => ({ ...hold, tenant: name }))),
  );
  return holds.flat();
}
