import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { CrmRecords, Mapped, MappedFields, MappedRecords } from '../../domain/crm/crm-records.ts';
import { mapOk } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { api, call } from './api.ts';

const fieldsWithLengths = z.object({
  fields: z.array(z.object({ api_name: z.string(), length: z.nullish(z.number()) })),
});

/** No text field of Zoho is shorter by default, in UTF-16 code units: a value that fits needs no question about its field. */
const alwaysFits = 30;

type Module = 'Contacts' | 'Leads' | 'Accounts' | 'Deals';
type Lengths = ReadonlyMap<string, number>;

/**
 * Cuts the values of mapped fields to the lengths that the account gives its fields: one value that is too long would refuse
 * the whole record. Zoho is asked once per cold start and module, and only for a long value; where it does not tell, values go
 * as they are.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html
 */
export function createFieldCutter(http: CrmHttp): (records: CrmRecords) => Promise<CrmRecords> {
  const questions = new Map<Module, () => Promise<Lengths>>();

  function lengthsOf(module: Module): Promise<Lengths> {
    const ask = questions.get(module) ?? questionOf(http, module);
    questions.set(module, ask);
    return ask();
  }

  async function cutFields(module: Module, fields: MappedFields): Promise<MappedFields> {
    if (!Object.values(fields).some(isLong)) return fields;
    const lengths = await lengthsOf(module);
    return Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        isLong(value) ? cut(value, lengths.get(name) ?? value.length) : value,
      ]),
    );
  }

  const cutRecord = async <T extends Mapped>(module: Module, record: T): Promise<T> =>
    record.fields === undefined ? record : { ...record, fields: await cutFields(module, record.fields) };

  async function cutFill(fill: MappedRecords, people: Module): Promise<MappedRecords> {
    const modules = [
      ['contact', people],
      ['company', 'Accounts'],
      ['deal', 'Deals'],
    ] as const;
    const entries = [];
    for (const [object, module] of modules) {
      const fields = fill[object];
      if (fields !== undefined) entries.push([object, await cutFields(module, fields)] as const);
    }
    return Object.fromEntries(entries);
  }

  return async function cutMappedFields(records) {
    const { contact, company, deal, fill } = records;
    const people: Module = contact?.lead === undefined ? 'Contacts' : 'Leads';
    return compact({
      ...records,
      contact: contact && (await cutRecord(people, contact)),
      company: company && (await cutRecord('Accounts', company)),
      deal: deal && ('id' in deal ? deal : await cutRecord('Deals', deal)),
      fill: fill && (await cutFill(fill, people)),
    });
  };
}

const isLong = (value: unknown): value is string => typeof value === 'string' && value.length > alwaysFits;

function questionOf(http: CrmHttp, module: Module): () => Promise<Lengths> {
  const ask = rememberOk(async () => {
    const path = `${api}/settings/fields?module=${module}`;
    return mapOk(
      asOutcome(await call(http, { method: 'GET', path }, fieldsWithLengths)),
      ({ fields }) =>
        new Map(fields.flatMap(({ api_name: name, length }) => (length ? [[name, length] as const] : []))),
    );
  });
  return async function lengths() {
    const answer = await ask();
    return answer.kind === 'ok' ? answer.value : new Map();
  };
}
