import * as z from 'zod/mini';
import type { Outcome } from '../../domain/crm/outcome.ts';
import type { Absent, Conflict } from '../call.ts';
import { groupCalls } from '../group-calls.ts';
import type { CrmHttp } from '../http.ts';
import { call, judge, objectPath, searchResult, singleRecord } from './api.ts';

/** A record that is to be, with the associations of the same request. */
export interface NewRecord {
  readonly type: 'contacts' | 'deals' | 'emails' | 'tasks';
  readonly properties: Readonly<Record<string, string>>;
  readonly associations: readonly unknown[];
  /** Its unique property. */
  readonly key: string;
}

export type Created = Outcome<{ readonly id: string }> | Conflict | Absent;

/** With our unique key of companies. */
export type CompanyProperties = Readonly<Record<string, string>> & { readonly postern_domain_key: string };
export interface Upserted {
  readonly id: string;
  readonly isNew: boolean;
}

/** The calls of which a backlog shares one. */
export interface HubspotCalls {
  create(record: NewRecord): Promise<Created>;
  /** Makes a company under our key, or finds the one that has it. */
  upsertCompany(properties: CompanyProperties): Promise<Outcome<Upserted> | Conflict | Absent>;
  /** The ids of the companies of one domain, two at most. */
  companiesOf(domain: string): Promise<Outcome<readonly string[]> | Conflict | Absent>;
}

/** HubSpot takes 100 inputs; no function works on more than ten mails at once. */
const most = 100;
const inBatch = z.object({
  id: z.string(),
  new: z.optional(z.boolean()),
  properties: z.optional(z.record(z.string(), z.nullable(z.string()))),
});
const several = z.object({ results: z.array(inBatch), paging: z.optional(z.unknown()) });

/** Each mail by itself. */
export const callsAlone = (http: CrmHttp): HubspotCalls => ({
  create: ({ type, properties, associations }) =>
    call(http, { method: 'POST', path: objectPath(type), body: { properties, associations } }, singleRecord),
  async upsertCompany(properties) {
    const upserted = await call(http, companyUpsert([properties]), several);
    if (upserted.kind !== 'ok') return upserted;
    const [company] = upserted.value.results;
    return company === undefined ? { kind: 'unknown' } : upsertedOf(company);
  },
  async companiesOf(domain) {
    const found = await call(http, companySearch({ operator: 'EQ', value: domain }, 2), searchResult);
    return found.kind === 'ok' ? { ...found, value: found.value.results.map(({ id }) => id) } : found;
  },
});

/**
 * Mails that are worked on at the same time share their calls. What a batch does not answer for, because HubSpot refused
 * one input or all for the sake of one, is asked for once more by itself: unique properties make that harmless.
 *
 * @param saved told how many calls a batch made unnecessary
 * @see https://developers.hubspot.com/docs/api-reference/crm-emails-v3/batch/post-crm-v3-objects-emails-batch-create
 */
export function callsTogether(http: CrmHttp, saved: (calls: number) => void): HubspotCalls {
  const alone = callsAlone(http);
  const creators = new Map<NewRecord['type'], HubspotCalls['create']>();

  const createAll = async (records: readonly NewRecord[]): Promise<readonly Created[]> => {
    const [first] = records;
    const keys = records.map(({ properties, key }) => properties[key]?.toLowerCase() ?? '');
    if (first === undefined || records.length === 1 || new Set(keys).size < keys.length)
      return Promise.all(records.map(alone.create));
    const inputs = records.map(({ properties, associations }) => ({ properties, associations }));
    const result = await http({ method: 'POST', path: objectPath(first.type, '/batch/create'), body: { inputs } });
    if (result.kind !== 'answer') return records.map(() => result);
    const { status, json } = result.answer;
    if (status >= 400 && judge(result.answer).kind === 'misconfigured') return records.map(() => judge(result.answer));
    const made = new Map(
      (several.safeParse(status < 300 ? json : undefined).data?.results ?? []).map(({ id, properties }) => [
        properties?.[first.key]?.toLowerCase(),
        id,
      ]),
    );
    saved(Math.max(0, made.size - 1));
    return Promise.all(
      records.map((record, index): Promise<Created> | Created => {
        const id = made.get(keys[index]);
        return id === undefined ? alone.create(record) : { kind: 'ok', value: { id }, how: 'created' };
      }),
    );
  };

  const upsertAll = async (companies: readonly CompanyProperties[]) => {
    const keys = companies.map(({ postern_domain_key: key }) => key);
    if (companies.length === 1 || new Set(keys).size < keys.length)
      return Promise.all(companies.map(alone.upsertCompany));
    const upserted = await call(http, companyUpsert(companies), several);
    // A refusal may be for the sake of one of them.
    if (upserted.kind === 'rejected' || upserted.kind === 'conflict')
      return Promise.all(companies.map(alone.upsertCompany));
    if (upserted.kind !== 'ok') return companies.map(() => upserted);
    const made = new Map(
      upserted.value.results.map((company) => [company.properties?.postern_domain_key?.toLowerCase(), company]),
    );
    saved(Math.max(0, made.size - 1));
    return Promise.all(
      companies.map((company) => {
        const found = made.get(company.postern_domain_key);
        return found === undefined ? alone.upsertCompany(company) : upsertedOf(found);
      }),
    );
  };

  const companiesOfAll = async (domains: readonly string[]) => {
    const values = [...new Set(domains)];
    if (values.length === 1) {
      const found = await alone.companiesOf(values[0]!);
      return domains.map(() => found);
    }
    const found = await call(http, companySearch({ operator: 'IN', values }, 200), several);
    if (found.kind !== 'ok') return domains.map(() => found);
    if (found.value.paging !== undefined) return Promise.all(domains.map(alone.companiesOf));
    saved(domains.length - 1);
    const byDomain = Map.groupBy(found.value.results, ({ properties }) => properties?.domain?.toLowerCase());
    return domains.map((domain) => ({
      ...found,
      value: (byDomain.get(domain) ?? []).slice(0, 2).map(({ id }) => id),
    }));
  };

  return {
    create(record) {
      const grouped = creators.get(record.type) ?? groupCalls(createAll, most);
      creators.set(record.type, grouped);
      return grouped(record);
    },
    upsertCompany: groupCalls(upsertAll, most),
    companiesOf: groupCalls(companiesOfAll, most),
  };
}

const upsertedOf = (company: z.infer<typeof inBatch>): Outcome<Upserted> => ({
  kind: 'ok',
  value: { id: company.id, isNew: company.new === true },
  how: company.new === true ? 'created' : 'existing',
});

const companyUpsert = (companies: readonly CompanyProperties[]) =>
  ({
    method: 'POST',
    path: objectPath('companies', '/batch/upsert'),
    body: {
      inputs: companies.map((properties) => ({
        id: properties.postern_domain_key,
        idProperty: 'postern_domain_key',
        properties,
      })),
    },
  }) as const;

const companySearch = (filter: object, limit: number) =>
  ({
    method: 'POST',
    path: objectPath('companies', '/search'),
    body: {
      filterGroups: [{ filters: [{ propertyName: 'domain', ...filter }] }],
      properties: ['domain'],
      limit,
    },
  }) as const;
