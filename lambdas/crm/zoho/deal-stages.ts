import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { ChangedDeals, DealPlace, DealStage, DealStages } from '../../domain/crm/deal-stage.ts';
import { mapOk, none, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { searchLagMs } from '../visibility-lag.ts';
import { api, call, dealId, query, quoted, writeRecord, writtenRef } from './api.ts';

const stageField = z.object({
  fields: z.array(
    z.object({
      api_name: z.string(),
      pick_list_values: z.optional(
        z.array(
          z.object({
            actual_value: z.string(),
            display_value: z.optional(z.string()),
            sequence_number: z.optional(z.number()),
            forecast_type: z.optional(z.nullable(z.string())),
          }),
        ),
      ),
    }),
  ),
});
const deal = z.object({ data: z.array(z.object({ Stage: z.nullish(z.string()) })).check(z.minLength(1)) });
/** 204 without a body: the list is empty. */
const history = z.optional(z.object({ data: z.optional(z.array(z.object({ Modified_Time: z.nullish(z.string()) }))) }));

/**
 * The values of the field `Stage` in their order, with the type that the account gives each for its forecasts.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/field-meta.html
 */
export const zohoDealStages = (http: CrmHttp, now: () => Date): DealStages => ({
  stages: rememberOk(() => readStages(http)),
  placeOf: (id) => placeOf(http, id),
  changedSince: (since) => changedSince(http, since, now()),
  async move(id, { id: Stage }) {
    return writtenRef(await writeRecord(http, 'PUT', '/Deals', { data: [{ id, Stage }] }));
  },
});

async function readStages(http: CrmHttp): Promise<Outcome<readonly DealStage[]>> {
  const answer = await call(http, { method: 'GET', path: `${api}/settings/fields?module=Deals` }, stageField);
  return mapOk(asOutcome(answer), ({ fields }) => {
    const values = fields.find(({ api_name: name }) => name === 'Stage')?.pick_list_values ?? [];
    return values
      .filter(({ actual_value: value }) => value !== '-None-')
      .map(({ actual_value: id, display_value: name = id, sequence_number: order, forecast_type: type }, index) =>
        compact({ id, name, order: order ?? index, end: endOf(type ?? id) }),
      );
  });
}

/** `Closed Won`, or another word for a lost deal, such as `Closed Lost` and `Closed-Lost to Competition`. */
const endOf = (type: string): DealStage['end'] =>
  /^closed.{0,3}won/i.test(type) ? 'won' : /^closed/i.test(type) ? 'lost' : undefined;

/** Read by its id: a query does not show a deal that the same mail has just opened. */
async function placeOf(http: CrmHttp, id: string): Promise<Outcome<DealPlace | undefined>> {
  if (!dealId.test(id)) return none();
  const answer = await call(http, { method: 'GET', path: `${api}/Deals/${id}?fields=Stage` }, deal);
  if (answer.kind === 'absent') return none();
  if (answer.kind !== 'ok') return asFailure(answer);
  const [record] = answer.value.data;
  return mapOk(await changeTime(http, id), (changedAt) => compact({ stage: record?.Stage ?? undefined, changedAt }));
}

/**
 * When the deal came into its stage, by the history that Zoho keeps of the field: one row for each stage, the first included.
 * Nothing where the account shows no history.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/get-records-from-related-list.html
 */
async function changeTime(http: CrmHttp, id: string): Promise<Outcome<string | undefined>> {
  const path = `${api}/Deals/${id}/Stage_History?fields=Stage,Modified_Time&per_page=200`;
  const answer = await call(http, { method: 'GET', path }, history);
  if (answer.kind === 'absent' || answer.kind === 'rejected' || answer.kind === 'misconfigured') return none();
  return mapOk(asOutcome(answer), (list) => {
    const times = (list?.data ?? []).map(({ Modified_Time: time }) => Date.parse(time ?? ''));
    const [newest, ...others] = times.filter((time) => !Number.isNaN(time)).toSorted((a, b) => b - a);
    return newest === undefined || others.length === 0 ? undefined : new Date(newest).toISOString();
  });
}

const changedDeal = z.object({
  id: z.string(),
  Stage: z.nullish(z.string()),
  Created_Time: z.nullish(z.string()),
  Modified_Time: z.string(),
});
/** Deals in one poll; the next poll goes on from there. */
const maxDeals = 200;

/**
 * Deals by the time of their last change, oldest first. The newest are seen by the next poll, because a query lags.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/COQL-Overview.html
 */
async function changedSince(http: CrmHttp, since: Date, now: Date): Promise<Outcome<ChangedDeals>> {
  const from = quoted(`${since.toISOString().slice(0, 19)}+00:00`);
  const select = `select id, Stage, Created_Time, Modified_Time from Deals where Modified_Time >= ${from} order by Modified_Time limit ${maxDeals}`;
  return mapOk(await query(http, select, changedDeal), (records) => {
    const deals = records.map(({ id, Stage, Created_Time: created }) =>
      compact({ id, stage: Stage ?? undefined, createdAt: created ?? undefined }),
    );
    const last = Date.parse(records.at(-1)?.Modified_Time ?? '');
    const settled = Math.max(since.getTime(), now.getTime() - searchLagMs);
    // A full page of one moment would come again and again: the next poll begins behind it.
    const next = last > since.getTime() ? last : since.getTime() + 1000;
    return { deals, until: new Date(records.length < maxDeals ? settled : next) };
  });
}
