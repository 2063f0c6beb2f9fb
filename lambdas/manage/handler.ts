import { type AnswerCaller, createRouteHandler, forCaller } from '../api/access/handler.ts';
import type { Authorize } from '../api/authorize.ts';
import type { Log } from '../domain/mail/log.ts';
import type { createConfigurationRoutes } from './configuration.ts';
import type { createConsentRoutes } from './consent.ts';
import type { createFigureRoutes } from './figures.ts';
import type { createHealthRoutes } from './health.ts';
import type { createReviewRoutes } from './reviews.ts';

export interface ManageHandlerDependencies {
  readonly health: ReturnType<typeof createHealthRoutes>;
  readonly figures: ReturnType<typeof createFigureRoutes>;
  readonly redrive: AnswerCaller;
  readonly reviews: ReturnType<typeof createReviewRoutes>;
  readonly configuration: ReturnType<typeof createConfigurationRoutes>;
  readonly consent: ReturnType<typeof createConsentRoutes>;
  /** Judges each request: there is no route without a scope. */
  readonly authorize: Authorize;
  /** Whether a route is at the public address, which is the HTTP API. */
  readonly isPublic: (routeKey: string) => boolean;
  readonly log: Log;
}

/** Answers the requests that API Gateway has matched to a route behind the console. */
export function createManageHandler(dependencies: ManageHandlerDependencies) {
  const { authorize, isPublic, log } = dependencies;
  const routes = [...routesOf(dependencies)].map(
    ([key, answer]) => [key, { answer: forCaller(authorize, answer) }] as const,
  );
  return createRouteHandler({ routes: new Map(routes), isPublic, log });
}

/** The routes by the keys that the template declares. */
const routesOf = ({
  health,
  figures,
  redrive,
  reviews,
  configuration,
  consent,
}: ManageHandlerDependencies): ReadonlyMap<string, AnswerCaller> =>
  new Map([
    ['GET /v1/health', health.health],
    ['GET /v1/parked', health.parked],
    ['GET /v1/kpis', figures.kpis],
    ['GET /v1/promises', figures.promises],
    ['POST /v1/redrives', redrive],
    ['GET /v1/reviews', reviews.list],
    ['POST /v1/reviews', reviews.say],
    ['GET /v1/integrations', configuration.list],
    ['GET /v1/integrations/{key}/mapping', configuration.mapping],
    ['POST /v1/consent/lookup', consent.lookUp],
    ['GET /v1/providers', consent.providers],
    ['POST /v1/holds/{provider}/release', consent.release],
  ]);
