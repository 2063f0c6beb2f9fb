import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { compact } from '../lambdas/compact.ts';
import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import type { CrmAdapter } from '../lambdas/domain/crm/crm-adapter.ts';
import type { CrmRecords } from '../lambdas/domain/crm/crm-records.ts';
import type { StepName } from '../lambdas/domain/crm/crm-step.ts';
import { failureReason, type Outcome, type Ref } from '../lambdas/domain/crm/outcome.ts';
import type { Delivery, Steps } from '../lambdas/domain/delivery/delivery.ts';
import type { RoutedEvent } from '../lambdas/domain/mail/event.ts';
import { isSampled } from '../lambdas/domain/understanding/review.ts';
import { eventsSince } from '../lambdas/operations/events-since.ts';
import { vendorsOf } from '../lambdas/vendors-container.ts';
import { type Backend, connectBackend } from './backend.ts';
import { type PreviewSources, plannedRecords, previewSources } from './mapping-preview.ts';
import { print, printJson, printLines } from './output.ts';

interface CompareOptions {
  readonly since: Date;
  readonly percent: number;
  readonly integration?: string;
  readonly values?: boolean;
  readonly json?: boolean;
}

/** One record of the ledger, and what its CRM has. */
interface RecordCheck {
  readonly record: StepName;
  /** The id in the ledger. */
  readonly id: string;
  /** `unasked`: the CRM has no look-up for it, or did not answer. */
  readonly result: 'same' | 'missing' | 'other' | 'unasked';
  /** The id at the CRM, where that is another one. */
  readonly found?: string;
  readonly reason?: string;
}

/** A mapped field of the contact that the CRM has otherwise: a person or another mail may have changed it. */
interface FieldCheck {
  readonly target: string;
  readonly wanted: string;
  /** Absent: the field is empty at the CRM. */
  readonly found?: string;
}

/** The comparison of one delivery with its CRM; with `--json` the keys of its line. */
interface Comparison {
  readonly eventId: string;
  readonly integration: string;
  readonly fate: string;
  readonly records: readonly RecordCheck[];
  readonly fields: readonly FieldCheck[];
  /** Why nothing could be compared. */
  readonly error?: string;
}

export async function runCompare(ids: readonly string[], options: CompareOptions): Promise<void> {
  const backend = connectBackend();
  const file = await readIntegrations(backend.dynamo, backend.controlTable);
  const ports: ComparePorts = {
    store: backend.store,
    reader: backend.reader,
    sources: previewSources(backend, file),
    adapterFor: async (name) => {
      const connection = file.connections[name];
      return connection === undefined
        ? { kind: 'misconfigured', code: 'no-connection', message: `connection ${name} is not configured` }
        : vendorsOf(backend.platform).adapterFor(connection);
    },
  };
  let compared = 0;
  let wrong = 0;
  for await (const comparison of comparisons(ports, file, ids, options)) {
    compared += 1;
    if (isWrong(comparison)) wrong += 1;
    if (options.json) printJson(options.values ? comparison : withoutValues(comparison));
    else printLines(comparisonLines(comparison, options.values));
  }
  if (!options.json) print(`${compared} delivery(ies) compared, ${wrong} with a record that the CRM does not have so`);
  process.exitCode = wrong > 0 ? 1 : 0;
}

/** The stores and CRMs that a comparison reads. */
export interface ComparePorts {
  readonly store: Pick<Backend['store'], 'rawMails' | 'getEvent'>;
  readonly reader: Pick<Backend['reader'], 'mails' | 'event'>;
  readonly sources: PreviewSources;
  readonly adapterFor: (connection: string) => Promise<Outcome<CrmAdapter>>;
}

/**
 * Compares deliveries with what stands in their CRMs: those of the given events, or of a sample of all mail since a time, which
 * is the sample that people review. It reads only.
 */
export async function* comparisons(
  ports: ComparePorts,
  file: IntegrationsFile,
  ids: readonly string[],
  { since, percent, integration }: Pick<CompareOptions, 'since' | 'percent' | 'integration'>,
): AsyncGenerator<Comparison> {
  const seen = new Set<string>();
  for await (const eventIds of ids.length > 0 ? [ids] : eventsSince(ports, since)) {
    for (const eventId of eventIds) {
      if (seen.has(eventId) || (ids.length === 0 && !isSampled(eventId, percent))) continue;
      seen.add(eventId);
      for (const delivery of (await ports.reader.event(eventId))?.deliveries ?? [])
        if ((integration === undefined || delivery.integration === integration) && hasRecords(delivery))
          yield await compareDelivery(ports, file, delivery);
    }
  }
}

const hasRecords = ({ state, steps }: Delivery): boolean =>
  state === 'done' && Object.values(steps).some((step) => step?.id !== undefined);

async function compareDelivery(
  { store, sources, adapterFor }: ComparePorts,
  file: IntegrationsFile,
  delivery: Delivery,
): Promise<Comparison> {
  const { eventId, integration, fate = 'pending', steps } = delivery;
  const head = { eventId, integration, fate, records: [], fields: [] };
  const event = await store.getEvent(eventId);
  if (event === undefined) return { ...head, error: 'the event object is gone' };
  const target = fileOfDelivery(file, delivery);
  const planned = await plannedRecords(event, delivery, target, sources);
  if (planned === undefined) return { ...head, error: `integration ${integration} is not configured` };
  if (planned.records === undefined)
    return { ...head, error: `by the configuration of today it is ${planned.end}, and makes no record` };
  const adapter = await adapterFor(planned.integration.connection);
  if (adapter.kind !== 'ok') return { ...head, error: failureReason(adapter) };
  return { ...head, ...(await compareWithCrm(adapter.value, planned.records, planned.event, steps)) };
}

/** The file with the connection that the delivery went to: that of the shadow, for mail that was not live. */
const fileOfDelivery = (file: IntegrationsFile, { integration, fate }: Delivery): IntegrationsFile => ({
  ...file,
  integrations: file.integrations.map((each) =>
    each.key === integration && fate === 'shadowed' && each.shadow !== undefined
      ? { ...each, connection: each.shadow.to }
      : each,
  ),
});

/** Compares the records of a delivery with those that a CRM finds by our keys, and the mapped fields of the contact. */
export async function compareWithCrm(
  adapter: Pick<CrmAdapter, 'lookUp' | 'contactIdField' | 'steps'>,
  records: CrmRecords,
  event: RoutedEvent,
  known: Steps,
): Promise<Pick<Comparison, 'records' | 'fields' | 'error'>> {
  const steps = await adapter.steps(records, event, new Date(event.receivedAt));
  if (steps.kind !== 'ok') return { records: [], fields: [], error: failureReason(steps) };
  const contact = await compareContact(adapter, records, known);
  const refs: Partial<Record<StepName, Ref>> = {};
  for (const [name, step] of Object.entries(known)) if (step.id !== undefined) refs[name as StepName] = { id: step.id };
  const others: RecordCheck[] = [];
  for (const { name, find } of steps.value) {
    const id = known[name]?.id;
    if (id === undefined || name === 'contact') continue;
    const unasked = { record: name, id, result: 'unasked', reason: 'the CRM has no look-up for it' } as const;
    others.push(find === undefined ? unasked : recordCheck(name, id, await find(refs)));
  }
  return { records: [...contact.records, ...others], fields: contact.fields };
}

function recordCheck(record: StepName, id: string, answer: Outcome<Ref | undefined>): RecordCheck {
  if (answer.kind !== 'ok') return { record, id, result: 'unasked', reason: failureReason(answer) };
  if (answer.value === undefined) return { record, id, result: 'missing' };
  // A step that writes several records joins their ids.
  const isSame = id.split(';').includes(answer.value.id) || answer.value.id === id;
  return isSame ? { record, id, result: 'same' } : { record, id, result: 'other', found: answer.value.id };
}

async function compareContact(
  adapter: Pick<CrmAdapter, 'lookUp' | 'contactIdField'>,
  { contact, fill }: CrmRecords,
  known: Steps,
): Promise<Pick<Comparison, 'records' | 'fields'>> {
  const id = known.contact?.id;
  if (id === undefined || contact === undefined) return { records: [], fields: [] };
  const { contactIdField: idField } = adapter;
  // A mapping that only fills an empty field may have found a value.
  const wanted = Object.entries(contact.fields ?? {}).filter(([name]) => fill?.contact?.[name] === undefined);
  const names = [...(idField === undefined ? [] : [idField]), ...wanted.map(([name]) => name)];
  if (adapter.lookUp === undefined || names.length === 0)
    return {
      records: [{ record: 'contact', id, result: 'unasked', reason: 'the CRM has no look-up for it' }],
      fields: [],
    };
  const answer = await adapter.lookUp({ email: contact.email }, names);
  if (answer.kind !== 'ok')
    return { records: [{ record: 'contact', id, result: 'unasked', reason: failureReason(answer) }], fields: [] };
  const found = idField === undefined ? undefined : answer.value[idField];
  const ref: Ref | undefined = found === undefined ? undefined : { id: String(found) };
  const check: RecordCheck =
    idField === undefined
      ? { record: 'contact', id, result: 'unasked', reason: 'the CRM does not name its id' }
      : recordCheck('contact', id, { kind: 'ok', value: ref, how: 'existing' });
  if (check.result === 'missing') return { records: [check], fields: [] };
  const fields = wanted.flatMap(([name, value]) => {
    const there = answer.value[name];
    if (there !== undefined && String(there) === String(value)) return [];
    return [
      compact({
        target: `contact.${name}`,
        wanted: String(value),
        found: there === undefined ? undefined : String(there),
      }),
    ];
  });
  return { records: [check], fields };
}

/** Whether the CRM lacks a record of the delivery, or has another one. */
export const isWrong = ({ records }: Pick<Comparison, 'records'>): boolean =>
  records.some(({ result }) => result === 'missing' || result === 'other');

/** Values are words of the mail. */
const withoutValues = ({ fields, ...comparison }: Comparison) => ({
  ...comparison,
  fields: fields.map(({ target, found }) => ({ target, change: found === undefined ? 'empty' : 'other' })),
});

/** A comparison for people. @param withValues whether it shows the values of fields */
export const comparisonLines = (
  { eventId, integration, fate, records, fields, error }: Comparison,
  withValues = false,
): string[] => [
  `${eventId} to ${integration}: ${fate}${error === undefined ? '' : `; not compared: ${error}`}`,
  ...records.map(
    ({ record, id, result, found, reason }) =>
      `  ${record} ${id}: ${result}${found === undefined ? '' : ` (${found})`}${reason === undefined ? '' : ` (${reason})`}`,
  ),
  ...fields.map(({ target, wanted, found }) => {
    const state = found === undefined ? 'is empty at the CRM' : 'is another at the CRM';
    return `  ${target}: ${state}${withValues ? `: mapped "${wanted}", found "${found ?? ''}"` : ''}`;
  }),
];
