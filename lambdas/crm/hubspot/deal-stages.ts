import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { ChangedDeals, DealPlace, DealStage, DealStages } from '../../domain/crm/deal-stage.ts';
import { mapOk, none, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { searchLagMs } from '../visibility-lag.ts';
import { call, dealId, objectPath, pipelinesPath, singleRecord } from './api.ts';

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
export const hubspotDealStages = (http: CrmHttp, now: () => Date): DealStages => ({
  stages: rememberOk(async () =>
    mapOk(asOutcome(await call(http, { method: 'GET', path: pipelinesPath }, pipelines)), ({ results }) =>
      results.flatMap(stagesOf),
    ),
  ),
  placeOf: (id) => placeOf(http, id),
  changedSince: (since) => changedSince(http, since, now()),
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

const changedPage = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      createdAt: z.optional(z.string()),
      properties: z.object({
        dealstage: z.nullish(z.string()),
        pipeline: z.nullish(z.string()),
        hs_lastmodifieddate: z.nullish(z.string()),
      }),
    }),
  ),
  paging: z.optional(z.object({ next: z.object({ after: z.string() }) })),
});

/** A search answers with 200 records at most; one poll looks at few more, and the next goes on from there. */
const pageSize = 200;

/**
 * Deals by the time of their last change, oldest first. The newest are seen by the next poll, because the search lags.
 *
 * @see https://developers.hubspot.com/docs/api-reference/search/guide
 */
async function changedSince(http: CrmHttp, since: Date, now: Date): Promise<Outcome<ChangedDeals>> {
  const deals: ChangedDeals['deals'][number][] = [];
  let until = since;
  let after: string | undefined;
  do {
    const body = compact({
      filterGroups: [
        { filters: [{ propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(since.getTime()) }] },
      ],
      sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
      properties: ['dealstage', 'pipeline', 'hs_lastmodifieddate'],
      limit: pageSize,
      after,
    });
    const page = await call(http, { method: 'POST', path: objectPath('deals', '/search'), body }, changedPage);
    if (page.kind !== 'ok') return asFailure(page);
    for (const { id, createdAt, properties } of page.value.results) {
      const { dealstage: stage, pipeline } = properties;
      deals.push(compact({ id, stage: stage ?? undefined, pipeline: pipeline ?? undefined, createdAt }));
    }
    const last = page.value.results.at(-1)?.properties.hs_lastmodifieddate;
    if (last) until = new Date(last);
    after = page.value.paging?.next.after;
    // A poll never stops amid deals of one moment: the next one would begin with them again.
  } while (after !== undefined && until <= since);
  if (after !== undefined) return ok({ deals, until });
  const indexed = new Date(now.getTime() - searchLagMs);
  return ok({ deals, until: indexed > since ? indexed : since });
}
