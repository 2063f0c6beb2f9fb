import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { compact } from '../compact.ts';
import { QuestionError } from '../domain/consent/ask-eligibility.ts';

/** One HTTP request, without the envelope of API Gateway. */
export interface ApiRequest {
  /** As the route table spells it: `POST /u/{token}`. */
  readonly route: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they came, as text. */
  readonly body: string;
  /** Where it came from, as API Gateway saw it: no header of the request says so. Absent where nobody does. */
  readonly ip?: string;
  /** The domain at which API Gateway has verified a certificate of the client. */
  readonly certifiedAt?: string;
  /** The identity that API Gateway has verified, on routes with the authorization `AWS_IAM`. */
  readonly iam?: { readonly userArn?: string | undefined };
  /** The id that API Gateway gave the request, which its access log has, too. */
  readonly requestId?: string;
  /** The stage of a REST API, which precedes the paths of its routes: `/live`. Absent: paths begin with the route. */
  readonly pathPrefix?: string;
}

/** A request with the parts that its signature may cover. */
export interface ReceivedRequest extends ApiRequest {
  readonly method: string;
  /** The address that was asked for. */
  readonly url: string;
}

export type ApiAnswer = APIGatewayProxyStructuredResultV2;

/** The event of API Gateway (payload format 2.0), or what `fromRestEvent` made of another. */
export type GatewayEvent = APIGatewayProxyEventV2 & { readonly pathPrefix?: string };

/** Reads the event of API Gateway. */
export function toRequest(event: GatewayEvent): ReceivedRequest {
  const { routeKey, pathParameters = {}, queryStringParameters = {}, body = '', isBase64Encoded } = event;
  const headers = Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return compact({
    route: routeKey,
    path: pathParameters,
    query: queryStringParameters,
    headers,
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
    ip: event.requestContext?.http?.sourceIp,
    method: event.requestContext?.http?.method ?? '',
    url: urlOf(event, headers),
    requestId: event.requestContext?.requestId,
    iam: iamOf(event),
    certifiedAt: certifiedAt(event),
    pathPrefix: event.pathPrefix || undefined,
  });
}

/** An HTTP API takes https only; a laptop says that it took http. */
function urlOf(
  { requestContext, rawPath = '/', rawQueryString = '' }: APIGatewayProxyEventV2,
  headers: ApiRequest['headers'],
): string {
  const scheme = headers['x-forwarded-proto'] ?? 'https';
  const authority = headers.host ?? requestContext?.domainName ?? '';
  return `${scheme}://${authority}${rawPath}${rawQueryString === '' ? '' : `?${rawQueryString}`}`;
}

/** API Gateway hands over the certificate only where the domain wants one, and has checked it then. */
const certifiedAt = ({ requestContext }: APIGatewayProxyEventV2): string | undefined =>
  requestContext?.authentication?.clientCert === undefined ? undefined : requestContext.domainName;

/** The types of payload format 2.0 know no authorizer. */
const iamOf = ({ requestContext }: APIGatewayProxyEventV2): ApiRequest['iam'] =>
  (requestContext as { readonly authorizer?: { readonly iam?: ApiRequest['iam'] } } | undefined)?.authorizer?.iam;

/** The length of a request's body in bytes, without decoding it. */
export const bodyBytesOf = ({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): number =>
  Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');

/**
 * The JSON object in the body of a request.
 *
 * @throws QuestionError for any other body
 */
export function jsonBodyOf({ body }: Pick<ApiRequest, 'body'>): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new QuestionError('the body is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new QuestionError('the body is no JSON object');
  return { ...parsed };
}

/** An answer of JSON that no cache keeps. */
export const json = (statusCode: number, value: unknown): ApiAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

/**
 * A page that runs nothing, loads nothing, sets nothing and is not indexed.
 *
 * @param pictures a further origin from which it may show pictures, beside its own
 */
export const page = (statusCode: number, body: string, { pictures }: { pictures?: string } = {}): ApiAnswer => ({
  statusCode,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'${
      pictures === undefined ? '' : `; img-src 'self' data: ${pictures}`
    }`,
    // A button must not be pressed through somebody else's page, nor this one be looked at by its opener.
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  },
  body,
});
