import * as z from 'zod/mini';
import type { Connection } from '../../domain/crm/connection.ts';
import { mapOk, type Outcome } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { call, pipelinesPath } from './api.ts';

/** Where a new deal goes, by ids. */
export type DealPlace = NonNullable<Connection['newDeals']>;

/** The place that every account begins with. */
export const defaultPlace: DealPlace = { pipeline: 'default', stage: 'qualifiedtobuy' };

/** Where new deals go. */
export interface DealPlaces {
  /** The place of the connection's setting, else the usual one, else the one that was found. */
  current(): DealPlace;
  /**
   * Looks for another place after HubSpot refused the current one; nothing where a setting names the place, where there is no
   * other one, or where the account does not show its pipelines.
   */
  another(): Promise<DealPlace | undefined>;
}

const pipelines = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      displayOrder: z.number(),
      archived: z.optional(z.boolean()),
      stages: z.array(
        z.object({
          id: z.string(),
          displayOrder: z.number(),
          archived: z.optional(z.boolean()),
          metadata: z.optional(z.record(z.string(), z.unknown())),
        }),
      ),
    }),
  ),
});
type Pipelines = z.infer<typeof pipelines>['results'];

/**
 * The place of new deals at one account. Most accounts keep the pipeline that they begin with, so the pipelines are only asked
 * for when HubSpot has refused that one.
 *
 * @param setting of the connection
 */
export function createDealPlaces(http: CrmHttp, setting: DealPlace | undefined): DealPlaces {
  const found = rememberOk(() => findPlace(http));
  let current = setting ?? defaultPlace;
  return {
    current: () => current,
    async another() {
      if (setting !== undefined) return undefined;
      const place = await found();
      if (place.kind !== 'ok' || place.value === undefined) return undefined;
      if (place.value.pipeline === current.pipeline && place.value.stage === current.stage) return undefined;
      current = place.value;
      return current;
    },
  };
}

/** @see https://developers.hubspot.com/docs/api-reference/latest/crm/pipelines/guide */
async function findPlace(http: CrmHttp): Promise<Outcome<DealPlace | undefined>> {
  const answer = asOutcome(await call(http, { method: 'GET', path: pipelinesPath }, pipelines));
  return mapOk(answer, ({ results }) => placeIn(results));
}

/** The usual place where it is there, else the first open stage of the first pipeline that has one. */
export function placeIn(all: Pipelines): DealPlace | undefined {
  const places = inOrder(all).flatMap(({ id: pipeline, stages }) =>
    inOrder(stages)
      .filter(({ metadata }) => String(metadata?.isClosed) !== 'true')
      .map(({ id: stage }) => ({ pipeline, stage })),
  );
  const isUsual = ({ pipeline, stage }: DealPlace): boolean =>
    pipeline === defaultPlace.pipeline && stage === defaultPlace.stage;
  return places.find(isUsual) ?? places[0];
}

const inOrder = <T extends { readonly displayOrder: number; readonly archived?: boolean | undefined }>(
  items: readonly T[],
): T[] => items.filter(({ archived }) => archived !== true).toSorted((a, b) => a.displayOrder - b.displayOrder);
