import * as z from 'zod';
import { compact } from '../../lambdas/compact.ts';
import { scopeOf } from '../../lambdas/scopes.ts';
import { apiSchemas } from './api-schemas.ts';
import { mailOperations } from './mail-operations.ts';
import { manageOperations } from './manage-operations.ts';
import { linksOf } from './openapi-links.ts';
import { type Operation, type QueryName, queries, text } from './operation.ts';

/** What the parameters in paths look like. */
const inPaths: Readonly<Record<string, object>> = {
  id: { type: 'string', pattern: '^evt_[0-9a-f]{32}$' },
  n: { type: 'integer', minimum: 0, description: 'Its number in `attachments`, from 0.' },
};

/** The id in the path of a route. */
const idOf = (route: string): object | undefined => {
  if (route.includes('/replays/')) return replayId;
  return route.includes('/mails/')
    ? { type: 'string', maxLength: 200, description: 'Of the mail, or of its event.' }
    : inPaths.id;
};

const replayId = { type: 'string', pattern: '^rpl_[0-9a-f]{24}$' };

const page: readonly QueryName[] = ['tenant', 'cursor', 'limit', 'integration', 'kind', 'since'];
const single: readonly QueryName[] = ['tenant', 'integration'];
const question: readonly QueryName[] = ['address', 'tenant', 'channel', 'purpose'];
const unknown = [404];
const whole = [404, 413];

/** The operations, by the keys of the routes. */
const operations: Readonly<Record<string, Operation>> = {
  'GET /v1/events': {
    id: 'listEvents',
    summary: 'Events behind a cursor, oldest first, each once',
    query: page,
    answer: [200, 'EventPage'],
    problems: [404, 410],
  },
  'POST /v1/events/ack': {
    id: 'acknowledgeEvents',
    summary: 'Confirm events',
    body: 'Ack',
    answer: [200, 'AckAnswer'],
    problems: [404, 413],
  },
  'GET /v1/reconcile': {
    id: 'listUnconfirmedEvents',
    summary: 'Events that a consumer has not confirmed',
    query: [...page, 'consumer'],
    answer: [200, 'EventPage'],
    problems: unknown,
  },
  'POST /v1/replays': {
    id: 'orderReplay',
    summary: 'Deliver events once more, or with dryRun say which would go',
    headers: { 'Idempotency-Key': 'Repeated requests under one key order one replay.' },
    body: 'ReplayRequest',
    answer: [202, 'Replay'],
    otherAnswer: [200, 'ReplayPreview'],
    problems: [404, 413, 422],
  },
  'GET /v1/replays/{id}': {
    id: 'getReplay',
    summary: 'How far a replay is',
    query: ['tenant'],
    answer: [200, 'Replay'],
    problems: unknown,
  },
  'GET /v1/events/{id}': {
    id: 'getEvent',
    summary: 'One event with the state of its delivery',
    query: single,
    answer: [200, 'Event'],
    problems: whole,
  },
  'GET /v1/events/{id}/raw': {
    id: 'getRawMail',
    summary: 'The raw mail, at an address that works for a minute',
    query: [...single, 'anyway', 'answer'],
    answer: [302, undefined],
    otherAnswer: [200, 'Link'],
    problems: unknown,
  },
  'GET /v1/events/{id}/attachments/{n}': {
    id: 'getAttachment',
    summary: 'An attachment, at an address that works for a minute',
    query: [...single, 'anyway', 'as', 'answer'],
    answer: [302, undefined],
    otherAnswer: [200, 'Link'],
    problems: [404, 503],
  },
  'GET /v1/events/{id}/html': {
    id: 'getHtml',
    summary: 'The sanitized HTML with its pictures',
    query: single,
    answer: [200, 'text/html'],
    problems: whole,
  },
  'GET /v1/events/{id}/trace': {
    id: 'traceEvent',
    summary: 'The way of an event',
    query: ['tenant'],
    answer: [200, 'Trace'],
    problems: whole,
  },
  'GET /v1/events/{id}/explain': {
    id: 'explainEvent',
    summary: 'The decisions in an event, with their rules and evidence',
    query: single,
    answer: [200, 'Explanation'],
    problems: unknown,
  },
  ...mailOperations,
  'GET /v1/eligibility': {
    id: 'getEligibility',
    summary: 'Whether an address may be written to',
    query: question,
    answer: [200, 'Eligibility'],
  },
  'POST /v1/eligibility': {
    id: 'askEligibility',
    summary: 'The same, without the address in the URL',
    body: 'EligibilityQuestion',
    answer: [200, 'Eligibility'],
    problems: [413],
  },
  'GET /v1/holds': {
    id: 'listHolds',
    summary: 'Mailbox providers that are held',
    query: ['tenant'],
    answer: [200, 'Holds'],
  },
  'POST /v1/tokens': {
    id: 'mintAddress',
    summary: 'A signed address that names a record',
    body: 'AddressRequest',
    answer: [200, 'AddressAnswer'],
    problems: [413],
  },
  'POST /v1/intake/{source}': {
    id: 'takeWebhook',
    summary: 'A signed webhook of a sending service or a CDP',
    answer: [202, 'IntakeAnswer'],
    problems: [404, 413],
  },
  'GET /v1/openapi.json': {
    id: 'getOpenApi',
    summary: 'This document',
    answer: [200, 'application/json'],
  },
  ...manageOperations,
};

/** The keys of the routes that the document describes. */
export const describedRoutes: readonly string[] = Object.keys(operations);

/** The OpenAPI 3.1 document of the routes under `/v1/`, from the zod schemas of their bodies. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [route, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = route.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: described(route, operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Postern',
      version: '1',
      description: 'Events, content and consent of inbound mail. See docs/api.md.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(apiSchemas).map(([name, schema]) => [name, jsonSchemaOf(schema)])),
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function described(route: string, operation: Operation): object {
  const { id, summary, query = [], headers = {}, body, answer, otherAnswer, problems = [] } = operation;
  const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: (name === 'id' ? idOf(route) : inPaths[name]) ?? text,
  }));
  const inQuery = query.map((name) => {
    if (typeof name !== 'string') return { ...name, in: 'query' };
    const [description, schema, parameter = name]: readonly [string, object, string?] = queries[name];
    return { name: parameter, in: 'query', description, schema };
  });
  const inHeader = Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  }));
  const parameters = [...inPath, ...inQuery, ...inHeader];
  const isPost = route.startsWith('POST ');
  return {
    operationId: id,
    summary,
    security: securityOf(route),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: ref(body) } } } }),
    responses: {
      [answer[0]]: compact({ ...success(answer), links: linksOf(id) }),
      ...(otherAnswer && { [otherAnswer[0]]: success(otherAnswer) }),
      ...Object.fromEntries([...new Set([400, 401, 403, ...problems])].map((status) => [status, problemAnswer])),
      ...Object.fromEntries(
        [...gatewayStatuses, ...(isPost ? [413] : [])].map((status) => [status, problemOrGatewayAnswer]),
      ),
    },
  };
}

/** The scope of the route, which OpenAPI 3.1 lets the requirement of any scheme name. */
function securityOf(route: string): object[] {
  const scope = scopeOf(route);
  return scope === 'public' ? [] : [{ key: scope === 'any' ? [] : [scope] }];
}

function success([status, body]: Operation['answer']): object {
  if (status === 302)
    return { description: 'The address', headers: { location: { schema: { type: 'string', format: 'uri' } } } };
  if (body === undefined) return { description: 'Done' };
  const isMedia = body.includes('/');
  return {
    description: 'The answer',
    content: isMedia
      ? { [body]: { schema: body === 'application/json' ? { type: 'object' } : text } }
      : { 'application/json': { schema: ref(body) } },
  };
}

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const problemAnswer = {
  description: 'A problem (RFC 9457)',
  content: { 'application/problem+json': { schema: ref('Problem') } },
};

/** Statuses that API Gateway answers by itself, for any route: too many requests, a function that failed or is not there. */
const gatewayStatuses = [429, 500, 503];
const problemOrGatewayAnswer = {
  description: 'A problem (RFC 9457), or what API Gateway says when the request did not reach the function',
  content: { ...problemAnswer.content, 'application/json': { schema: ref('GatewayMessage') } },
};

/** Answers are open where their sources are closed; what callers send is as closed as it is read. */
function jsonSchemaOf(schema: z.ZodType): object {
  const isSent = schema === apiSchemas.Ack || schema === apiSchemas.ReplayRequest;
  const { $schema, ...json } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      if (!isSent && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return json;
}
