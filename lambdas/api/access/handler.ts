import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import { errorNameOf } from '../../aws/aws-error.ts';
import { QuestionError } from '../../domain/consent/ask-eligibility.ts';
import type { Log } from '../../domain/mail/log.ts';
import type { Authorize } from '../authorize.ts';
import type { ApiCaller } from '../caller.ts';
import { problem } from '../problem.ts';
import {
  type ApiAnswer,
  type ApiRequest,
  bodyBytesOf,
  type GatewayEvent,
  jsonBodyOf,
  type ReceivedRequest,
  toRequest,
} from '../request.ts';
import { fromRestEvent, isRestEvent, toRestAnswer } from '../rest-event.ts';

/** In bytes: the longest body of a question or a form; real ones have a tenth of it. */
const maxBodyBytes = 10_240;

/** The answer to the requests of one route. */
export interface Route {
  readonly answer: (request: ReceivedRequest) => Promise<ApiAnswer>;
  /** @default 10 KB */
  readonly maxBytes?: number;
}

/** The answer to a caller who may ask, about one tenant or about all. */
export type AnswerCaller = (request: ApiRequest, tenant: string | undefined, caller: ApiCaller) => Promise<ApiAnswer>;

interface RouteHandlerDependencies {
  /** By the keys that the template declares: API Gateway matches the path and reads its parameters. */
  readonly routes: ReadonlyMap<string, Route>;
  /** Whether a route is at the public address, which is the HTTP API. */
  readonly isPublic: (routeKey: string) => boolean;
  readonly log: Log;
}

/**
 * Answers the requests that API Gateway has matched to a route. An unforeseen failure is a 500, so that the caller tries
 * again.
 */
export function createRouteHandler({ routes, isPublic, log }: RouteHandlerDependencies) {
  const answerEvent = async (event: GatewayEvent): Promise<ApiAnswer> => {
    // A HEAD is answered as its GET is, without the body.
    const isHead = event.routeKey.startsWith('HEAD ');
    const routeKey = event.routeKey.replace(/^HEAD /, 'GET ');
    const route = routes.get(routeKey);
    if (route === undefined) return problem('not-found', 'no such route');
    const { answer, maxBytes = maxBodyBytes } = route;
    if (bodyBytesOf(event) > maxBytes) {
      log.warn('api.too-large', { route: routeKey });
      return problem('too-large', 'the body is too long');
    }
    try {
      const response = await answer(toRequest({ ...event, routeKey }));
      return isHead ? { ...response, body: '' } : response;
    } catch (error) {
      if (error instanceof QuestionError) return problem('bad-request', error.message);
      const { requestId } = event.requestContext ?? {};
      log.error('api.failed', { route: routeKey, error: errorNameOf(error), requestId });
      return problem('internal', 'it could not be done now; please try again');
    }
  };
  return async (event: APIGatewayProxyEvent | APIGatewayProxyEventV2): Promise<ApiAnswer> => {
    if (isRestEvent(event)) {
      const read = fromRestEvent(event);
      return toRestAnswer(await answerEvent(read), read.pathPrefix);
    }
    // The template has no such route there: a second lock, should it get one.
    if (isPublic(event.routeKey)) return answerEvent(event);
    log.warn('api.not-public', { route: event.routeKey });
    return problem('not-found', 'no such route');
  };
}

/** Answers a caller whose key has the scope of the route; a key of one tenant asks for that tenant only. */
export const forCaller =
  (authorize: Authorize, answer: AnswerCaller): Route['answer'] =>
  async (request) => {
    const authorization = await authorize(request);
    if ('refusal' in authorization) return authorization.refusal;
    const { caller, headers } = authorization;
    const tenant = tenantIn(request);
    if (caller.tenant !== undefined && tenant !== undefined && tenant !== caller.tenant)
      return problem('forbidden', 'the key belongs to another tenant');
    const response = await answer(request, caller.tenant ?? tenant, caller);
    return { ...response, headers: { ...response.headers, ...headers } };
  };

/** The tenant that a request names, in its query or in its JSON body. */
function tenantIn(request: ApiRequest): string | undefined {
  const { tenant = request.query.tenant } = hasJson(request) ? jsonBodyOf(request) : {};
  if (tenant !== undefined && typeof tenant !== 'string') throw new QuestionError('tenant: wants a text');
  return tenant;
}

/** Clients name the type of a body also where there is none. */
export const hasJson = ({ headers, body }: ApiRequest): boolean =>
  body !== '' && headers['content-type']?.startsWith('application/json') === true;
