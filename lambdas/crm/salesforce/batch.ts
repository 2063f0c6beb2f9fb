import * as z from 'zod/mini';
import { andThen, type Outcome, ok } from '../../domain/crm/outcome.ts';
import { groupCalls } from '../group-calls.ts';
import type { CrmHttp } from '../http.ts';
import { type Answer, asOutcome } from '../vendor-call.ts';
import {
  call,
  composite,
  compositeResults,
  duplicateAlerts,
  judge,
  type Part,
  partsOf,
  type Row,
  resultOf,
  rowsOf,
} from './api.ts';

/** A write under our key, or a record that is read by it. */
type SinglePart = Omit<Part, 'referenceId'>;
/** The bodies of parts by their reference ids. */
type PartBodies = ReadonlyMap<string, unknown>;

/** Calls that deliveries at the same time can share. */
export interface SalesforceCalls {
  /** Rows of a SOQL query, which travels in the body. */
  query(soql: string): Promise<Outcome<readonly Row[]>>;
  /** Rows of up to five queries, all in one call. */
  queries(soqls: readonly string[]): Promise<Outcome<ReadonlyArray<readonly Row[]>>>;
  request(part: SinglePart): Promise<Answer<unknown>>;
  /** Several requests, all of them or none. */
  atomically(parts: readonly Part[]): Promise<Answer<PartBodies>>;
}

/** The limits of one call: requests in all, queries among them, and graphs. @see the pages named below */
const limits = { requests: 25, queries: 5, graphs: 75 } as const;

const graphAnswer = z.object({
  graphs: z.array(z.object({ graphId: z.string(), graphResponse: compositeResults })),
});

/** Ports of a batch. */
interface BatchPorts {
  readonly http: CrmHttp;
  readonly version: string;
  /** Counts the calls that a batch made unnecessary. */
  readonly saved: (calls: number) => void;
}

/**
 * The calls of mails that are worked on at the same time, shared: queries and writes by composite requests with independent
 * parts, mails with their relations by graphs, which are done whole or not at all. A single input goes alone.
 *
 * @param saved counts the calls that a batch made unnecessary
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph.htm
 */
export function batchedCalls(http: CrmHttp, version: string, saved: (calls: number) => void): SalesforceCalls {
  const ports = { http, version, saved };
  return {
    query: groupCalls((soqls) => queryAll(ports, soqls), limits.queries),
    queries: groupCalls((lists) => queryLists(ports, lists), listsPerCall),
    request: groupCalls((parts) => requestAll(ports, parts), limits.requests),
    atomically: groupCalls((mails) => writeAll(ports, mails), limits.graphs),
  };
}

async function queryAll(ports: BatchPorts, soqls: readonly string[]): Promise<ReadonlyArray<Outcome<readonly Row[]>>> {
  const parts = soqls.map((soql) => ({ method: 'GET', path: `/query?q=${encodeURIComponent(soql)}` }) as const);
  const answers = await sendTogether(ports, parts);
  return answers.map((answer) => andThen(asOutcome(answer), rowsOf));
}

/** Lists of queries in one call: a person is looked for with two of them. */
const listsPerCall = 2;

/** Answers lists of queries: in one call where that takes them all, else one call for each list. */
async function queryLists(
  ports: BatchPorts,
  lists: ReadonlyArray<readonly string[]>,
): Promise<ReadonlyArray<Outcome<ReadonlyArray<readonly Row[]>>>> {
  const isOneCall = lists.flat().length <= limits.queries;
  const answers = isOneCall
    ? await queryAll(ports, lists.flat())
    : (await Promise.all(lists.map((soqls) => queryAll(ports, soqls)))).flat();
  return lists.map((soqls, nth) => {
    const start = lists.slice(0, nth).flat().length;
    const own = answers.slice(start, start + soqls.length);
    const failure = own.find((answer) => answer.kind !== 'ok');
    return failure ?? ok(own.flatMap((answer) => (answer.kind === 'ok' ? [answer.value] : [])));
  });
}

async function requestAll(ports: BatchPorts, parts: readonly SinglePart[]): Promise<ReadonlyArray<Answer<unknown>>> {
  const [first] = parts;
  if (first === undefined || parts.length > 1) return sendTogether(ports, parts);
  const { path, ...request } = first;
  const headers = first.method === 'GET' ? {} : duplicateAlerts;
  return [await call(ports.http, { ...request, path: `/services/data/${ports.version}${path}`, headers }, z.unknown())];
}

/** One composite request with parts that succeed or fail by themselves. */
async function sendTogether(
  { http, version, saved }: BatchPorts,
  parts: readonly SinglePart[],
): Promise<ReadonlyArray<Answer<unknown>>> {
  const references = parts.map((part, index) => ({ ...part, referenceId: `r${index}` }));
  const body = { allOrNone: false, compositeRequest: partsOf(version, references) };
  const path = `/services/data/${version}/composite`;
  const answer = await call(http, { method: 'POST', path, body }, compositeResults);
  if (answer.kind !== 'ok') return parts.map(() => answer);
  saved(parts.length - 1);
  const results = new Map(answer.value.compositeResponse.map((result) => [result.referenceId, result]));
  return references.map(({ referenceId }): Answer<unknown> => {
    const result = results.get(referenceId);
    if (result === undefined) return { kind: 'unknown' };
    const { httpStatusCode: status, body: json } = result;
    return status < 300 ? ok(json) : judge({ status, headers: new Headers(), json });
  });
}

/** Mails with their relations, each whole or not at all. */
async function writeAll(
  { http, version, saved }: BatchPorts,
  mails: ReadonlyArray<readonly Part[]>,
): Promise<ReadonlyArray<Answer<PartBodies>>> {
  if (mails.length <= 1) return Promise.all(mails.map((parts) => composite(http, version, parts)));
  const graphs = mails.map((parts, index) => ({ graphId: `g${index}`, compositeRequest: partsOf(version, parts) }));
  const path = `/services/data/${version}/composite/graph`;
  const answer = await call(http, { method: 'POST', path, body: { graphs } }, graphAnswer);
  if (answer.kind !== 'ok') return mails.map(() => answer);
  saved(mails.length - 1);
  const results = new Map(answer.value.graphs.map(({ graphId, graphResponse }) => [graphId, graphResponse]));
  return graphs.map(({ graphId }) => {
    const result = results.get(graphId);
    return result === undefined ? { kind: 'unknown' } : resultOf(result);
  });
}
