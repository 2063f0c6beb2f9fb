import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { scopeOf } from '../../lambdas/scopes.ts';

/** Requests of one route in a second, and in a burst. */
interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** A method of a path, with its limit. */
export interface ApiRoute extends Throttle {
  readonly path: string;
  readonly method: HttpMethod;
  /** `POST /u/{token}` */
  readonly key: string;
  /** A route that nobody has a key for stays open to everybody. */
  readonly isScoped: boolean;
}

/** The limit of a route without a limit of its own. */
export const throttle: Throttle = { rateLimit: 100, burstLimit: 200 };

/**
 * Each route with a limit of its own, so that a flood of one turns away nobody at another: the links are open to everybody.
 * An unsubscribe that is turned away is an unsubscribe that may be lost, and after a big send they come all at once, with
 * link scanners ahead of them: 2,000 at a time, in 50 ms each, are 100 executions of an account's 1,000.
 */
const limits: ReadonlyArray<readonly [path: string, methods: HttpMethod[], limit: Throttle]> = [
  ['/u/{token}', [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST], { rateLimit: 1000, burstLimit: 2000 }],
  ['/c/{token}', [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST], { rateLimit: 200, burstLimit: 400 }],
  ['/m/{token}', [HttpMethod.GET, HttpMethod.HEAD], throttle],
  ['/m/{token}/{nth}', [HttpMethod.GET, HttpMethod.HEAD], throttle],
  ['/v1/eligibility', [HttpMethod.GET, HttpMethod.POST], { rateLimit: 500, burstLimit: 1000 }],
  ['/v1/holds', [HttpMethod.GET], throttle],
  ['/v1/tokens', [HttpMethod.POST], throttle],
  ['/v1/openapi.json', [HttpMethod.GET], throttle],
  // Many readers poll; each asks again when it is told to.
  ['/v1/events', [HttpMethod.GET], { rateLimit: 500, burstLimit: 1000 }],
  ['/v1/me', [HttpMethod.GET], throttle],
  ['/v1/mails', [HttpMethod.GET], throttle],
  ['/v1/mails/counts', [HttpMethod.GET], throttle],
  ['/v1/mails/{id}', [HttpMethod.GET], throttle],
  ['/v1/mails/{id}/source', [HttpMethod.GET], throttle],
  ['/v1/events/ack', [HttpMethod.POST], throttle],
  ['/v1/reconcile', [HttpMethod.GET], throttle],
  ['/v1/replays', [HttpMethod.POST], throttle],
  ['/v1/replays/{id}', [HttpMethod.GET], throttle],
  ['/v1/events/{id}', [HttpMethod.GET], throttle],
  ['/v1/events/{id}/raw', [HttpMethod.GET], throttle],
  ['/v1/events/{id}/attachments/{n}', [HttpMethod.GET], throttle],
  ['/v1/events/{id}/html', [HttpMethod.GET], throttle],
  ['/v1/events/{id}/trace', [HttpMethod.GET], throttle],
  ['/v1/events/{id}/explain', [HttpMethod.GET], throttle],
  ['/v1/intake/{source}', [HttpMethod.POST], { rateLimit: 500, burstLimit: 1000 }],
];

/** The routes of the function `manage`: a few people look at them. */
const manageLimits: typeof limits = [
  ['/v1/health', [HttpMethod.GET], throttle],
  ['/v1/parked', [HttpMethod.GET], throttle],
  ['/v1/kpis', [HttpMethod.GET], throttle],
  ['/v1/promises', [HttpMethod.GET], throttle],
  ['/v1/redrives', [HttpMethod.POST], throttle],
  ['/v1/reviews', [HttpMethod.GET, HttpMethod.POST], throttle],
  ['/v1/integrations', [HttpMethod.GET], throttle],
  ['/v1/integrations/{key}/mapping', [HttpMethod.GET], throttle],
  ['/v1/consent/lookup', [HttpMethod.POST], throttle],
  ['/v1/providers', [HttpMethod.GET], throttle],
  ['/v1/holds/{provider}/release', [HttpMethod.POST], throttle],
];

const routesOf = (of: typeof limits): ApiRoute[] =>
  of.flatMap(([path, methods, limit]) =>
    methods.map((method) => {
      const key = `${method} ${path}`;
      return { path, method, key, isScoped: scopeOf(key) !== 'public', ...limit };
    }),
  );

/** The routes of the API that every stage has. */
export const apiRoutes: readonly ApiRoute[] = routesOf(limits);

/** The routes behind the console. */
export const manageRoutes: readonly ApiRoute[] = routesOf(manageLimits);
