import { scopedRoutes, scopes } from '../../../lambdas/scopes.ts';
import { apiRouteArns } from '../../../lib/constructs/api-route-arns.ts';

/** Reads a resource of a policy as IAM does: `*` and `?` match slashes, too. */
const matcherOf = (pattern: string): RegExp =>
  new RegExp(`^${RegExp.escape(pattern).replaceAll('\\*', '.*').replaceAll('\\?', '.')}$`);

const eventId = `evt_${'0123456789abcdef'.repeat(2)}`;
const requestOf = (route: string): string => {
  const [method, path = ''] = route.split(' ');
  return `${method}${path.replace('{id}', /^\/v1\/(?:events|mails)\//.test(path) ? eventId : `rpl_${'0'.repeat(24)}`).replace('{n}', '0')}`;
};
const keyed = [...scopedRoutes].filter(([, scope]) => scope !== 'public');

describe('apiRouteArns', () => {
  it.each(scopes)('opens the routes of %s, and no other route', (scope) => {
    const patterns = apiRouteArns('api1/$default', [scope]).map((arn) =>
      matcherOf(arn.slice(arn.indexOf('$default/') + 9)),
    );
    const opened = keyed.filter(([route]) => patterns.some((pattern) => pattern.test(requestOf(route))));

    expect(opened.map(([route]) => route)).toEqual(
      keyed.flatMap(([route, wanted]) => (wanted === scope || wanted === 'any' ? [route] : [])),
    );
  });

  it('opens nothing for no scope, and no public route', () => {
    expect(apiRouteArns('api1/$default', [])).toEqual([]);
    expect(apiRouteArns('api1/$default', scopes).filter((arn) => /intake|openapi|\/\{/.test(arn))).toEqual([]);
  });

  it.each([
    ['events:read', `/v1/mails/${'0'.repeat(40)}`, true],
    ['events:raw', `/v1/mails/${'0'.repeat(40)}/source`, true],
    ['events:raw', `/v1/mails/${'0'.repeat(40)}`, false],
    ['events:read', `/v1/mails/${'0'.repeat(40)}/source`, false],
    ['events:read', `/v1/mails/${eventId}/source`, false],
  ] as const)('opens with %s a mail by its id: %s is %s', (scope, path, expected) => {
    const patterns = apiRouteArns('api1/$default', [scope]).map((arn) => matcherOf(arn.split('$default/')[1]!));

    expect(patterns.some((pattern) => pattern.test(`GET${path}`))).toBe(expected);
  });

  it.each([
    ['/v1/events/EVENT/attachments/0', true],
    ['/v1/events/EVENT/attachments/42', true],
    ['/v1/events/EVENT/attachments/999', true],
    ['/v1/events/EVENT/attachments/1000', false],
    ['/v1/events/EVENT/attachments/', false],
    ['/v1/events/EVENT', false],
  ])('opens attachments by their place: %s is %s', (path, expected) => {
    const patterns = apiRouteArns('api1/$default', ['events:raw']).map((arn) => matcherOf(arn.split('$default/')[1]!));

    expect(patterns.some((pattern) => pattern.test(`GET${path.replace('EVENT', eventId)}`))).toBe(expected);
  });

  it('has no wildcard for any number of characters, and leaves nothing in braces', () => {
    expect(
      apiRouteArns('api1/$default', scopes).filter((arn) =>
        /[*{]/.test(arn.split('$default/')[1]!.replace(/\/(?:integrations|holds)\/\*\//, '/')),
      ),
    ).toEqual([]);
  });
});
