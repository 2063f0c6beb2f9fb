import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { DealPlace, DealStage, DealStages } from '../../domain/crm/deal-stage.ts';
import { mapOk, none, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { api, call, dealId, list, singleRecord } from './api.ts';

const stage = z.object({
  id: z.number(),
  name: z.string(),
  position: z.number(),
  /** False: a deal there is closed. */
  active: z.optional(z.boolean()),
  category: z.nullish(z.string()),
  pipeline_id: z.nullish(z.number()),
});
const pipeline = z.object({ id: z.number(), name: z.string() });
const deal = z.object({
  data: z.object({
    stage_id: z.nullish(z.number()),
    last_stage_change_at: z.nullish(z.string()),
    created_at: z.nullish(z.string()),
  }),
});

/**
 * The stages of all pipelines. A deal names its stage alone; a stage belongs to one pipeline.
 *
 * @see https://developer.zendesk.com/api-reference/sales-crm/resources/stages/
 */
export function sellDealStages(http: CrmHttp): DealStages {
  const stages = rememberOk(() => readStages(http));
  return {
    stages,
    placeOf: (id) => placeOf(http, stages, id),
    async move(id, { id: stageId }) {
      const body = { data: { stage_id: Number(stageId) } };
      return asOutcome(await call(http, { method: 'PUT', path: `${api}/deals/${id}`, body }, singleRecord));
    },
  };
}

async function readStages(http: CrmHttp): Promise<Outcome<readonly DealStage[]>> {
  const pipelines = await list(http, '/pipelines?sort_by=id', pipeline, () => true);
  if (pipelines.kind !== 'ok') return pipelines;
  const names = new Map(pipelines.value.map(({ id, name }) => [id, name]));
  const items = await list(http, '/stages?sort_by=id', stage, () => true);
  return mapOk(items, (all) =>
    all.map(({ id, name, position: order, pipeline_id: of, ...others }) => {
      const pipelineOf = of ? { id: String(of), name: names.get(of) ?? String(of) } : undefined;
      return compact({ id: String(id), name, pipeline: pipelineOf, order, end: endOf(others) });
    }),
  );
}

function endOf({ active, category }: Pick<z.infer<typeof stage>, 'active' | 'category'>): DealStage['end'] {
  if (category === 'won') return 'won';
  return active === false ? 'lost' : undefined;
}

async function placeOf(
  http: CrmHttp,
  stages: DealStages['stages'],
  id: string,
): Promise<Outcome<DealPlace | undefined>> {
  if (!dealId.test(id)) return none();
  const answer = await call(http, { method: 'GET', path: `${api}/deals/${id}` }, deal);
  if (answer.kind === 'absent') return none();
  const all = await stages();
  if (all.kind !== 'ok') return all;
  return mapOk(
    asOutcome(answer),
    ({ data: { stage_id: stageId, last_stage_change_at: changed, created_at: created } }) =>
      compact({
        stage: stageId?.toString(),
        pipeline: all.value.find(({ id: known }) => known === stageId?.toString())?.pipeline?.id,
        changedAt: changed ?? created ?? undefined,
        createdAt: created ?? undefined,
      }),
  );
}
