import * as z from 'zod/mini';
import { mapOk, ok } from '../../domain/crm/outcome.ts';
import { groupCalls } from '../group-calls.ts';
import type { CrmHttp, HttpAnswer } from '../http.ts';
import type { Answer } from '../vendor-call.ts';
import { call, judge, objectPath, searchResult, singleRecord } from './api.ts';

/** A record to create, with the associations of the same request. */
export interface NewRecord {
  readonly type: 'contacts' | 'deals' | 'emails' | 'tasks';
  readonly properties: Readonly<Record<string, string>>;
  readonly associations: readonly unknown[];
  /** Its unique property. */
  readonly key: string;
}

export type Created = Answer<{ readonly id: string }>;

/** The properties of a company, with our unique key. */
type CompanyProperties = Readonly<Record<string, string>> & { readonly postern_domain_key: string };
interface Upserted {
  readonly id: string;
  readonly isNew: boolean;
}

/** Calls that deliveries at the same time can share. */
export interface HubspotCalls {
  create(record: NewRecord): Promise<Created>;
  /** Makes a company under our key, or finds the company with that key. */
  upsertCompany(properties: CompanyProperties): Promise<Answer<Upserted>>;
  /** The ids of the companies of one domain, two at most. */
  companiesOf(domain: string): Promise<Answer<readonly string[]>>;
}

/** The ways to call an account. */
export interface HubspotClients {
  readonly http: CrmHttp;
  readonly single: HubspotCalls;
  /** Shared with deliveries at the same time; only for records with a unique key, for a lost batch is repeated. */
  readonly batched: HubspotCalls;
}

/** HubSpot takes 100 inputs; no function works on more than ten mails at once. */
const maxInputs = 100;
/** A search answers with 200 records at most. */
const maxMatches = 200;

const batchRecord = z.object({
  id: z.string(),
  new: z.optional(z.boolean()),
  properties: z.optional(z.record(z.string(), z.nullable(z.string()))),
});
const batchAnswer = z.object({ results: z.array(batchRecord), paging: z.optional(z.unknown()) });
type BatchRecord = z.infer<typeof batchRecord>;

/** The calls without sharing: each mail by itself. */
export const singleCalls = (http: CrmHttp): HubspotCalls => ({
  create: ({ type, properties, associations }) =>
    call(http, { method: 'POST', path: objectPath(type), body: { properties, associations } }, singleRecord),
  async upsertCompany(properties) {
    const upserted = await call(http, companyUpsert([properties]), batchAnswer);
    if (upserted.kind !== 'ok') return upserted;
    const [company] = upserted.value.results;
    return company === undefined ? { kind: 'unknown' } : ok(upsertedOf(company));
  },
  async companiesOf(domain) {
    const matches = await call(http, companySearch({ operator: 'EQ', value: domain }, 2), searchResult);
    return mapOk(matches, ({ results }) => results.map(({ id }) => id));
  },
});

/** Ports of a batch. */
interface BatchPorts {
  readonly http: CrmHttp;
  readonly single: HubspotCalls;
  /** Counts the calls that a batch made unnecessary. */
  readonly saved: (calls: number) => void;
}

/**
 * The calls of mails that are worked on at the same time, shared. An input without an answer, because HubSpot refused
 * it or refused all for the sake of one, is sent once more by itself: unique properties make that harmless.
 *
 * @param saved counts the calls that a batch made unnecessary
 * @see https://developers.hubspot.com/docs/api-reference/crm-emails-v3/batch/post-crm-v3-objects-emails-batch-create
 */
export function batchedCalls(http: CrmHttp, saved: (calls: number) => void): HubspotCalls {
  const ports = { http, single: singleCalls(http), saved };
  const creators = new Map<NewRecord['type'], HubspotCalls['create']>();

  function create(record: NewRecord): Promise<Created> {
    const grouped =
      creators.get(record.type) ?? groupCalls((records: readonly NewRecord[]) => createAll(ports, records), maxInputs);
    creators.set(record.type, grouped);
    return grouped(record);
  }

  return {
    create,
    upsertCompany: groupCalls((companies) => upsertAll(ports, companies), maxInputs),
    companiesOf: groupCalls((domains) => searchAll(ports, domains), maxInputs),
  };
}

const areDistinct = (keys: readonly string[]): boolean => new Set(keys).size === keys.length;

/** Records of one type. */
async function createAll(
  { http, single, saved }: BatchPorts,
  records: readonly NewRecord[],
): Promise<readonly Created[]> {
  const [first] = records;
  const keys = records.map(({ properties, key }) => properties[key]?.toLowerCase() ?? '');
  if (first === undefined || records.length === 1 || !areDistinct(keys)) return Promise.all(records.map(single.create));
  const inputs = records.map(({ properties, associations }) => ({ properties, associations }));
  const result = await http({ method: 'POST', path: objectPath(first.type, '/batch/create'), body: { inputs } });
  if (result.kind !== 'answer') return records.map(() => result);
  const refusal = result.answer.status >= 400 ? judge(result.answer) : undefined;
  if (refusal?.kind === 'misconfigured') return records.map(() => refusal);
  const ids = createdIds(result.answer, first.key);
  saved(Math.max(0, ids.size - 1));
  return Promise.all(
    records.map((record, index) => {
      const id = ids.get(keys[index]);
      return id === undefined ? single.create(record) : ok({ id });
    }),
  );
}

/** Ids by the value of the unique property; a 207 has them of the inputs that HubSpot took. */
function createdIds({ status, json }: HttpAnswer, key: string): ReadonlyMap<string | undefined, string> {
  const results = batchAnswer.safeParse(status < 300 ? json : undefined).data?.results ?? [];
  return new Map(results.map(({ id, properties }) => [properties?.[key]?.toLowerCase(), id]));
}

async function upsertAll(
  { http, single, saved }: BatchPorts,
  companies: readonly CompanyProperties[],
): Promise<ReadonlyArray<Answer<Upserted>>> {
  const keys = companies.map(({ postern_domain_key: key }) => key);
  if (companies.length === 1 || !areDistinct(keys)) return Promise.all(companies.map(single.upsertCompany));
  const upserted = await call(http, companyUpsert(companies), batchAnswer);
  // One company may be the reason for the refusal of all.
  if (upserted.kind === 'rejected' || upserted.kind === 'conflict')
    return Promise.all(companies.map(single.upsertCompany));
  if (upserted.kind !== 'ok') return companies.map(() => upserted);
  const byKey = new Map(
    upserted.value.results.map((company) => [company.properties?.postern_domain_key?.toLowerCase(), company]),
  );
  saved(Math.max(0, byKey.size - 1));
  return Promise.all(
    companies.map((company) => {
      const record = byKey.get(company.postern_domain_key);
      return record === undefined ? single.upsertCompany(company) : ok(upsertedOf(record));
    }),
  );
}

async function searchAll(
  { http, single, saved }: BatchPorts,
  domains: readonly string[],
): Promise<ReadonlyArray<Answer<readonly string[]>>> {
  const values = [...new Set(domains)];
  if (values.length === 1) {
    const matches = await single.companiesOf(values[0]!);
    return domains.map(() => matches);
  }
  const matches = await call(http, companySearch({ operator: 'IN', values }, maxMatches), batchAnswer);
  if (matches.kind !== 'ok') return domains.map(() => matches);
  // More than one page: a domain may lie on the next one.
  if (matches.value.paging !== undefined) return Promise.all(domains.map(single.companiesOf));
  saved(domains.length - 1);
  const byDomain = Map.groupBy(matches.value.results, ({ properties }) => properties?.domain?.toLowerCase());
  return domains.map((domain) => ok((byDomain.get(domain) ?? []).slice(0, 2).map(({ id }) => id)));
}

const upsertedOf = ({ id, new: isNew }: BatchRecord): Upserted => ({ id, isNew: isNew === true });

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
