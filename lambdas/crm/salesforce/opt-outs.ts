import * as z from 'zod/mini';
import { type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { OptOutPage, VendorOptOut } from '../../domain/crm/suppression-target.ts';
import type { CrmHttp } from '../http.ts';
import { type Answer, asFailure } from '../vendor-call.ts';
import { call } from './api.ts';
import { suppressedForField } from './own-fields.ts';

const box = 'HasOptedOutOfEmail';
/** Rows of history of each object in one poll; the next poll goes on from there. */
const maxRows = 2000;
/** A row is dated when its transaction begins, and shows when it ends, in ms. */
const transactionMs = 120_000;

const person = z.nullish(
  z.object({
    Email: z.nullish(z.string()),
    [box]: z.boolean(),
    [suppressedForField]: z.optional(z.nullable(z.string())),
  }),
);
const row = z.object({ NewValue: z.unknown(), CreatedDate: z.string(), Contact: person, Lead: person });
const page = z.object({ records: z.array(row), nextRecordsUrl: z.optional(z.string()) });
type Row = z.infer<typeof row>;
type Page = z.infer<typeof page>;
type PersonObject = 'Contact' | 'Lead';

/** One poll of an org. */
interface Poll {
  readonly since: Date;
  readonly now: Date;
  /** Objects with our field that says which purposes Postern ended. */
  readonly marked: readonly PersonObject[];
}

/**
 * Contacts and leads that opted out at Salesforce since a time: boxes that are ticked, dated by the history of the field,
 * because the record's own time moves with every change of anything. Where the org does not track that field, or the user
 * may not see its history, there are none. A tick for a no to sales alone is Postern's own.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_associated_objects_history.htm
 */
export async function optedOutSince(http: CrmHttp, version: string, poll: Poll): Promise<Outcome<OptOutPage>> {
  const { since } = poll;
  const histories: OptOutPage[] = [];
  for (const object of ['Contact', 'Lead'] as const) {
    const ticks = await ticksOf(http, version, object, poll);
    if (ticks.kind !== 'ok') return ticks;
    // An object without history must not hold up the other, which would be read from its beginning again and again.
    if (ticks.value !== undefined) histories.push(ticks.value);
  }
  const times = histories.map(({ until }) => until.getTime());
  const until = times.length === 0 ? since : new Date(Math.min(...times));
  return ok({ optOuts: histories.flatMap(({ optOuts }) => optOuts), until });
}

/** The ticks of one object; nothing where the org shows no history of it. */
async function ticksOf(
  http: CrmHttp,
  version: string,
  object: PersonObject,
  { since, now, marked }: Poll,
): Promise<Outcome<OptOutPage | undefined>> {
  const optOuts = new Map<string, VendorOptOut>();
  const soql = historyQuery(object, since, marked.includes(object));
  let path: string | undefined = `/services/data/${version}/query?q=${encodeURIComponent(soql)}`;
  let until = since;
  for (let count = 0; path !== undefined; ) {
    const answer: Answer<Page> = await call(http, { method: 'GET', path }, page);
    if (answer.kind === 'absent' || (answer.kind === 'misconfigured' && isNoHistory(answer.code))) return ok(undefined);
    if (answer.kind !== 'ok') return asFailure(answer);
    const { records, nextRecordsUrl }: Page = answer.value;
    for (const record of records) {
      until = new Date(record.CreatedDate);
      const optOut = optOutOf(object, record);
      // The newest of several ticks counts.
      if (optOut !== undefined) optOuts.set(optOut.address.toLowerCase(), optOut);
    }
    count += records.length;
    path = nextRecordsUrl;
    // A poll never stops amid rows of one moment: an import makes thousands, and the next poll would begin with them again.
    if (path !== undefined && count >= maxRows && until > since) return ok({ optOuts: [...optOuts.values()], until });
  }
  const settled = new Date(now.getTime() - transactionMs);
  return ok({ optOuts: [...optOuts.values()], until: settled > since ? settled : since });
}

function historyQuery(object: PersonObject, since: Date, isMarked: boolean): string {
  const own = isMarked ? `, ${object}.${suppressedForField}` : '';
  const from = `${since.toISOString().slice(0, 19)}Z`;
  return (
    `SELECT NewValue, CreatedDate, ${object}.Email, ${object}.${box}${own} FROM ${object}History ` +
    `WHERE Field = '${box}' AND CreatedDate >= ${from} ORDER BY CreatedDate`
  );
}

/** The opt-out of a row; a box that was unticked since is none. */
function optOutOf(object: PersonObject, { NewValue, CreatedDate, [object]: owner }: Row): VendorOptOut | undefined {
  if (NewValue !== true || owner?.Email == null || !owner[box] || owner[suppressedForField] === 'sales')
    return undefined;
  const at = new Date(CreatedDate).toISOString();
  return { address: owner.Email, at, id: `${object} ${at}` };
}

/** The org does not have the history, or the user does not see it: no reason for mail to wait. */
const isNoHistory = (code: string): boolean => /INVALID_TYPE|INVALID_FIELD|INSUFFICIENT_ACCESS|HTTP 403/.test(code);
