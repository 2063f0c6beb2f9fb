import * as z from 'zod/mini';
import { type Failure, none, type Outcome } from '../../domain/crm/outcome.ts';
import type { SuppressionProof, SuppressionState, SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { absentPerson, readBackProof } from '../suppression-proofs.ts';
import { asFailure } from '../vendor-call.ts';
import { composite, query, quoted, type Row } from './api.ts';
import { judgeError } from './errors.ts';
import { optedOutSince } from './opt-outs.ts';

const box = 'HasOptedOutOfEmail';
const saveResults = z.array(
  z.object({
    success: z.boolean(),
    errors: z.optional(z.array(z.object({ statusCode: z.string(), message: z.optional(z.string()) }))),
  }),
);
const rows = z.object({ records: z.array(z.looseObject({})) });

/**
 * *Email Opt Out* of contacts and leads, read back. It is only ever ticked: a box that somebody ticked at Salesforce must
 * not be lost because the person came back elsewhere.
 */
export function createSalesforceSuppressions(http: CrmHttp, version: string, now: () => Date): SuppressionTarget {
  async function write({ address, suppressed }: SuppressionState): Promise<Outcome<SuppressionProof>> {
    let count = 0;
    for (const object of ['Contact', 'Lead'] as const) {
      const soql = peopleQuery(object, address);
      const people = await query(http, version, soql);
      if (people.kind !== 'ok') return people;
      count += people.value.length;
      const open = people.value.filter((row) => row[box] !== true);
      if (open.length === 0 || !suppressed.includes('marketing')) continue;
      const ticked = await tick(http, version, { object, soql, open });
      if (ticked.kind !== 'ok') return ticked;
    }
    return count === 0 ? absentPerson('no such person') : readBackProof(`${count} people hold it`);
  }

  return { write, optedOutSince: (since) => optedOutSince(http, version, since, now()) };
}

function peopleQuery(object: 'Contact' | 'Lead', address: string): string {
  const isConverted = object === 'Lead' ? ' AND IsConverted = false' : '';
  return `SELECT Id, ${box} FROM ${object} WHERE Email = ${quoted(address)}${isConverted} LIMIT 200`;
}

/** Ticks the boxes of people, all or none, and reads them back by the query that found the people. */
async function tick(
  http: CrmHttp,
  version: string,
  { object, soql, open }: { readonly object: string; readonly soql: string; readonly open: readonly Row[] },
): Promise<Outcome<undefined>> {
  const records = open.map(({ Id }) => ({ attributes: { type: object }, id: Id, [box]: true }));
  const answer = await composite(http, version, [
    { method: 'PATCH', path: '/composite/sobjects', referenceId: 'boxes', body: { allOrNone: true, records } },
    { method: 'GET', path: `/query?q=${encodeURIComponent(soql)}`, referenceId: 'rows' },
  ]);
  if (answer.kind !== 'ok') return asFailure(answer);
  // A collection answers 200 whatever the results of its records are.
  const results = saveResults.safeParse(answer.value.get('boxes'));
  if (!results.success) return { kind: 'unknown' };
  const refusal = refusalOf(results.data);
  if (refusal !== undefined) return refusal;
  const readBack = rows.safeParse(answer.value.get('rows')).data;
  return readBack?.records.every((row) => row[box] === true) === true ? none() : { kind: 'unknown' };
}

/** Why a box was not ticked; a record that was only rolled back with it has no reason of its own. */
function refusalOf(results: z.infer<typeof saveResults>): Failure | undefined {
  if (results.every(({ success }) => success)) return undefined;
  const causes = results.flatMap(({ errors = [] }) => errors);
  const cause = causes.find(({ statusCode }) => statusCode !== 'ALL_OR_NONE_OPERATION_ROLLED_BACK');
  if (cause === undefined) return { kind: 'misconfigured', code: 'OPT_OUT', message: `${box} may not be written` };
  const { statusCode: errorCode, message } = cause;
  return asFailure(judgeError(400, { errorCode, message, fields: [box] }));
}
