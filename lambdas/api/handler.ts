import { type AskEligibility, QuestionError } from '../domain/consent/ask-eligibility.ts';
import type { Hold } from '../domain/consent/holds.ts';
import type { Log } from '../domain/mail/log.ts';
import { type AnswerCaller, createRouteHandler, forCaller, hasJson, type Route } from './access/handler.ts';
import type { Authorize } from './authorize.ts';
import type { createEventContent } from './event-content.ts';
import type { createEvents } from './events.ts';
import type { createIntake } from './intake.ts';
import type { createListEvents } from './list-events.ts';
import type { MailRoutes } from './mails/container.ts';
import type { createMintAddress } from './mint-address.ts';
import { problem } from './problem.ts';
import type { createReconcile } from './reconcile.ts';
import type { createReplays } from './replays.ts';
import { type ApiAnswer, type ApiRequest, json, jsonBodyOf } from './request.ts';
import { showCaller } from './show-caller.ts';
import type { createUnsubscribe } from './unsubscribe.ts';
import type { createView } from './view.ts';

export interface ApiHandlerDependencies {
  readonly unsubscribe: ReturnType<typeof createUnsubscribe>;
  readonly view: ReturnType<typeof createView>;
  readonly eligibility: AskEligibility;
  readonly intake: ReturnType<typeof createIntake>;
  readonly mintAddress: ReturnType<typeof createMintAddress>;
  readonly listEvents: ReturnType<typeof createListEvents>;
  /** The list of mails; undefined where the stage has none. */
  readonly mails: MailRoutes;
  readonly reconcile: ReturnType<typeof createReconcile>;
  readonly replays: ReturnType<typeof createReplays>;
  readonly events: ReturnType<typeof createEvents>;
  readonly content: ReturnType<typeof createEventContent>;
  /** Mailbox providers that are held, for one tenant or for all. */
  readonly holds: (tenant: string | undefined) => Promise<ReadonlyArray<Hold & { readonly tenant: string }>>;
  /** Judges the requests to routes that want a scope. */
  readonly authorize: Authorize;
  /** The OpenAPI document of the routes. */
  readonly openApi: object;
  /** Whether a route is at the public address, which is the HTTP API. */
  readonly isPublic: (routeKey: string) => boolean;
  readonly log: Log;
}

/** In bytes: a hundred ids of events and as many Message-IDs. */
const maxReplayBytes = 131_072;
/** In bytes: the longest body of a webhook. SendGrid posts batches of up to 768 KB; the others' are a few KB. */
const maxIntakeBytes = 1_048_576;

/** Answers the requests that API Gateway has matched to a route. */
export const createApiHandler = (dependencies: ApiHandlerDependencies) =>
  createRouteHandler({ ...dependencies, routes: routesOf(dependencies) });

/** The routes by the keys that the template declares: API Gateway matches the path and reads its parameters. */
function routesOf(dependencies: ApiHandlerDependencies): ReadonlyMap<string, Route> {
  const { unsubscribe, view, eligibility, intake, mintAddress, listEvents, events, content, holds } = dependencies;
  const { authorize, reconcile, replays, openApi, mails } = dependencies;
  const forMails = (answer: AnswerCaller | undefined) => forCaller(authorize, answer ?? (async () => withoutList()));
  const answerEligibility = forCaller(authorize, (request, tenant) => eligibilityAnswer(eligibility, request, tenant));
  const listHolds = forCaller(authorize, async (_request, tenant) => json(200, { holds: await holds(tenant) }));
  return new Map<string, Route>([
    ['GET /u/{token}', { answer: unsubscribe.show }],
    ['POST /u/{token}', { answer: unsubscribe.post }],
    ['GET /c/{token}', { answer: unsubscribe.showConfirmation }],
    ['POST /c/{token}', { answer: unsubscribe.confirm }],
    ['GET /m/{token}', { answer: view.show }],
    ['GET /m/{token}/{nth}', { answer: view.attachment }],
    ['GET /v1/eligibility', { answer: deprecated(answerEligibility) }],
    // Addresses belong into no URL: it ends up in logs on its way.
    ['POST /v1/eligibility', { answer: answerEligibility }],
    ['GET /v1/holds', { answer: listHolds }],
    ['POST /v1/tokens', { answer: forCaller(authorize, mintAddress) }],
    ['GET /v1/openapi.json', { answer: async ({ pathPrefix }) => json(200, withServer(openApi, pathPrefix)) }],
    ['GET /v1/events', { answer: forCaller(authorize, listEvents) }],
    ['POST /v1/events/ack', { answer: forCaller(authorize, reconcile.ack) }],
    ['GET /v1/reconcile', { answer: forCaller(authorize, reconcile.list) }],
    ['POST /v1/replays', { answer: forCaller(authorize, replays.order), maxBytes: maxReplayBytes }],
    ['GET /v1/replays/{id}', { answer: forCaller(authorize, replays.show) }],
    ['GET /v1/me', { answer: forCaller(authorize, showCaller) }],
    ['GET /v1/mails', { answer: forMails(mails?.list) }],
    ['GET /v1/mails/counts', { answer: forMails(mails?.counts) }],
    ['GET /v1/mails/{id}', { answer: forMails(mails?.show) }],
    ['GET /v1/mails/{id}/source', { answer: forMails(mails?.source) }],
    ['GET /v1/events/{id}', { answer: forCaller(authorize, events.show) }],
    ['GET /v1/events/{id}/raw', { answer: forCaller(authorize, content.raw) }],
    ['GET /v1/events/{id}/attachments/{n}', { answer: forCaller(authorize, content.attachment) }],
    ['GET /v1/events/{id}/html', { answer: forCaller(authorize, content.html) }],
    ['GET /v1/events/{id}/trace', { answer: forCaller(authorize, events.trace) }],
    ['GET /v1/events/{id}/explain', { answer: forCaller(authorize, events.explain) }],
    ['POST /v1/intake/{source}', { answer: intake, maxBytes: maxIntakeBytes }],
  ]);
}

/** The paths of the document begin behind the stage of a REST API. */
const withServer = (openApi: object, pathPrefix: string | undefined): object =>
  pathPrefix === undefined ? openApi : { ...openApi, servers: [{ url: pathPrefix }] };

/** When the form of a request was given up, in seconds since 1970: 2026-12-01. */
const deprecatedAt = Date.UTC(2026, 11, 1) / 1000;

/**
 * Answers as before, and says that the same path by POST is meant to be asked, with the question in the body.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9745.html
 * @see https://www.rfc-editor.org/rfc/rfc5829.html successor-version
 */
const deprecated =
  (answer: Route['answer']): Route['answer'] =>
  async (request) => {
    const { headers, ...rest } = await answer(request);
    const { pathPrefix = '' } = request;
    const link = `<${pathPrefix}/v1/eligibility>; rel="successor-version"; title="POST, with the address in the body"`;
    return { ...rest, headers: { ...headers, deprecation: `@${deprecatedAt}`, link } };
  };

const withoutList = (): ApiAnswer =>
  problem('not-found', 'the stage has no list of mails; set search: true in stages.yaml and deploy it');

/** @throws QuestionError for a question that has no answer */
async function eligibilityAnswer(
  eligibility: AskEligibility,
  request: ApiRequest,
  tenant: string | undefined,
): Promise<ApiAnswer> {
  const { address, channel, purpose } = questionOf(request);
  const answer = await eligibility({ address, channel, tenant });
  if (purpose === undefined) return json(200, answer);
  const eligible = Object.entries(answer.eligible).find(([name]) => name === purpose)?.[1];
  if (eligible === undefined)
    throw new QuestionError(`purpose: wants one of ${Object.keys(answer.eligible).join(', ')}`);
  const reasons = answer.reasons.filter(({ purposes }) => purposes.some((name) => name === purpose));
  return json(200, { ...answer, purpose, answer: eligible, reasons });
}

type Question = Readonly<Partial<Record<'address' | 'tenant' | 'channel' | 'purpose', string>>>;

/**
 * The question in the query or in a JSON body.
 *
 * @throws QuestionError when the body is no object of texts
 */
function questionOf(request: ApiRequest): Question {
  const { query } = request;
  if (!hasJson(request)) return query;
  const values = jsonBodyOf(request);
  for (const [name, value] of Object.entries(values))
    if (typeof value !== 'string') throw new QuestionError(`${name.slice(0, 40)}: wants a text`);
  return { ...query, ...values };
}
