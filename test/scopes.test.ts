import { readFileSync } from 'node:fs';
import {
  apiRoles,
  isAtPublicAddress,
  isOneClick,
  roleScopes,
  scopedRoutes,
  scopeOf,
  scopes,
} from '../lambdas/scopes.ts';
import { ApiStage } from '../lib/constructs/api-stage.ts';
import { ManageStage } from '../lib/constructs/manage-stage.ts';
import { aFlow, propertiesOf } from './lib/flow-stack.ts';

describe('scopes of routes', () => {
  const { stack, flow } = aFlow();
  new ApiStage(stack, 'Api', {
    ...flow,
    manage: new ManageStage(stack, 'Manage', { ...flow, redrive: { functionArn: 'arn:redrive' } }),
  });
  const deployed = propertiesOf(stack, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => String(RouteKey));

  it('has a scope for every route that is deployed, or lists it as public', () => {
    expect(deployed.filter((route) => scopeOf(route) === undefined)).toEqual([]);
  });

  it('lists no route that is not deployed', () => {
    expect([...scopedRoutes.keys()].filter((route) => !deployed.includes(route))).toEqual([]);
  });

  it('leaves only links, webhooks and the document of the API without a key', () => {
    const open = deployed.filter((route) => scopeOf(route) === 'public');

    expect(open.filter((route) => !/ \/[ucm]\/\{token\}/.test(route)).toSorted()).toEqual([
      'GET /v1/openapi.json',
      'POST /v1/intake/{source}',
    ]);
  });

  it.each(['GET /v1/unlisted', 'GET /', 'constructor', '__proto__', 'get /v1/events', ''])(
    'knows no scope of %j',
    (route) => {
      expect(scopeOf(route)).toBeUndefined();
    },
  );

  it('answers for HEAD as for GET', () => {
    expect(scopeOf('HEAD /v1/events/{id}/raw')).toBe('events:raw');
  });

  it('keeps raw content apart from reading, and reading apart from writing', () => {
    const of = (scope: string) => [...scopedRoutes].flatMap(([route, wanted]) => (wanted === scope ? [route] : []));

    expect(of('events:raw').every((route) => /\/(?:raw|html|source|attachments\/\{n\})$/.test(route))).toBe(true);
    for (const scope of scopes.filter(
      (name) => name.endsWith(':read') && !['eligibility:read', 'consent:read'].includes(name),
    ))
      expect(of(scope).filter((route) => !route.startsWith('GET '))).toEqual([]);
  });
});

const routes = [...scopedRoutes.keys()];
const oneClick = ['GET /u/{token}', 'POST /u/{token}', 'GET /c/{token}', 'POST /c/{token}'];

describe('isOneClick', () => {
  it('is true of unsubscribe and confirmation alone', () => {
    expect(routes.filter(isOneClick)).toEqual(oneClick);
  });

  it.each([
    ['HEAD /u/{token}', true],
    ['GET /u/{token}/raw', false],
    ['GET /v1/u/{token}', false],
    ['GET /m/{token}', false],
    ['/u/{token}', false],
    ['', false],
  ])('takes %j: %s', (route, expected) => {
    expect(isOneClick(route)).toBe(expected);
  });
});

describe('isAtPublicAddress', () => {
  it.each([
    [undefined, routes],
    [{}, oneClick],
    [{ publicIntake: false }, oneClick],
    [{ publicIntake: true }, [...oneClick, 'POST /v1/intake/{source}']],
  ])('in the mode %j opens the routes of that mode alone', (mode, expected) => {
    expect(routes.filter((route) => isAtPublicAddress(route, mode))).toEqual(expected);
  });
});

describe('roleScopes', () => {
  it('gives each role what a viewer has, and no role everything', () => {
    for (const role of apiRoles) {
      expect(roleScopes[role]).toEqual(expect.arrayContaining([...roleScopes.viewer]));
      expect(new Set(roleScopes[role]).size).toBe(roleScopes[role].length);
    }
    expect(roleScopes.viewer.filter((scope) => scope.endsWith(':write'))).toEqual([]);
  });

  it('gives each right to change something beyond replays to one role alone', () => {
    const writes = apiRoles.flatMap((role) => roleScopes[role].filter((scope) => scope.endsWith(':write')));

    expect(new Set(writes).size).toBe(writes.length);
  });

  it('is what the documentation says', () => {
    const page = readFileSync(new URL('../docs/api.md', import.meta.url), 'utf8');
    const rowOf = (role: string): string => page.split('\n').find((line) => line.startsWith(`| \`${role}\` |`)) ?? '';
    for (const role of apiRoles) {
      const own = roleScopes[role].filter(
        (scope) => role === 'viewer' || !roleScopes.viewer.some((each) => each === scope),
      );
      expect([...rowOf(role).matchAll(/`([a-z]+:[a-z]+)`/g)].map(([, scope]) => scope)).toEqual(own);
    }
    expect(scopes.filter((scope) => !page.includes(`| \`${scope}\` |`))).toEqual([]);
  });
});
