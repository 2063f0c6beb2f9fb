import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';
import { compact } from '../compact.ts';
import type { ApiAnswer, GatewayEvent } from './request.ts';

/** Whether a request came by the private REST API, whose events have payload format 1.0 and name no version. */
export const isRestEvent = (event: APIGatewayProxyEvent | APIGatewayProxyEventV2): event is APIGatewayProxyEvent =>
  'httpMethod' in event && 'resource' in event;

/**
 * Reads the event of a REST API (payload format 1.0) as the one of an HTTP API (2.0) for the same request.
 *
 * API Gateway decodes the query and keeps no text of it: here it is encoded anew, which may differ from what the client wrote.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function fromRestEvent(event: APIGatewayProxyEvent): GatewayEvent {
  const { httpMethod, resource, path, body, isBase64Encoded, requestContext } = event;
  const query = queryOf(event);
  const fullPath = requestContext?.path ?? path;
  const userArn = requestContext?.identity?.userArn ?? undefined;
  return compact({
    version: '1.0',
    routeKey: `${httpMethod} ${resource}`,
    rawPath: fullPath,
    rawQueryString: new URLSearchParams(query).toString(),
    queryStringParameters: joined(query),
    pathParameters: event.pathParameters ?? {},
    headers: joined(headersOf(event)),
    body: body ?? undefined,
    isBase64Encoded: isBase64Encoded ?? false,
    pathPrefix: fullPath.endsWith(path) ? fullPath.slice(0, fullPath.length - path.length) : '',
    requestContext: compact({
      requestId: requestContext?.requestId,
      domainName: requestContext?.domainName,
      http: { method: httpMethod, path: fullPath, sourceIp: requestContext?.identity?.sourceIp },
      authorizer: userArn === undefined ? undefined : { iam: { userArn } },
    }),
  }) as unknown as GatewayEvent;
}

/**
 * An answer in the form of a REST API, which turns answers with other fields into 502.
 *
 * @param pathPrefix what stands before the paths of routes: a client reads `Location` from the root of the address
 */
export function toRestAnswer(
  { statusCode = 200, headers = {}, body = '', isBase64Encoded = false }: ApiAnswer,
  pathPrefix = '',
): ApiAnswer {
  const { location } = headers;
  const isPath = typeof location === 'string' && /^\/(?!\/)/.test(location);
  const placed = isPath ? { ...headers, location: `${pathPrefix}${location}` } : headers;
  return { statusCode, headers: placed, body, isBase64Encoded };
}

type Pairs = ReadonlyArray<[name: string, value: string]>;

/** Each value of the query, in the order of the event. */
const queryOf = ({
  multiValueQueryStringParameters,
  queryStringParameters,
}: APIGatewayProxyEvent): Array<[string, string]> => pairsOf(multiValueQueryStringParameters, queryStringParameters);

/** Each value of the headers, with names in lower case. */
const headersOf = ({ multiValueHeaders, headers }: APIGatewayProxyEvent): Pairs =>
  pairsOf(multiValueHeaders, headers).map(([name, value]) => [name.toLowerCase(), value]);

/** All values, where they are known; else the last of each name. */
function pairsOf(
  all: Readonly<Record<string, string[] | undefined>> | null | undefined,
  last: Readonly<Record<string, string | undefined>> | null | undefined,
): Array<[string, string]> {
  const lists = all ?? Object.fromEntries(Object.entries(last ?? {}).map(([name, value]) => [name, [value ?? '']]));
  return Object.entries(lists).flatMap(([name, values = []]) => values.map((value): [string, string] => [name, value]));
}

/** An HTTP API joins the values of one name with commas. */
const joined = (pairs: Pairs): Record<string, string> =>
  Object.fromEntries(
    [...Map.groupBy(pairs, ([name]) => name)].map(([name, group]) => [name, group.map(([, value]) => value).join(',')]),
  );
