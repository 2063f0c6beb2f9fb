import { Aws } from 'aws-cdk-lib';
import { type Scope, scopedRoutes } from '../../lambdas/scopes.ts';

/**
 * The routes of some scopes as resources of `execute-api:Invoke`.
 *
 * `*` in a policy matches slashes, too: `GET/v1/events/*` would allow the raw mail with the event. So an event's id is matched by its
 * length, which no path below it can have.
 *
 * @param apiId of the HTTP API
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export const apiRouteArns = (apiId: string, wanted: readonly Scope[]): string[] =>
  [...scopedRoutes].flatMap(([route, scope]) => {
    if (!wanted.some((each) => each === scope)) return [];
    const [method = '', path = ''] = route.split(' ');
    const pattern = path.replace(/\{id\}/, idPattern(path)).replace(/\{\w+\}/g, '*');
    return [`arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${apiId}/$default/${method}${pattern}`];
  });

/** `evt_` and 32 digits; ids of other things have nothing below them. */
const idPattern = (path: string): string => (path.startsWith('/v1/events/') ? `evt_${'?'.repeat(32)}` : '*');
