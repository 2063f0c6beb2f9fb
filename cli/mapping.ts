import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { chosenMappings } from '../lambdas/domain/configuration/chosen-mappings.ts';
import { fieldsToLookUp } from '../lambdas/domain/configuration/fields-to-look-up.ts';
import type { Integration, IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { type CheckedMapping, checkWithCrm, notAsked } from '../lambdas/domain/mapping/check-integration.ts';
import { eventsSince } from '../lambdas/operations/events-since.ts';
import { vendorsOf } from '../lambdas/vendors-container.ts';
import { type Backend, connectBackend } from './backend.ts';
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
} from './mapping-diff.ts';
import { createProgress, printJson, printLines } from './output.ts';

interface CheckOptions {
  readonly integration?: string;
  readonly json?: boolean;
}
interface DiffOptions extends CheckOptions {
  readonly since: Date;
  readonly values?: boolean;
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
