import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createAuthorize } from '../../lambdas/api/authorize.ts';
import type { ApiCaller } from '../../lambdas/api/caller.ts';
import { json } from '../../lambdas/api/request.ts';
import { createManageHandler, type ManageHandlerDependencies } from '../../lambdas/manage/handler.ts';
import { isManaged, type Scope, scopedRoutes, scopes } from '../../lambdas/scopes.ts';
import { silentLog } from '../helpers/builders.ts';

const managed = [...scopedRoutes].filter(([route]) => isManaged(route)) as Array<[string, Scope]>;
const caller: { now: ApiCaller | undefined } = { now: undefined };
/** Every answer says for which tenant it is. */
const answered = async (_request: unknown, tenant: string | undefined) => json(200, { tenant: tenant ?? 'all' });
/** Stands for a route, and for a group of routes. */
const group = new Proxy(answered, { get: () => answered });
const groups = new Proxy({}, { get: () => group }) as Omit<ManageHandlerDependencies, 'authorize' | 'isPublic' | 'log'>;
const handlerWith = (isPublic: (routeKey: string) => boolean) =>
  createManageHandler(
    new Proxy(
      {
        isPublic,
        log: silentLog,
        authorize: createAuthorize({
          identify: async () => caller.now ?? { reason: 'missing', detail: 'no key' },
          refused: () => {},
          limits: {},
          spend: async () => ({ headers: {} }),
          log: silentLog,
        }),
      },
      { get: (own, name) => Reflect.get(own, name) ?? Reflect.get(groups, name) },
    ) as ManageHandlerDependencies,
  );
const handler = handlerWith(() => true);

async function ask(routeKey: string, by: Partial<ApiCaller> | undefined, query: Record<string, string> = {}) {
  caller.now = by && { id: 'k', name: 'k', scopes, ...by };
  const event = { routeKey, pathParameters: {}, queryStringParameters: query, headers: {} };
  const { statusCode, body = '' } = await handler(event as unknown as APIGatewayProxyEventV2);
  return { statusCode, body: JSON.parse(body || '{}') as Record<string, unknown> };
}

describe('createManageHandler', () => {
  it.each(managed)('answers %s to a key with %s, and to no key without it', async (route, scope) => {
    const others = scopes.filter((each) => each !== scope);

    expect((await ask(route, { scopes: [scope] })).statusCode).toBe(200);
    expect(await ask(route, { scopes: others })).toMatchObject({ statusCode: 403, body: { scope } });
    expect((await ask(route, undefined)).statusCode).toBe(401);
  });

  it.each(managed)('answers %s to a tenant about itself alone', async (route) => {
    expect((await ask(route, { tenant: 'acme' })).body).toEqual({ tenant: 'acme' });
    expect((await ask(route, { tenant: 'acme' }, { tenant: 'beta' })).statusCode).toBe(403);
    expect((await ask(route, {}, { tenant: 'beta' })).body).toEqual({ tenant: 'beta' });
    expect((await ask(route, {})).body).toEqual({ tenant: 'all' });
  });

  it('has no other route, and none at the public address of a private stage', async () => {
    expect((await ask('GET /v1/events', {})).statusCode).toBe(404);
    const hidden = await handlerWith(() => false)({ routeKey: 'GET /v1/health' } as APIGatewayProxyEventV2);
    expect(hidden.statusCode).toBe(404);
  });
});
