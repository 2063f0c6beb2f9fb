import { compact } from '../../lambdas/compact.ts';
import { chosenMappings } from '../../lambdas/domain/configuration/chosen-mappings.ts';
import { fieldsToLookUp } from '../../lambdas/domain/configuration/fields-to-look-up.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import type { NewDelivery } from '../../lambdas/domain/delivery/ledger.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { sha256 } from '../../lambdas/domain/mail/identity.ts';
import type { Log } from '../../lambdas/domain/mail/log.ts';
import type { ParsedMail } from '../../lambdas/domain/mail/parsed-mail.ts';
import type { Receipt } from '../../lambdas/domain/mail/receipt.ts';
import { type SubjectHash, subjectOf } from '../../lambdas/domain/mail/subject-hash.ts';
import type { Mappings } from '../../lambdas/domain/mapping/mapping-schema.ts';
import type { Destination, DestinationAccount } from '../../lambdas/domain/planning/destination.ts';
import { type MailContext, mailContextOf } from '../../lambdas/domain/planning/mail-context.ts';
import { routeEvent } from '../../lambdas/domain/planning/route-event.ts';
import { buildEvent } from '../../lambdas/domain/understanding/build-event.ts';

export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** Keyed hash of addresses, under a key of the tests. */
export const subjectFor: SubjectHash = (tenant, address) => subjectOf('a key of the tests', tenant, address);

export const aParsedMail = (changes: Partial<ParsedMail> = {}): ParsedMail => ({
  headers: [],
  messageId: 'a@customer.example',
  references: [],
  subject: 'Hello',
  from: { name: 'Ada Lovelace', address: 'ada@customer.example' },
  replyTo: [],
  to: [{ address: 'sales@inbound.localhost' }],
  cc: [],
  bcc: [],
  text: 'Hi.\n',
  attachments: [],
  contentType: { type: 'text/plain' },
  partTypes: ['text/plain'],
  bodyDigest: sha256(changes.text ?? 'Hi.\n'),
  ...changes,
});

export const aReceipt = (changes: Partial<Receipt> = {}): Receipt => ({
  mailId: 'mail-1',
  objectKey: 'inbound/mail-1',
  receivedAt: '2026-11-20T09:00:00.000Z',
  mailFrom: 'ada@customer.example',
  recipients: ['sales@inbound.localhost'],
  authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass' },
  recovered: false,
  ...changes,
});

export const anEvent = (changes: Partial<ParsedMail> = {}): EmailReceived =>
  buildEvent(aParsedMail(changes), aReceipt());

export const anIntegration = (changes: Partial<Integration> = {}): Integration => ({
  key: 'sales',
  tenant: 'acme',
  addresses: ['sales@inbound.localhost'],
  connection: 'main',
  mode: 'live',
  mapping: 'default@1',
  deals: 'token',
  ...changes,
});

export const aDelivery = (event: EmailReceived, changes: Partial<NewDelivery> = {}): NewDelivery => ({
  eventId: event.eventId,
  integration: 'sales',
  tenant: 'acme',
  lane: 'conversation',
  threadKey: 'thread-1',
  matchedBy: 'none',
  recipients: ['sales@inbound.localhost'],
  receivedAt: '2026-11-20T09:00:00.000Z',
  state: 'pending',
  ...changes,
});

/** The destination of an integration, with its mappings resolved; without an account nothing is written. */
export function aDestination(
  changes: Partial<Integration> = {},
  { mappings = {} as Mappings, account = undefined as DestinationAccount | undefined } = {},
): Destination {
  const integration = anIntegration(changes);
  const chosen = chosenMappings(integration, mappings);
  const lookUpFields = fieldsToLookUp(integration, chosen);
  return compact({ integration, mappings: chosen, lookUpFields, isOwnRoute: () => false, account });
}

/** A mail in the form in which an integration receives it. */
export function aMail(
  changes: Partial<ParsedMail> = {},
  { integration = anIntegration(), delivery = {} } = {},
): MailContext {
  const event = anEvent(changes);
  return mailContextOf(routeEvent(event, aDelivery(event, delivery), integration), integration.trust);
}
