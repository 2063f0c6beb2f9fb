import * as z from 'zod/mini';
import type { Failure } from '../../domain/crm/outcome.ts';
import type { SuppressionTarget } from '../../domain/crm/suppression-target.ts';
import { asFailure } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { composite, query, quoted } from './api.ts';
import { judgeError } from './errors.ts';
import { optedOutSince } from './opt-outs.ts';

const box = 'HasOptedOutOfEmail';
const saved = z.array(
  z.object({
    success: z.boolean(),
    errors: z.optional(z.array(z.object({ statusCode: z.string(), message: z.optional(z.string()) }))),
  }),
);

/**
 * *Email Opt Out* of contacts and leads, read back. It is only ever ticked: a box that somebody ticked at Salesforce must
 * not be lost because the person came back elsewhere.
 */
export function createSalesforceSuppressions(http: CrmHttp, version: string, now: () => Date): SuppressionTarget {
  return {
    async write({ address, suppressed }) {
      let known = 0;
      for (const object of ['Contact', 'Lead']) {
        const isConverted = object === 'Lead' ? ' AND IsConverted = false' : '';
        const soql = `SELECT Id, ${box} FROM ${object} WHERE Email = ${quoted(address)}${isConverted} LIMIT 200`;
        const found = await query(http, version, soql);
        if (found.kind !== 'ok') return found;
        known += found.value.length;
        const open = found.value.filter((row) => row[box] !== true);
        if (open.length === 0 || !suppressed.includes('marketing')) continue;
        const records = open.map(({ Id }) => ({ attributes: { type: object }, id: Id, [box]: true }));
        const written = await composite(http, version, [
          { method: 'PATCH', path: '/composite/sobjects', referenceId: 'boxes', body: { allOrNone: true, records } },
          { method: 'GET', path: `/query?q=${encodeURIComponent(soql)}`, referenceId: 'rows' },
        ]);
        if (written.kind !== 'ok') return asFailure(written);
        // A collection answers 200 whatever became of its records.
        const ends = saved.safeParse(written.value.get('boxes'));
        if (!ends.success) return { kind: 'unknown' };
        const refusal = refusalOf(ends.data);
        if (refusal !== undefined) return refusal;
        const rows = z.object({ records: z.array(z.looseObject({})) }).safeParse(written.value.get('rows'));
        if (rows.data?.records.every((row) => row[box] === true) !== true) return { kind: 'unknown' };
      }
      if (known === 0)
        return { kind: 'ok', value: { by: 'read-back', answer: 'no such person', isAbsent: true }, how: 'unchanged' };
      return { kind: 'ok', value: { by: 'read-back', answer: `${known} people hold it` }, how: 'updated' };
    },
    optedOutSince: (since) => optedOutSince(http, version, since, now()),
  };
}

/** Why a box was not ticked; what was only rolled back with it says nothing. */
function refusalOf(ends: z.infer<typeof saved>): Failure | undefined {
  if (ends.every(({ success }) => success)) return undefined;
  const causes = ends.flatMap(({ errors = [] }) => errors);
  const cause = causes.find(({ statusCode }) => statusCode !== 'ALL_OR_NONE_OPERATION_ROLLED_BACK');
  if (cause === undefined) return { kind: 'misconfigured', code: 'OPT_OUT', message: `${box} may not be written` };
  const { statusCode: errorCode, message } = cause;
  return asFailure(judgeError(400, { errorCode, message, fields: [box] }));
}
