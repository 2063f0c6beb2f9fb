import type { Hold } from '../../lambdas/domain/consent/holds.ts';
import { createConsentRoutes } from '../../lambdas/manage/consent.ts';

const hold: Hold = { provider: 'google', reason: 'complaints', since: '2026-11-20T09:00:00.000Z', rate: 0.002 };
const caller = { id: 'k', name: 'kim (k)', scopes: [] };

function routesWith(tenants: readonly string[] = ['acme', 'beta']) {
  const done: unknown[] = [];
  const routes = createConsentRoutes({
    lookUp: async (question) => ({ subject: 'hash', status: 'open', question }),
    tenants: async () => tenants,
    providers: async (tenant) => [{ tenant }],
    holds: async (tenant) => (tenant === 'acme' ? [hold] : []),
    release: async (...args) => void done.push(['release', ...args]),
    audit: async (action, request) => void done.push([action, request]),
    now: () => new Date(0),
  });
  return { routes, done };
}
const request = (body: object, path = {}) => ({ route: '', path, query: {}, headers: {}, body: JSON.stringify(body) });
const bodyOf = ({ body = '' }: { body?: string | undefined }) => JSON.parse(body) as Record<string, unknown>;

describe('createConsentRoutes', () => {
  it('looks an address up for the tenant of the caller, and records who asked, without the address', async () => {
    const { routes, done } = routesWith();

    const answer = bodyOf(await routes.lookUp(request({ address: 'lea@example.org' }), 'acme', caller));

    expect(answer).toEqual({ status: 'open', question: { address: 'lea@example.org', tenant: 'acme' } });
    expect(done).toEqual([['consent-look-up', { actor: 'kim (k)', subject: 'hash' }]]);
  });

  it.each([
    [undefined, ['acme', 'beta']],
    ['beta', ['beta']],
    ['nobody', []],
  ])('lists providers for %s', async (tenant, expected) => {
    const { providers } = bodyOf(await routesWith().routes.providers(request({}), tenant)) as {
      providers: Array<{ tenant: string }>;
    };

    expect(providers.map((each) => each.tenant)).toEqual(expected);
  });

  it('releases a provider only where dryRun is false, and records it', async () => {
    const { routes, done } = routesWith();
    const ask = (body: object) => routes.release(request(body, { provider: 'google' }), 'acme', caller);

    expect(bodyOf(await ask({}))).toEqual({ dryRun: true, released: false, tenant: 'acme', hold });
    expect(done).toEqual([]);
    expect(bodyOf(await ask({ dryRun: false }))).toMatchObject({ dryRun: false, released: true });
    expect(done).toEqual([
      ['release', 'acme', 'google'],
      ['provider-release', { actor: 'kim (k)', tenant: 'acme', provider: 'google' }],
    ]);
  });

  it.each([
    ['a provider that is not held', 'yahoo', 'acme', 404],
    ['a provider of another tenant', 'google', 'beta', 404],
    ['an unknown tenant', 'google', 'nobody', 404],
    ['no tenant among several', 'google', undefined, 400],
  ])('refuses %s', async (_case, provider, tenant, status) => {
    const { routes, done } = routesWith();

    expect((await routes.release(request({ dryRun: false }, { provider }), tenant, caller)).statusCode).toBe(status);
    expect(done).toEqual([]);
  });
});
