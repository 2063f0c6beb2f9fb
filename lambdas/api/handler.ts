import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { type AskEligibility, QuestionError } from '../domain/consent/ask-eligibility.ts';
import type { Hold } from '../domain/consent/holds.ts';
import type { Log } from '../domain/mail/log.ts';
import type { ApiCaller } from './caller.ts';
import type { createIntake } from './intake.ts';
import type { createMintAddress } from './mint-address.ts';
import { type ApiAnswer, type ApiRequest, bodyBytesOf, json, toRequest } from './request.ts';
import type { createUnsubscribe } from './unsubscribe.ts';
import type { createView } from './view.ts';

export interface ApiHandlerDependencies {
  readonly unsubscribe: ReturnType<typeof createUnsubscribe>;
  readonly view: ReturnType<typeof createView>;
  readonly eligibility: AskEligibility;
  readonly intake: ReturnType<typeof createIntake>;
  readonly mintAddress: ReturnType<typeof createMintAddress>;
  /** Providers that are held, of one tenant or of all. */
  readonly holds: (tenant: string | undefined) => Promise<ReadonlyArray<Hold & { readonly tenant: string }>>;
  /** Who calls, by the key that was sent; undefined for nobody whom we know. */
  readonly callerOf: (authorization: string | undefined) => Promise<ApiCaller | undefined>;
  readonly log: Log;
}

/** The longest body of a question or a form, in bytes: nobody who means well sends a tenth of it. */
const maxBodyBytes = 10_240;
/** Of a webhook: SendGrid posts batches of up to 768 KB; the others' are a few KB. */
const maxIntakeBytes = 1_048_576;

/** The routes, as the template declares them. What fails unforeseen is a 500, so that the caller tries again. */
export function createApiHandler(dependencies: ApiHandlerDependencies) {
  const { unsubscribe, view, eligibility, intake, mintAddress, holds, callerOf, log } = dependencies;

  /** Runs for a caller that we know; a key of one tenant asks for that tenant. */
  const known =
    (run: (request: ApiRequest, tenant: string | undefined) => Promise<ApiAnswer>) =>
    async (request: ApiRequest): Promise<ApiAnswer> => {
      const caller = await callerOf(request.headers.authorization);
      if (caller === undefined) return json(401, { error: 'wants authorization: Bearer <API key>' });
      const tenant = asked(request).tenant;
      if (caller.tenant !== undefined && tenant !== undefined && tenant !== caller.tenant)
        return json(403, { error: 'the key belongs to another tenant' });
      return run(request, caller.tenant ?? tenant);
    };

  const answerEligibility = known(async (request, tenant) => {
    const { address, channel, purpose } = asked(request);
    const answer = await eligibility({ address, channel, tenant });
    if (purpose === undefined) return json(200, answer);
    const eligible = Object.entries(answer.eligible).find(([name]) => name === purpose)?.[1];
    if (eligible === undefined)
      throw new QuestionError(`purpose: wants one of ${Object.keys(answer.eligible).join(', ')}`);
    const reasons = answer.reasons.filter(({ purposes }) => (purposes as readonly string[]).includes(purpose));
    return json(200, { ...answer, purpose, answer: eligible, reasons });
  });

  const routes: Readonly<Record<string, (request: ApiRequest) => Promise<ApiAnswer>>> = {
    'GET /u/{token}': unsubscribe.show,
    'POST /u/{token}': unsubscribe.post,
    'GET /c/{token}': unsubscribe.showConfirmation,
    'POST /c/{token}': unsubscribe.confirm,
    'GET /m/{token}': view.show,
    'GET /m/{token}/{nth}': view.attachment,
    'GET /v1/eligibility': answerEligibility,
    // For those who want no address in a URL.
    'POST /v1/eligibility': answerEligibility,
    'GET /v1/holds': known(async (_request, tenant) => json(200, { holds: await holds(tenant) })),
    'POST /v1/tokens': known(mintAddress),
    'POST /v1/intake/{source}': intake,
  };

  return async (event: APIGatewayProxyEventV2): Promise<ApiAnswer> => {
    // A HEAD is answered as its GET is, without the body.
    const isHead = event.routeKey.startsWith('HEAD ');
    const routeKey = event.routeKey.replace(/^HEAD /, 'GET ');
    const route = Object.hasOwn(routes, routeKey) ? routes[routeKey] : undefined;
    if (route === undefined) return json(404, { error: 'no such route' });
    if (bodyBytesOf(event) > (routeKey.includes('/intake/') ? maxIntakeBytes : maxBodyBytes)) {
      log.warn('api.too-large', { route: routeKey });
      return json(413, { error: 'the body is too long' });
    }
    const request = toRequest({ ...event, routeKey });
    try {
      const answer = await route(request);
      return isHead ? { ...answer, body: '' } : answer;
    } catch (error) {
      if (error instanceof QuestionError) return json(400, { error: error.message });
      log.error('api.failed', { route: request.route, error: (error as Error).name });
      return json(500, { error: 'it could not be done now; please try again' });
    }
  };
}

type Question = Readonly<Partial<Record<'address' | 'tenant' | 'channel' | 'purpose', string>>>;

/**
 * What is asked, in the query or in a JSON body.
 *
 * @throws QuestionError when the body is no object of texts
 */
function asked({ query, body, headers }: ApiRequest): Question {
  if (!headers['content-type']?.startsWith('application/json')) return query;
  const values = jsonOf(body);
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new QuestionError('the body is no JSON object');
  for (const [name, value] of Object.entries(values))
    if (typeof value !== 'string') throw new QuestionError(`${name.slice(0, 40)}: wants a text`);
  return { ...query, ...values };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new QuestionError('the body is not JSON');
  }
}
