import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { DealPlace, DealStage, DealStages } from '../../domain/crm/deal-stage.ts';
import { mapOk, none, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { call, dealId, entry } from './api.ts';

const id = z.pipe(z.union([z.number(), z.string()]), z.transform(String));
const stages = z.object({
  deal_stages: z.array(
    z.object({
      id,
      name: z.string(),
      position: z.number(),
      forecast_type: z.nullish(z.string()),
      deal_pipeline_id: z.nullish(id),
    }),
  ),
});
const pipelines = z.object({ deal_pipelines: z.array(z.object({ id, name: z.string() })) });
const deal = z.object({
  deal: z.object({
    deal_stage_id: z.nullish(id),
    deal_pipeline_id: z.nullish(id),
    stage_updated_time: z.nullish(z.string()),
    created_at: z.nullish(z.string()),
  }),
});

/**
 * The stages of deals in the order of their pipelines, with the type that the account gives each for its forecasts.
 *
 * @see https://developers.freshworks.com/crm/api/#admin_configuration
 */
export const freshsalesDealStages = (http: CrmHttp): DealStages => ({
  stages: rememberOk(() => readStages(http)),
  placeOf: (dealToRead) => placeOf(http, dealToRead),
  async move(moved, { id: stage }) {
    const body = { deal: { deal_stage_id: Number(stage) } };
    return asOutcome(await call(http, { method: 'PUT', path: `/deals/${moved}`, body }, z.object({ deal: entry })));
  },
});

async function readStages(http: CrmHttp): Promise<Outcome<readonly DealStage[]>> {
  const lists = await call(http, { method: 'GET', path: '/selector/deal_pipelines' }, pipelines);
  if (lists.kind !== 'ok') return asFailure(lists);
  const names = new Map(lists.value.deal_pipelines.map((pipeline) => [pipeline.id, pipeline.name]));
  const answer = await call(http, { method: 'GET', path: '/selector/deal_stages' }, stages);
  return mapOk(asOutcome(answer), ({ deal_stages: items }) =>
    items.map(({ id: stage, name, position: order, forecast_type: type, deal_pipeline_id: of }) => {
      const pipeline = of ? { id: of, name: names.get(of) ?? of } : undefined;
      return compact({ id: stage, name, pipeline, order, end: endOf(type ?? '') });
    }),
  );
}

const endOf = (type: string): DealStage['end'] =>
  /^closed.{0,3}won/i.test(type) ? 'won' : /^closed/i.test(type) ? 'lost' : undefined;

async function placeOf(http: CrmHttp, dealToRead: string): Promise<Outcome<DealPlace | undefined>> {
  if (!dealId.test(dealToRead)) return none();
  const answer = await call(http, { method: 'GET', path: `/deals/${dealToRead}` }, deal);
  if (answer.kind === 'absent') return none();
  return mapOk(asOutcome(answer), ({ deal: record }) =>
    compact({
      stage: record.deal_stage_id ?? undefined,
      pipeline: record.deal_pipeline_id ?? undefined,
      changedAt: record.stage_updated_time ?? record.created_at ?? undefined,
      createdAt: record.created_at ?? undefined,
    }),
  );
}
