import * as z from 'zod/mini';
import type { Outcome } from '../../domain/crm/outcome.ts';
import { type Absent, asFailure, type Conflict } from '../call.ts';
import { groupCalls } from '../group-calls.ts';
import type { CrmHttp } from '../http.ts';
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

/** A write under our key, or a record that is asked for by it. */
export type OnePart = Omit<Part, 'referenceId'>;
export type Answered = Outcome<unknown> | Conflict | Absent;
export type Composed = Outcome<ReadonlyMap<string, unknown>> | Conflict | Absent;

/** The calls of which a backlog shares one. */
export interface SalesforceCalls {
  /** Rows of a SOQL query, which travels in the body. */
  query(soql: string): Promise<Outcome<readonly Row[]>>;
  request(part: OnePart): Promise<Answered>;
  /** Several requests, all of them or none. */
  atomically(parts: readonly Part[]): Promise<Composed>;
}

/** What one call takes: requests in all, queries among them, and graphs. @see the pages named below */
const most = { requests: 25, queries: 5, graphs: 75 } as const;

const graphAnswer = z.object({
  graphs: z.array(z.object({ graphId: z.string(), graphResponse: compositeResults })),
});

/**
 * Mails that are worked on at the same time share their calls: queries and writes by composite requests whose parts stand
 * for themselves, mails with their relations by graphs, of which each is done whole or not at all. What is alone goes alone.
 *
 * @param saved told how many calls were not made
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph.htm
 */
export function callsTogether(http: CrmHttp, version: string, saved: (calls: number) => void): SalesforceCalls {
  const base = `/services/data/${version}`;

  const send = async (parts: readonly OnePart[]): Promise<readonly Answered[]> => {
    const named = parts.map((part, nth) => ({ ...part, referenceId: `r${nth}` }));
    const body = { allOrNone: false, compositeRequest: partsOf(version, named) };
    const answer = await call(http, { method: 'POST', path: `${base}/composite`, body }, compositeResults);
    if (answer.kind !== 'ok') return parts.map(() => answer);
    saved(parts.length - 1);
    const results = new Map(answer.value.compositeResponse.map((result) => [result.referenceId, result]));
    return named.map(({ referenceId }) => {
      const result = results.get(referenceId);
      if (result === undefined) return { kind: 'unknown' };
      const { httpStatusCode: status, body: json } = result;
      return status < 300
        ? { kind: 'ok', value: json, how: 'updated' }
        : judge({ status, headers: new Headers(), json });
    });
  };

  const query = groupCalls(async (soqls: readonly string[]): Promise<ReadonlyArray<Outcome<readonly Row[]>>> => {
    const answers = await send(soqls.map((soql) => ({ method: 'GET', path: `/query?q=${encodeURIComponent(soql)}` })));
    return answers.map((answer) => (answer.kind === 'ok' ? rowsOf(answer.value) : asFailure(answer)));
  }, most.queries);

  const request = groupCalls(async (parts: readonly OnePart[]): Promise<readonly Answered[]> => {
    const [first] = parts;
    if (first === undefined || parts.length > 1) return send(parts);
    const { path, ...rest } = first;
    const headers = first.method === 'GET' ? {} : duplicateAlerts;
    return [await call(http, { ...rest, path: `${base}${path}`, headers }, z.unknown())];
  }, most.requests);

  const atomically = groupCalls(async (mails: ReadonlyArray<readonly Part[]>): Promise<readonly Composed[]> => {
    const [first] = mails;
    if (first === undefined || mails.length === 1)
      return Promise.all(mails.map((parts) => composite(http, version, parts)));
    const graphs = mails.map((parts, nth) => ({ graphId: `g${nth}`, compositeRequest: partsOf(version, parts) }));
    const answer = await call(http, { method: 'POST', path: `${base}/composite/graph`, body: { graphs } }, graphAnswer);
    if (answer.kind !== 'ok') return mails.map(() => answer);
    saved(mails.length - 1);
    const results = new Map(answer.value.graphs.map(({ graphId, graphResponse }) => [graphId, graphResponse]));
    return graphs.map(({ graphId }) => {
      const result = results.get(graphId);
      return result === undefined ? { kind: 'unknown' } : resultOf(result);
    });
  }, most.graphs);

  return { query, request, atomically };
}
