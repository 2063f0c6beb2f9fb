import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { DealPlace, DealStage, DealStages } from '../../domain/crm/deal-stage.ts';
import { mapOk, none, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { call, dealId, objectPath, pipelinePath, singleRecord } from './api.ts';

const pipelines = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      stages: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          displayOrder: z.number(),
          metadata: z.optional(z.object({ isClosed: z.optional(z.string()), probability: z.optional(z.string()) })),
        }),
      ),
    }),
  ),
});
type Pipeline = z.infer<typeof pipelines>['results'][number];

const version = z.object({ timestamp: z.string() });
const dealWithHistory = z.object({
  properties: z.object({ pipeline: z.nullish(z.string()), dealstage: z.nullish(z.string()) }),
  propertiesWithHistory: z.optional(z.object({ dealstage: z.optional(z.array(version)) })),
});

/**
 * Stages of all deal pipelines, in the order that people see. A closed stage with the probability 1.0 is won.
 *
 * @see https://developers.hubspot.com/docs/api-reference/latest/crm/pipelines/guide
 */
export const hubspotDealStages = (http: CrmHttp): DealStages => ({
  stages: rememberOk(async () =>
    mapOk(asOutcome(await call(http, { method: 'GET', path: pipelinePath('deals') }, pipelines)), ({ results }) =>
      results.flatMap(stagesOf),
    ),
  ),
  placeOf: (id) => placeOf(http, id),
  async move(id, { id: dealstage, pipeline }) {
    const body = { properties: compact({ dealstage, pipeline: pipeline?.id }) };
    return asOutcome(await call(http, { method: 'PATCH', path: objectPath('deals', `/${id}`), body }, singleRecord));
  },
});

const stagesOf = ({ id: pipelineId, label: name, stages }: Pipeline): DealStage[] =>
  stages.map(({ id, label, displayOrder, metadata: { isClosed, probability } = {} }) => {
    const isWon = Number(probability) === 1;
    const end = isClosed === 'true' ? (isWon ? 'won' : 'lost') : undefined;
    return compact({ id, name: label, pipeline: { id: pipelineId, name }, order: displayOrder, end });
  });

/** The newest value of a property stands first in its history; a deal with one value has never left its first stage. */
async function placeOf(http: CrmHttp, id: string): Promise<Outcome<DealPlace | undefined>> {
  if (!dealId.test(id)) return none();
  const path = objectPath('deals', `/${id}?properties=pipeline,dealstage&propertiesWithHistory=dealstage`);
  const deal = await call(http, { method: 'GET', path }, dealWithHistory);
  if (deal.kind === 'absent') return none();
  return mapOk(asOutcome(deal), ({ properties: { pipeline, dealstage }, propertiesWithHistory: history }) =>
    compact({
      stage: dealstage ?? undefined,
      pipeline: pipeline ?? undefined,
      changedAt: changeTime(history?.dealstage ?? []),
    }),
  );
}

const changeTime = ([newest, ...others]: ReadonlyArray<z.infer<typeof version>>): string | undefined =>
  others.length === 0 ? undefined : newest?.timestamp;
