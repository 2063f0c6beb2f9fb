import { type Command, Option } from 'commander';
import { stringify } from 'yaml';
import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { compact } from '../lambdas/compact.ts';
import { chosenMappings } from '../lambdas/domain/configuration/chosen-mappings.ts';
import { fieldsToLookUp } from '../lambdas/domain/configuration/fields-to-look-up.ts';
import type { Integration, IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import type { ContactFields } from '../lambdas/domain/crm/contact-fields.ts';
import { failureReason } from '../lambdas/domain/crm/outcome.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { SubjectHash } from '../lambdas/domain/mail/subject-hash.ts';
import { type CheckedMapping, checkWithCrm, notAsked } from '../lambdas/domain/mapping/check-integration.ts';
import { compareMappings, type MappingDifference } from '../lambdas/domain/mapping/compare-mappings.ts';
import { type Resolution, type ResolvedMapping, resolveMapping } from '../lambdas/domain/mapping/mapping.ts';
import { applyRules } from '../lambdas/domain/planning/apply-rules.ts';
import { type LookUp, lookUpContact } from '../lambdas/domain/planning/look-up.ts';
import { mailContextOf } from '../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../lambdas/domain/planning/route-event.ts';
import { vendorsOf } from '../lambdas/vendors-container.ts';
import { type Backend, connectBackend } from './backend.ts';
import { eventsSince } from './events-since.ts';
import { loadIntegrations } from './integrations-file.ts';
import { moment } from './option-values.ts';
import { createProgress, fail, print, printJson } from './output.ts';

interface CheckOptions {
  readonly integration?: string;
  readonly json?: boolean;
}
interface DiffOptions extends CheckOptions {
  readonly since: Date;
  readonly values?: boolean;
}

export function registerMapping(program: Command): void {
  const mapping = program.command('mapping').description('which fields of the CRM a mail fills');
  mapping
    .command('check')
    .description(
      "compare the file's mappings with what each CRM says of its fields: renamed, deleted, read-only, newly required; " +
        'exit code 1 when something is wrong',
    )
    .option('--integration <key>', 'only this one')
    .option('--json', 'one JSON line an integration')
    .addHelpText('after', '\nExamples:\n  postern mapping check\n  postern mapping check --integration sales --json')
    .action((options: CheckOptions) => check(options).catch(fail));
  mapping
    .command('preview')
    .description('the records that a stored mail makes by the file, also where an integration is off or in shadow mode')
    .argument('<event id>')
    .option('--json', 'one JSON line a delivery')
    .addHelpText('after', '\nExample:\n  postern mapping preview evt_0123…')
    .action((eventId: string, options: { json?: boolean }) => preview(eventId, options).catch(fail));
  mapping
    .command('diff')
    .description(
      'map stored mail anew, by the control table and by the file, and show which fields would change; nothing is written',
    )
    .addOption(new Option('--since <time>', 'mail that counts').argParser(moment).default(moment('7d'), '7d'))
    .option('--integration <key>', 'only this one')
    .option('--values', 'show the values too: they are words of the mail')
    .option('--json', 'one JSON line a difference')
    .addHelpText(
      'after',
      '\nExamples:\n  postern mapping diff --since 7d\n  postern mapping diff --integration sales --values',
    )
    .action((options: DiffOptions) => diff(options).catch(fail));
}

async function preview(eventId: string, { json }: { json?: boolean }): Promise<void> {
  const { file } = loadIntegrations();
  const { store, reader, platform } = connectBackend();
  const [event, ledger] = await Promise.all([store.getEvent(eventId), reader.event(eventId)]);
  if (event === undefined || ledger === undefined) throw new ConfigError(`nothing is known of ${eventId}`);
  for (const delivery of ledger.deliveries) {
    const integration = file.integrations.find(({ key }) => key === delivery.integration);
    if (integration === undefined) continue;
    const mail = mailContextOf(routeEvent(event, delivery, integration), integration.trust);
    const mappings = chosenMappings(integration, file.mappings ?? {});
    const lookUpFields = fieldsToLookUp(integration, mappings);
    const contactFields = await contactFieldsOf(platform, file, { integration, lookUpFields, people: mail.people });
    const ruled = applyRules({ integration, mappings }, mail, { isKnown: false, fields: contactFields });
    const { fired: rules, end, task } = ruled;
    const mapping = validMapping(ruled.integration.mapping, ruled.mapping);
    const records = end === undefined ? mapEvent(mail, ruled.integration, mapping, { contactFields, task }) : {};
    const head = compact({
      integration: integration.key,
      mode: integration.mode,
      mapping: mapping.name,
      rules,
      end: end || undefined,
    });
    if (json) printJson({ ...head, records });
    else print(stringify({ ...head, records }).trimEnd());
  }
}

/** Nothing of it is kept, so that no key is needed. */
const asItIs: SubjectHash = (_tenant, address) => address;

/** What the CRM says of the contact today, where rules or mapping ask for it. @throws ConfigError when it does not answer */
async function contactFieldsOf(
  platform: Backend['platform'],
  { connections }: IntegrationsFile,
  question: Pick<LookUp, 'integration' | 'lookUpFields' | 'people'>,
): Promise<ContactFields> {
  const { integration, lookUpFields } = question;
  if (lookUpFields.length === 0) return {};
  const adapter = await vendorsOf(platform).adapterFor(connections[integration.connection]!);
  const found =
    adapter.kind === 'ok'
      ? await lookUpContact(adapter.value, { ...question, remembered: {}, subjectFor: asItIs, now: new Date() })
      : adapter;
  if (found.kind === 'ok') return found.value.fields;
  throw new ConfigError(`${integration.connection} did not say what it has of the contact: ${failureReason(found)}`);
}

/** What checking one integration's mapping found, and whose it is. */
interface Checked extends CheckedMapping {
  readonly integration: string;
  readonly mapping: string;
  readonly owner: string;
}

async function check({ integration: only, json }: CheckOptions): Promise<void> {
  const { file } = loadIntegrations();
  const backend = connectBackend();
  let isWrong = false;
  for (const integration of wanted(file, only)) {
    const checked = await checkIntegration(backend, file, integration);
    isWrong ||= checked.failure !== undefined || checked.findings.some(({ level }) => level === 'error');
    if (json) printJson(checked);
    else tellChecked(checked);
  }
  process.exitCode = isWrong ? 1 : 0;
}

/** Compares an integration's mapping with what its CRM says of its fields. */
export async function checkIntegration(
  { platform }: Backend,
  file: IntegrationsFile,
  integration: Integration,
): Promise<Checked> {
  const mapping = mappingOf(integration.mapping, file);
  const head = { integration: integration.key, mapping: mapping.name, owner: mapping.owner };
  const connection = file.connections[integration.connection]!;
  const adapter = await vendorsOf(platform).adapterFor(connection);
  if (adapter.kind !== 'ok') return { ...head, ...notAsked(adapter) };
  const lookUpFields = fieldsToLookUp(integration, chosenMappings(integration, file.mappings ?? {}));
  return { ...head, ...(await checkWithCrm(adapter.value, mapping, lookUpFields)) };
}

function tellChecked({ integration, mapping, owner, findings, unasked, failure }: Checked): void {
  const state = failure ?? (findings.length === 0 ? 'as the CRM has it' : `${findings.length} finding(s) for ${owner}`);
  print(`${integration} (${mapping}): ${state}`);
  for (const { level, target, message } of findings) print(`  ${level}: ${target} ${message}`);
  if (unasked.length > 0) print(`  the CRM cannot be asked about: ${unasked.join(', ')}`);
}

async function diff({ since, integration: only, values = false, json }: DiffOptions): Promise<void> {
  const { file } = loadIntegrations();
  const backend = connectBackend();
  const table = await readIntegrations(backend.dynamo, backend.controlTable);
  const pairs = new Map(
    wanted(file, only).flatMap((integration) => {
      const before = table.integrations.find(({ key }) => key === integration.key);
      if (before === undefined) return [];
      return [[integration.key, { before, after: integration }] as const];
    }),
  );
  const progress = createProgress('mapped');
  const changed = new Map<string, { events: Set<string>; count: number }>();
  let seen = 0;
  for await (const eventIds of eventsSince(backend, since)) {
    const compared = await Promise.all(eventIds.map((eventId) => compareOne(eventId)));
    for (const { eventId, integration, differences } of compared.flat()) {
      for (const difference of differences) {
        const key = `${integration} ${difference.target}`;
        const entry = changed.get(key) ?? { events: new Set(), count: 0 };
        entry.count += 1;
        if (entry.events.size < 3) entry.events.add(eventId);
        changed.set(key, entry);
        const shown = values ? difference : { target: difference.target, change: changeOf(difference) };
        if (json) printJson({ eventId, integration, ...shown });
      }
    }
    seen += eventIds.length;
    progress.update(seen, 0);
  }
  progress.end();
  if (json) return;
  for (const [key, { count, events }] of changed) print(`${key}: ${count} mail(s), such as ${[...events].join(', ')}`);
  print(`${seen} mail(s) mapped twice; ${changed.size === 0 ? 'nothing would change' : 'nothing was written'}`);

  async function compareOne(eventId: string) {
    const [event, ledger] = await Promise.all([backend.store.getEvent(eventId), backend.reader.event(eventId)]);
    return (ledger?.deliveries ?? []).flatMap((delivery) => {
      const pair = pairs.get(delivery.integration);
      if (event === undefined || pair === undefined) return [];
      const routed = routeEvent(event, delivery, pair.after);
      const [before, after] = [mappingOf(pair.before.mapping, table), mappingOf(pair.after.mapping, file)];
      return [{ eventId, integration: delivery.integration, differences: compareMappings(before, after, routed) }];
    });
  }
}

const changeOf = ({ before, after }: MappingDifference): string =>
  before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';

function wanted({ integrations }: IntegrationsFile, only: string | undefined): readonly Integration[] {
  const found = integrations.filter(({ key }) => only === undefined || key === only);
  if (found.length > 0) return found;
  throw new ConfigError(
    `--integration: found "${only}", wants one of ${integrations.map(({ key }) => key).join(', ')}`,
  );
}

/** @throws ConfigError when the name leads nowhere */
const mappingOf = (name: string, { mappings = {} }: IntegrationsFile): ResolvedMapping =>
  validMapping(name, resolveMapping(name, mappings));

/** @throws ConfigError when it is none */
function validMapping(name: string, resolution: Resolution): ResolvedMapping {
  if (resolution.kind === 'ok') return resolution.mapping;
  throw new ConfigError(`mapping ${name}: ${resolution.message}`);
}
