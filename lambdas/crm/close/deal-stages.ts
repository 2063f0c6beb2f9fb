import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { ChangedDeals, DealPlace, DealStage, DealStages } from '../../domain/crm/deal-stage.ts';
import { mapOk, none, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { listLagMs } from '../visibility-lag.ts';
import { api, call, dealId, singleRecord } from './api.ts';

const pipelines = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      statuses: z.array(z.object({ id: z.string(), label: z.string(), type: z.string() })),
    }),
  ),
});
type Pipeline = z.infer<typeof pipelines>['data'][number];
const opportunity = z.object({
  status_id: z.nullish(z.string()),
  status_type: z.nullish(z.string()),
  pipeline_id: z.nullish(z.string()),
});
const changes = z.object({ data: z.array(z.object({ date_created: z.string() })) });

/**
 * The statuses of opportunities in the order of their pipelines.
 *
 * @see https://developer.close.com/resources/pipelines/
 */
export const closeDealStages = (http: CrmHttp, now: () => Date): DealStages => ({
  stages: rememberOk(async () =>
    mapOk(asOutcome(await call(http, { method: 'GET', path: `${api}/pipeline/` }, pipelines)), ({ data }) =>
      data.flatMap(stagesOf),
    ),
  ),
  placeOf: (id) => placeOf(http, id),
  changedSince: (since) => changedSince(http, since, now()),
  async move(id, { id: status }) {
    const request = { method: 'PUT', path: `${api}/opportunity/${id}/`, body: { status_id: status } } as const;
    return asOutcome(await call(http, request, singleRecord));
  },
});

const stagesOf = ({ id: pipelineId, name, statuses }: Pipeline): DealStage[] =>
  statuses.map(({ id, label, type }, order) => {
    const end = type === 'won' || type === 'lost' ? type : undefined;
    return compact({ id, name: label, pipeline: { id: pipelineId, name }, order, end });
  });

/**
 * An opportunity, and the newest activity that Close writes for a change of its status.
 *
 * @see https://developer.close.com/resources/activities/opportunity-status-change/
 */
async function placeOf(http: CrmHttp, id: string): Promise<Outcome<DealPlace | undefined>> {
  if (!dealId.test(id)) return none();
  const deal = await call(http, { method: 'GET', path: `${api}/opportunity/${id}/` }, opportunity);
  if (deal.kind === 'absent') return none();
  if (deal.kind !== 'ok') return asFailure(deal);
  const path = `${api}/activity/status_change/opportunity/?opportunity_id=${id}&_limit=100`;
  const history = await call(http, { method: 'GET', path }, changes);
  return mapOk(asOutcome(history), ({ data }) => {
    const { status_id: stage, status_type: type, pipeline_id: pipeline } = deal.value;
    const times = data.map(({ date_created: time }) => time);
    return compact({
      stage: stage ?? undefined,
      pipeline: pipeline ?? undefined,
      isClosed: type === 'won' || type === 'lost',
      changedAt: times.toSorted().at(-1),
    });
  });
}

const changedOpportunities = z.object({
  data: z.array(
    z.extend(opportunity, { id: z.string(), date_created: z.nullish(z.string()), date_updated: z.string() }),
  ),
  has_more: z.optional(z.boolean()),
});
/** Opportunities in one poll, the most of a page; the next poll goes on from there. */
const maxDeals = 100;

/**
 * Opportunities by the time of their last change, oldest first.
 *
 * @see https://developer.close.com/api/resources/opportunities/list
 */
async function changedSince(http: CrmHttp, since: Date, now: Date): Promise<Outcome<ChangedDeals>> {
  const fields = 'id,status_id,status_type,pipeline_id,date_created,date_updated';
  const from = encodeURIComponent(since.toISOString());
  const query = `date_updated__gte=${from}&_order_by=date_updated&_limit=${maxDeals}&_fields=${fields}`;
  const answer = await call(http, { method: 'GET', path: `${api}/opportunity/?${query}` }, changedOpportunities);
  return mapOk(asOutcome(answer), ({ data, has_more: hasMore }) => {
    const deals = data.map(({ id, status_id: stage, pipeline_id: pipeline, date_created: createdAt }) =>
      compact({
        id,
        stage: stage ?? undefined,
        pipeline: pipeline ?? undefined,
        createdAt: createdAt ?? undefined,
      }),
    );
    const last = Date.parse(data.at(-1)?.date_updated ?? '');
    const settled = Math.max(since.getTime(), now.getTime() - listLagMs);
    // A full page of one moment would come again and again: the next poll begins behind it.
    const next = last > since.getTime() ? last : since.getTime() + 1000;
    return { deals, until: new Date(hasMore === true ? next : settled) };
  });
}
