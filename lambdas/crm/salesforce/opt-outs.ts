import * as z from 'zod/mini';
import type { Outcome } from '../../domain/crm/outcome.ts';
import type { OptOutsSeen, OptOutThere } from '../../domain/crm/suppression-target.ts';
import { type Absent, asFailure, type Conflict } from '../call.ts';
import type { CrmHttp } from '../http.ts';
import { call } from './api.ts';

const box = 'HasOptedOutOfEmail';
/** Rows of history that one look takes of each object; the next look goes on from there. */
const mostAtOnce = 2000;
/** A row is dated when its transaction begins, and shows when it ends, in ms. */
const transactionMs = 120_000;

const person = z.nullish(z.object({ Email: z.nullish(z.string()), [box]: z.boolean() }));
const row = z.object({ NewValue: z.unknown(), CreatedDate: z.string(), Contact: person, Lead: person });
const page = z.object({ records: z.array(row), nextRecordsUrl: z.optional(z.string()) });
type Page = z.infer<typeof page>;

/**
 * Who left at Salesforce since a time: boxes of contacts and leads that are ticked, dated by the history of the field,
 * because the record's own time moves with every change of anything. Where the org does not track that field, or the user
 * may not see its history, nobody is found.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_associated_objects_history.htm
 */
export async function optedOutSince(
  http: CrmHttp,
  version: string,
  since: Date,
  now: Date,
): Promise<Outcome<OptOutsSeen>> {
  const ends: OptOutsSeen[] = [];
  for (const object of ['Contact', 'Lead'] as const) {
    const seen = await ticksOf(http, version, object, since, now);
    if (seen.kind !== 'ok') return seen;
    // Of the one that has none the other must not wait: it would be read from its beginning again and again.
    if (seen.value !== undefined) ends.push(seen.value);
  }
  const until = ends.length === 0 ? since : new Date(Math.min(...ends.map((end) => end.until.getTime())));
  return { kind: 'ok', value: { optOuts: ends.flatMap(({ optOuts }) => optOuts), until }, how: 'existing' };
}

/** Nothing where there is no history to be seen. */
async function ticksOf(
  http: CrmHttp,
  version: string,
  object: 'Contact' | 'Lead',
  since: Date,
  now: Date,
): Promise<Outcome<OptOutsSeen | undefined>> {
  const from = `${since.toISOString().slice(0, 19)}Z`;
  const soql =
    `SELECT NewValue, CreatedDate, ${object}.Email, ${object}.${box} FROM ${object}History ` +
    `WHERE Field = '${box}' AND CreatedDate >= ${from} ORDER BY CreatedDate`;
  const optOuts = new Map<string, OptOutThere>();
  let path: string | undefined = `/services/data/${version}/query?q=${encodeURIComponent(soql)}`;
  for (let seen = 0, until = since; path !== undefined; ) {
    const found: Outcome<Page> | Conflict | Absent = await call(http, { method: 'GET', path }, page);
    if (found.kind === 'absent' || (found.kind === 'misconfigured' && isNoHistory(found.code)))
      return { kind: 'ok', value: undefined, how: 'unchanged' };
    if (found.kind !== 'ok') return asFailure(found);
    const { records, nextRecordsUrl }: Page = found.value;
    for (const { NewValue, CreatedDate, [object]: whose } of records) {
      until = new Date(CreatedDate);
      // A box that was unticked since says nothing.
      if (NewValue !== true || whose?.Email == null || !whose[box]) continue;
      const at = until.toISOString();
      // Of several ticks the newest.
      optOuts.set(whose.Email.toLowerCase(), { address: whose.Email, at, id: `${object} ${at}` });
    }
    seen += records.length;
    path = nextRecordsUrl;
    // Never stop amid rows of one moment: an import makes thousands, and the next look would begin with them again.
    if (path !== undefined && seen >= mostAtOnce && until > since)
      return { kind: 'ok', value: { optOuts: [...optOuts.values()], until }, how: 'existing' };
  }
  const settled = new Date(now.getTime() - transactionMs);
  const value = { optOuts: [...optOuts.values()], until: settled > since ? settled : since };
  return { kind: 'ok', value, how: 'existing' };
}

/** The org does not have the history, or the user does not see it: no reason for mail to wait. */
const isNoHistory = (code: string): boolean => /INVALID_TYPE|INVALID_FIELD|INSUFFICIENT_ACCESS|HTTP 403/.test(code);
