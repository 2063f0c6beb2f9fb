import { Aws } from 'aws-cdk-lib';
import { isManaged, type Scope, scopedRoutes } from '../../lambdas/scopes.ts';

/**
 * The routes of some scopes as resources of `execute-api:Invoke`.
 *
 * `*` in a policy matches slashes, too: `GET/v1/events/*` would allow the raw mail with the event. So what a path names is matched by
 * its length, which no path below it can have.
 *
 * @param api its id and its stage, as in `a1b2c3/$default`
 * @param hasConsole whether there are the routes behind the console
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html
 */
export const apiRouteArns = (api: string, wanted: readonly Scope[], hasConsole = true): string[] =>
  [...scopedRoutes].flatMap(([route, scope]) => {
    if (
      !((scope === 'any' && wanted.length > 0) || wanted.some((each) => each === scope)) ||
      (isManaged(route) && !hasConsole)
    )
      return [];
    const [method = '', path = ''] = route.split(' ');
    return patternsOf(path).map(
      (pattern) => `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${api}/${method}${pattern}`,
    );
  });

/** A mail has at most a thousand parts, so that the place of an attachment has one to three digits. */
const places = ['?', '??', '???'];

/** A path with any characters where it names something: an id of its own length, the place of an attachment. */
const patternsOf = (path: string): string[] =>
  idsIn(path).flatMap((id) => {
    // A name has any length; no other route begins and ends as these do.
    const pattern = path.replace('{id}', id).replace(/\{(?:key|provider)\}/, '*');
    return pattern.includes('{n}') ? places.map((place) => pattern.replace('{n}', place)) : [pattern];
  });

const eventId = `evt_${'?'.repeat(32)}`;

/** `evt_` and 32 digits, `rpl_` and 24; a mail has 40 characters of SES, which no path below a shorter id has. */
function idsIn(path: string): string[] {
  if (path.startsWith('/v1/replays/')) return [`rpl_${'?'.repeat(24)}`];
  return path.startsWith('/v1/mails/{id}') ? [eventId, '?'.repeat(40)] : [eventId];
}
