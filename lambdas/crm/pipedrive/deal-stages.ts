import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { ChangedDeals, DealPlace, DealStage, DealStages } from '../../domain/crm/deal-stage.ts';
import { andThen, mapOk, none, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { api, call, dealId, list, singleRecord } from './api.ts';

const stage = z.object({
  id: z.number(),
  name: z.string(),
  pipeline_id: z.number(),
  order_nr: z.number(),
  is_deleted: z.optional(z.boolean()),
});
const pipeline = z.object({ id: z.number(), name: z.string(), is_deleted: z.optional(z.boolean()) });
const deal = z.object({
  stage_id: z.nullish(z.number()),
  pipeline_id: z.nullish(z.number()),
  status: z.nullish(z.string()),
  stage_change_time: z.nullish(z.string()),
  won_time: z.nullish(z.string()),
  lost_time: z.nullish(z.string()),
});

/** Pipedrive closes a deal by its status, which stands here behind the stages of each pipeline. */
const ends = [
  ['won', 'Won'],
  ['lost', 'Lost'],
] as const;

/**
 * The stages of all pipelines, and the two statuses that close a deal.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Stages
 * @see https://developers.pipedrive.com/docs/api/v1/Deals#updateDeal
 */
export const pipedriveDealStages = (http: CrmHttp, now: () => Date): DealStages => ({
  stages: rememberOk(() => readStages(http)),
  placeOf: (id) => placeOf(http, id),
  changedSince: (since) => changedSince(http, since, now()),
  async move(id, { id: stageId, end }) {
    const body = end === undefined ? { stage_id: Number(stageId) } : { status: end };
    return asOutcome(await call(http, { method: 'PATCH', path: `${api}/deals/${id}`, body }, singleRecord));
  },
});

async function readStages(http: CrmHttp): Promise<Outcome<readonly DealStage[]>> {
  const pipelines = await list(http, '/pipelines?sort_by=id', pipeline, (item) => item.is_deleted !== true);
  if (pipelines.kind !== 'ok') return pipelines;
  const names = new Map(pipelines.value.map(({ id, name }) => [id, name]));
  const stages = await list(http, '/stages?sort_by=order_nr', stage, (item) => item.is_deleted !== true);
  return mapOk(stages, (items) => {
    const open = items.flatMap(({ id, name, pipeline_id: of, order_nr: order }): DealStage[] => {
      const pipelineName = names.get(of);
      return pipelineName === undefined
        ? []
        : [{ id: String(id), name, pipeline: { id: String(of), name: pipelineName }, order }];
    });
    return [...open, ...[...names].flatMap(endsOf)];
  });
}

const endsOf = ([id, name]: readonly [number, string]): DealStage[] =>
  ends.map(([end, label], index) => ({
    id: end,
    name: label,
    pipeline: { id: String(id), name },
    order: 1_000_000 + index,
    end,
  }));

async function placeOf(http: CrmHttp, id: string): Promise<Outcome<DealPlace | undefined>> {
  if (!dealId.test(id)) return none();
  const answer = await call(http, { method: 'GET', path: `${api}/deals/${id}` }, deal);
  if (answer.kind === 'absent') return none();
  return andThen(asOutcome(answer), ({ data }) => ({ kind: 'ok' as const, value: placeIn(data) }));
}

function placeIn({
  stage_id: stageId,
  pipeline_id: of,
  status,
  stage_change_time: changed,
  won_time: won,
  lost_time: lost,
}: z.infer<typeof deal>): DealPlace {
  const isClosed = status === 'won' || status === 'lost';
  return compact({
    stage: isClosed ? status : stageId?.toString(),
    pipeline: of?.toString(),
    isClosed,
    // Empty for a deal that has never left its first stage.
    changedAt: (status === 'won' ? won : status === 'lost' ? lost : undefined) ?? changed ?? undefined,
  });
}

const changedDeal = z.extend(deal, { id: z.number(), add_time: z.nullish(z.string()), update_time: z.string() });
/** Deals in one poll; the next poll goes on from there. */
const maxDeals = 200;
/** A change may show late in the list, in ms. */
const listLagMs = 10_000;

/**
 * Deals by the time of their last change, oldest first.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/Deals#getDeals
 */
async function changedSince(http: CrmHttp, since: Date, now: Date): Promise<Outcome<ChangedDeals>> {
  const from = encodeURIComponent(`${since.toISOString().slice(0, 19)}Z`);
  const path = `${api}/deals?updated_since=${from}&sort_by=update_time&sort_direction=asc&limit=${maxDeals}`;
  const answer = await call(http, { method: 'GET', path }, z.array(changedDeal));
  return mapOk(asOutcome(answer), ({ data }) => {
    const deals = data.map(({ id, add_time: added, ...record }) => {
      const { stage, pipeline } = placeIn(record);
      return compact({ id: String(id), stage, pipeline, createdAt: added ?? undefined });
    });
    const last = Date.parse(data.at(-1)?.update_time ?? '');
    const settled = Math.max(since.getTime(), now.getTime() - listLagMs);
    // A full page of one moment would come again and again: the next poll begins behind it.
    const next = last > since.getTime() ? last : since.getTime() + 1000;
    return { deals, until: new Date(data.length < maxDeals ? settled : next) };
  });
}
