import { stringify } from 'yaml';
import { compact } from '../lambdas/compact.ts';
import { chosenMappings } from '../lambdas/domain/configuration/chosen-mappings.ts';
import { fieldsToLookUp } from '../lambdas/domain/configuration/fields-to-look-up.ts';
import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { treatmentOf } from '../lambdas/domain/configuration/kinds.ts';
import { ownRoutesOf } from '../lambdas/domain/configuration/route.ts';
import type { ContactFields } from '../lambdas/domain/crm/contact-fields.ts';
import { failureReason } from '../lambdas/domain/crm/outcome.ts';
import type { Delivery } from '../lambdas/domain/delivery/delivery.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import type { SubjectHash } from '../lambdas/domain/mail/subject-hash.ts';
import { applyRules } from '../lambdas/domain/planning/apply-rules.ts';
import { type ReadAttachment, withOwnDataRules } from '../lambdas/domain/planning/attachment-data.ts';
import { type LookUp, lookUpContact } from '../lambdas/domain/planning/look-up.ts';
import { mailContextOf } from '../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../lambdas/domain/planning/map-event.ts';
import { ownRulesOf } from '../lambdas/domain/planning/own-rules.ts';
import { routeEvent } from '../lambdas/domain/planning/route-event.ts';
import { env } from '../lambdas/env.ts';
import { eventsSince } from '../lambdas/operations/events-since.ts';
import { vendorsOf } from '../lambdas/vendors-container.ts';
import { type Backend, connectBackend } from './backend.ts';
import { loadIntegrations } from './integrations-file.ts';
import { integrationsOf, validMapping } from './mapping-diff.ts';
import { print, printJson } from './output.ts';

interface PreviewOptions {
  readonly since?: Date;
  readonly integration?: string;
  readonly json?: boolean;
}

/** The stores that a preview reads. */
export interface PreviewPorts {
  readonly store: Pick<Backend['store'], 'rawMails' | 'getEvent'>;
  readonly reader: Pick<Backend['reader'], 'mails' | 'event'>;
  readonly sources: PreviewSources;
}

/** The CRMs and the bucket of attachments, as a preview reads them. */
export interface PreviewSources {
  readonly readFields: ReadContactFields;
  readonly readAttachment: ReadAttachment;
}

/** Reads the CRM's fields of the contact of a mail; empty where neither rules nor mapping need one. */
type ReadContactFields = (question: Pick<LookUp, 'integration' | 'lookUpFields' | 'people'>) => Promise<ContactFields>;

export async function runPreview(eventId: string | undefined, options: PreviewOptions): Promise<void> {
  const { file } = loadIntegrations();
  const backend = connectBackend();
  const ports = { store: backend.store, reader: backend.reader, sources: previewSources(backend, file) };
  let count = 0;
  for await (const preview of previews(ports, file, eventId, options)) {
    count += 1;
    if (options.json) printJson(preview);
    else print(`---\n${stringify(preview).trimEnd()}`);
  }
  if (count === 0 && !options.json) print('No mail of that time went to an integration of the file.');
}

/** The CRMs and the bucket that previews ask. */
export const previewSources = (
  { platform, read }: Pick<Backend, 'platform' | 'read'>,
  file: IntegrationsFile,
): PreviewSources => ({
  readFields: (question) => contactFieldsOf(platform, file, question),
  readAttachment: (key) => platform.getObject(read(env.attachmentsBucket), key),
});

/** The records of one delivery, or the reason that they cannot be said; with `--json` the keys of its line. */
type Preview = { readonly eventId: string } & (
  | NonNullable<Awaited<ReturnType<typeof previewDelivery>>>
  | { readonly integration: string; readonly error: string }
);

/**
 * Previews the deliveries of one event, or of all mail since a time, record by record. In a series a delivery that cannot be
 * previewed is named with its reason, and the next one follows.
 *
 * @throws ConfigError where neither an id nor a time is given, or both, and for an id or integration that is unknown
 */
export async function* previews(
  ports: PreviewPorts,
  file: IntegrationsFile,
  eventId: string | undefined,
  { since, integration }: Pick<PreviewOptions, 'since' | 'integration'>,
): AsyncGenerator<Preview> {
  if ((eventId === undefined) === (since === undefined)) throw new ConfigError('wants an event id, or --since');
  const keys = new Set(integrationsOf(file, integration).map(({ key }) => key));
  if (eventId !== undefined) {
    const deliveries = await deliveriesOf(ports, eventId);
    if (deliveries === undefined) throw new ConfigError(`nothing is known of ${eventId}`);
    for (const stored of deliveries) if (keys.has(stored.delivery.integration)) yield* previewOf(ports, file, stored);
    return;
  }
  // An event that came as several mails may be in several batches.
  const seen = new Set<string>();
  for await (const eventIds of eventsSince(ports, since!)) {
    for (const id of eventIds) {
      if (seen.has(id)) continue;
      seen.add(id);
      for (const stored of (await deliveriesOf(ports, id)) ?? [])
        if (keys.has(stored.delivery.integration)) yield* withErrors(stored, previewOf(ports, file, stored));
    }
  }
}

/** A delivery with its mail. */
interface StoredDelivery {
  readonly event: EmailReceived;
  readonly delivery: Delivery;
}

async function deliveriesOf({ store, reader }: PreviewPorts, eventId: string): Promise<StoredDelivery[] | undefined> {
  const [event, ledger] = await Promise.all([store.getEvent(eventId), reader.event(eventId)]);
  return event && ledger?.deliveries.map((delivery) => ({ event, delivery }));
}

async function* previewOf(
  { sources }: PreviewPorts,
  file: IntegrationsFile,
  { event, delivery }: StoredDelivery,
): AsyncGenerator<Preview> {
  const records = await previewDelivery(event, delivery, file, sources);
  if (records !== undefined) yield { eventId: event.eventId, ...records };
}

/** A CRM that does not answer for one mail keeps nobody from seeing the others. */
async function* withErrors(
  { event: { eventId }, delivery: { integration } }: StoredDelivery,
  series: AsyncGenerator<Preview>,
): AsyncGenerator<Preview> {
  try {
    yield* series;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    yield { eventId, integration, error: error.message };
  }
}

/**
 * The records that a delivery would make by the integrations file.
 *
 * @returns undefined where the file does not have its integration
 * @throws ConfigError for a mapping that does not resolve
 */
export async function previewDelivery(
  event: EmailReceived,
  delivery: Delivery,
  file: IntegrationsFile,
  sources: PreviewSources,
) {
  const planned = await plannedRecords(event, delivery, file, sources);
  if (planned === undefined) return undefined;
  const { integration, mapping, rules, end, moveDeal, records } = planned;
  return compact({
    integration: integration.key,
    mode: integration.mode,
    fate: delivery.fate,
    mapping,
    rules,
    end,
    moveDeal,
    records: records ?? {},
  });
}

/**
 * Plans a delivery by an integrations file, as far as that needs no ledger.
 *
 * @returns undefined where the file does not have its integration
 * @throws ConfigError for a mapping that does not resolve
 */
export async function plannedRecords(
  event: EmailReceived,
  delivery: Delivery,
  file: IntegrationsFile,
  { readFields, readAttachment }: PreviewSources,
) {
  const integration = file.integrations.find(({ key }) => key === delivery.integration);
  if (integration === undefined) return undefined;
  const isOwnRoute = ownRoutesOf(file.integrations);
  const ownRules = await ownRulesOf(integration);
  const searched = await withOwnDataRules(event, ownRules, readAttachment);
  const mail = mailContextOf(routeEvent(searched, delivery, integration, ownRules), integration.trust, isOwnRoute);
  const mappings = chosenMappings(integration, file.mappings ?? {});
  const lookUpFields = fieldsToLookUp(integration, mappings);
  const contactFields = await readFields({ integration, lookUpFields, people: mail.people });
  const ruleResult = applyRules({ integration, mappings }, mail, { isKnown: false, fields: contactFields });
  const mapping = validMapping(ruleResult.integration.mapping, ruleResult.mapping);
  const { moveDeal, task } = ruleResult;
  const isFiltered = treatmentOf(mail.kind, integration.kinds) === 'filter';
  const end = isFiltered ? 'filtered' : ruleResult.end;
  const records =
    end === undefined
      ? mapEvent(mail, ruleResult.integration, mapping, { contact: { fields: contactFields }, task })
      : undefined;
  return {
    integration,
    event: mail.event,
    mapping: mapping.name,
    rules: ruleResult.fired,
    end,
    // A mail that ends early moves nothing.
    moveDeal: end === undefined ? moveDeal : undefined,
    records,
  };
}

/** The address itself stands for its hash: nothing is stored, so no key is needed. */
const addressAsHash: SubjectHash = (_tenant, address) => address;

/** @throws ConfigError when the CRM does not answer */
async function contactFieldsOf(
  platform: Backend['platform'],
  { connections }: IntegrationsFile,
  question: Parameters<ReadContactFields>[0],
): Promise<ContactFields> {
  const { integration, lookUpFields } = question;
  if (lookUpFields.length === 0) return {};
  const adapter = await vendorsOf(platform).adapterFor(connections[integration.connection]!);
  const lookUp = { ...question, remembered: {}, subjectFor: addressAsHash, now: new Date() };
  const contact = adapter.kind === 'ok' ? await lookUpContact(adapter.value, lookUp) : adapter;
  if (contact.kind === 'ok') return contact.value.fields;
  throw new ConfigError(`${integration.connection} did not say what it has of the contact: ${failureReason(contact)}`);
}
