import { stringify } from 'yaml';
import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { compact } from '../lambdas/compact.ts';
import { chosenMappings } from '../lambdas/domain/configuration/chosen-mappings.ts';
import { fieldsToLookUp } from '../lambdas/domain/configuration/fields-to-look-up.ts';
import type { Integration, IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { treatmentOf } from '../lambdas/domain/configuration/kinds.ts';
import { ownRoutesOf } from '../lambdas/domain/configuration/route.ts';
import type { ContactFields } from '../lambdas/domain/crm/contact-fields.ts';
import { failureReason } from '../lambdas/domain/crm/outcome.ts';
import type { Delivery } from '../lambdas/domain/delivery/delivery.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import type { SubjectHash } from '../lambdas/domain/mail/subject-hash.ts';
import { type CheckedMapping, checkWithCrm, notAsked } from '../lambdas/domain/mapping/check-integration.ts';
import { applyRules } from '../lambdas/domain/planning/apply-rules.ts';
import { type LookUp, lookUpContact } from '../lambdas/domain/planning/look-up.ts';
import { mailContextOf } from '../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../lambdas/domain/planning/route-event.ts';
import { vendorsOf } from '../lambdas/vendors-container.ts';
import { type Backend, connectBackend } from './backend.ts';
import { eventsSince } from './events-since.ts';
import { loadIntegrations } from './integrations-file.ts';
import {
  changeJson,
  countChange,
  differencesOf,
  diffLines,
  type FieldChanges,
  integrationsOf,
  mappingOf,
  mappingPairs,
  validMapping,
} from './mapping-diff.ts';
import { createProgress, print, printJson, printLines } from './output.ts';

interface CheckOptions {
  readonly integration?: string;
  readonly json?: boolean;
}
interface DiffOptions extends CheckOptions {
  readonly since: Date;
  readonly values?: boolean;
}

export async function runPreview(eventId: string, { json }: { json?: boolean }): Promise<void> {
  const { file } = loadIntegrations();
  const { store, reader, platform } = connectBackend();
  const [event, ledger] = await Promise.all([store.getEvent(eventId), reader.event(eventId)]);
  if (event === undefined || ledger === undefined) throw new ConfigError(`nothing is known of ${eventId}`);
  const readFields: ReadContactFields = (question) => contactFieldsOf(platform, file, question);
  for (const delivery of ledger.deliveries) {
    const records = await previewDelivery(event, delivery, file, readFields);
    if (records === undefined) continue;
    if (json) printJson(records);
    else print(stringify(records).trimEnd());
  }
}

/** Reads the CRM's fields of the contact of a mail; empty where neither rules nor mapping need one. */
type ReadContactFields = (question: Pick<LookUp, 'integration' | 'lookUpFields' | 'people'>) => Promise<ContactFields>;

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
  readFields: ReadContactFields,
) {
  const integration = file.integrations.find(({ key }) => key === delivery.integration);
  if (integration === undefined) return undefined;
  const isOwnRoute = ownRoutesOf(file.integrations);
  const mail = mailContextOf(routeEvent(event, delivery, integration), integration.trust, isOwnRoute);
  const mappings = chosenMappings(integration, file.mappings ?? {});
  const lookUpFields = fieldsToLookUp(integration, mappings);
  const contactFields = await readFields({ integration, lookUpFields, people: mail.people });
  const ruleResult = applyRules({ integration, mappings }, mail, { isKnown: false, fields: contactFields });
  const mapping = validMapping(ruleResult.integration.mapping, ruleResult.mapping);
  const { moveDeal, task } = ruleResult;
  const isFiltered = treatmentOf(mail.kind, integration.kinds) === 'filter';
  const end = isFiltered ? 'filtered' : ruleResult.end;
  const records = end === undefined ? mapEvent(mail, ruleResult.integration, mapping, { contactFields, task }) : {};
  return compact({
    integration: integration.key,
    mode: integration.mode,
    mapping: mapping.name,
    rules: ruleResult.fired,
    end: end || undefined,
    moveDeal: end === undefined ? moveDeal : undefined,
    records,
  });
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

/** The result of checking the mapping of one integration; with `--json` the keys of its line. */
interface IntegrationCheck extends CheckedMapping {
  readonly integration: string;
  readonly mapping: string;
  /** Who looks after the mapping. */
  readonly owner: string;
}

export async function runCheck({ integration: key, json }: CheckOptions): Promise<void> {
  const { file } = loadIntegrations();
  const backend = connectBackend();
  let isWrong = false;
  for (const integration of integrationsOf(file, key)) {
    const result = await checkIntegration(backend, file, integration);
    isWrong ||= result.failure !== undefined || result.findings.some(({ level }) => level === 'error');
    if (json) printJson(result);
    else printLines(checkLines(result));
  }
  process.exitCode = isWrong ? 1 : 0;
}

/** Compares an integration's mapping with what its CRM says of its fields. */
export async function checkIntegration(
  { platform }: Pick<Backend, 'platform'>,
  file: IntegrationsFile,
  integration: Integration,
): Promise<IntegrationCheck> {
  const mapping = mappingOf(integration.mapping, file);
  const head = { integration: integration.key, mapping: mapping.name, owner: mapping.owner };
  const connection = file.connections[integration.connection]!;
  const adapter = await vendorsOf(platform).adapterFor(connection);
  if (adapter.kind !== 'ok') return { ...head, ...notAsked(adapter) };
  const lookUpFields = fieldsToLookUp(integration, chosenMappings(integration, file.mappings ?? {}));
  const wishes = { mapping, read: lookUpFields, rules: integration.rules };
  return { ...head, ...(await checkWithCrm(adapter.value, wishes)) };
}

/** The result of a check for people. */
export const checkLines = ({ integration, mapping, owner, findings, unasked, failure }: IntegrationCheck): string[] => [
  `${integration} (${mapping}): ${failure ?? (findings.length === 0 ? 'as the CRM has it' : `${findings.length} finding(s) for ${owner}`)}`,
  ...findings.map(({ level, target, message }) => `  ${level}: ${target} ${message}`),
  ...(unasked.length > 0 ? [`  the CRM cannot be asked about: ${unasked.join(', ')}`] : []),
];

export async function runDiff({ since, integration: key, values = false, json }: DiffOptions): Promise<void> {
  const { file } = loadIntegrations();
  const backend = connectBackend();
  const table = await readIntegrations(backend.dynamo, backend.controlTable);
  const pairs = mappingPairs(table, file, key);
  const progress = createProgress('mapped');
  const changes: FieldChanges = new Map();
  let mails = 0;
  for await (const eventIds of eventsSince(backend, since)) {
    const differences = (await Promise.all(eventIds.map((eventId) => differencesOf(backend, eventId, pairs)))).flat();
    for (const change of differences) {
      countChange(changes, change);
      if (json) printJson(changeJson(change, values));
    }
    mails += eventIds.length;
    progress.update(mails, 0);
  }
  progress.end();
  if (!json) printLines(diffLines(changes, mails));
}
