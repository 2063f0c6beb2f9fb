import type { ApiCaller } from '../../lambdas/api/caller.ts';
import { tokenCaller, tokenCallers } from '../../lambdas/api/token-caller.ts';
import { roleScopes, scopes } from '../../lambdas/scopes.ts';

const settings = { issuer: 'https://login.example.com', audience: ['postern', 'other'], tenantClaim: 'custom:tenant' };
const claims = { sub: 's-1', aud: 'postern', scope: 'events:read events:ack openid', 'custom:tenant': 'acme' };

describe('tokenCaller', () => {
  it('gives the caller its tenant and the scopes that are ours', () => {
    expect(tokenCaller(claims, settings)).toEqual({
      id: expect.stringMatching(/^jwt:[0-9a-f]{16}$/) as unknown,
      name: 'jwt s-1',
      tenant: 'acme',
      scopes: ['events:read', 'events:ack'],
    });
  });

  it.each([
    ['a list', { scope: ['events:read'] }, {}, ['events:read']],
    ['another claim', { scp: 'holds:read' }, { scopeClaim: 'scp' }, ['holds:read']],
    [
      'scopes of a resource server',
      { scope: 'postern/events:raw events:read' },
      { scopePrefix: 'postern/' },
      ['events:raw'],
    ],
    ['nothing', { scope: undefined }, {}, []],
    ['a number', { scope: 7 }, {}, []],
    ['numbers', { scope: [7, null, {}] }, {}, []],
    ['words that look like scopes', { scope: 'events:* events:readx EVENTS:READ' }, {}, []],
    ['all of them twice', { scope: [...scopes, ...scopes] }, {}, scopes],
  ])('reads scopes from %s', (_case, changes, more, expected) => {
    expect(tokenCaller({ ...claims, ...changes }, { ...settings, ...more })).toMatchObject({ scopes: expected });
  });

  it.each([
    [{ aud: 'postern' }, true],
    [{ aud: ['x', 'other'] }, true],
    [{ aud: undefined, client_id: 'postern' }, true],
    [{ aud: 'x', client_id: 'postern' }, false],
    [{ aud: [], client_id: 'postern' }, false],
    [{ aud: undefined }, false],
    [{ aud: 'poster' }, false],
    [{ aud: { postern: true } }, false],
  ])('takes a token with %j: %s', (changes, isTaken) => {
    expect('scopes' in tokenCaller({ ...claims, ...changes }, settings)).toBe(isTaken);
  });

  it.each([undefined, '', 7, ['acme'], null])(
    'takes no token whose tenant is %j: it would read all of them',
    (tenant) => {
      expect(tokenCaller({ ...claims, 'custom:tenant': tenant }, settings)).toMatchObject({ reason: 'claims' });
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])('finds no tenant in the claim %s', (tenantClaim) => {
    expect(tokenCaller(claims, { ...settings, tenantClaim })).toMatchObject({ reason: 'claims' });
  });

  it('gives every caller the tenant of the setting, whatever the token says', () => {
    const { tenantClaim: _none, ...rest } = settings;

    expect(tokenCaller({ ...claims, tenant: 'beta' }, { ...rest, tenant: 'acme' })).toMatchObject({ tenant: 'acme' });
  });

  it('keeps an address as subject out of names, and tells subjects and issuers apart', () => {
    const idOf = (sub: string, issuer: string) => tokenCaller({ ...claims, sub }, { ...settings, issuer });
    const found = [idOf('ada@customer.example', 'https://a'), idOf('b', 'https://a'), idOf('b', 'https://b')];

    expect(JSON.stringify(found)).not.toContain('@');
    expect(new Set(found.map(({ id }) => id)).size).toBe(3);
  });
});

describe('roles in a token', () => {
  const byGroups = {
    issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/pool',
    audience: ['console'],
    roleClaim: 'cognito:groups',
    tenantClaim: 'cognito:groups',
    tenantPrefix: 'tenant:',
    allTenants: 'all-tenants',
  };
  const person = (...groups: unknown[]) => ({
    sub: 's-1',
    client_id: 'console',
    token_use: 'access',
    scope: 'openid',
    'cognito:groups': groups,
  });

  it.each(Object.entries(roleScopes))('gives %s its scopes', (role, granted) => {
    const { scopes: given } = tokenCaller(person(role, 'tenant:acme'), byGroups) as ApiCaller;

    expect(given.toSorted()).toEqual([...granted].toSorted());
  });

  it('gives a person with two roles the scopes of both, each once', () => {
    const { scopes: given } = tokenCaller(person('operator', 'data-officer', 'all-tenants'), byGroups) as ApiCaller;

    expect(given.toSorted()).toEqual([...new Set([...roleScopes.operator, ...roleScopes['data-officer']])].toSorted());
  });

  it.each([
    ['no group', person('all-tenants')],
    ['words that look like roles', person('all-tenants', 'Operator', 'operators', 'constructor', '__proto__', 7)],
    ['a scope that the client asked for', { ...person('all-tenants'), scope: scopes.join(' ') }],
    ['no claim', { ...person(), 'cognito:groups': undefined, tenant: 'acme' }],
  ])('gives nothing for %s', (_, claimed) => {
    const caller = tokenCaller(claimed, byGroups);

    expect('scopes' in caller ? caller.scopes : []).toEqual([]);
  });

  it('reads roles behind a prefix, and of a text with blanks', () => {
    const settings = {
      issuer: 'https://i.example',
      audience: ['a'],
      roleClaim: 'roles',
      rolePrefix: 'postern-',
      tenant: 'acme',
    };
    const claimed = { sub: 's', aud: 'a', roles: 'postern-viewer operator other' };

    expect(tokenCaller(claimed, settings)).toMatchObject({
      scopes: expect.arrayContaining(['events:read']) as unknown,
    });
    expect(tokenCaller(claimed, settings)).not.toMatchObject({
      scopes: expect.arrayContaining(['events:raw']) as unknown,
    });
  });

  it.each([
    ['one tenant', ['viewer', 'tenant:acme'], { tenant: 'acme' }],
    ['one tenant twice', ['tenant:acme', 'tenant:acme'], { tenant: 'acme' }],
    ['a tenant with a blank', ['tenant:Acme Ltd'], { tenant: 'Acme Ltd' }],
    ['several tenants', ['tenant:acme', 'tenant:other'], { reason: 'claims' }],
    ['no tenant', ['viewer'], { reason: 'claims' }],
    ['an empty tenant', ['tenant:'], { reason: 'claims' }],
    ['a group that is named like a tenant', ['acme'], { reason: 'claims' }],
  ])('knows a person of %s', (_, groups, expected) => {
    expect(tokenCaller(person(...groups), byGroups)).toMatchObject(expected);
  });

  it('shows every tenant to who has the group for that, and to nobody else', () => {
    expect(tokenCaller(person('viewer', 'all-tenants', 'tenant:acme'), byGroups)).not.toHaveProperty('tenant');
    expect(tokenCaller(person('viewer', 'All-Tenants'), byGroups)).toMatchObject({ reason: 'claims' });
  });

  it('refuses an ID token of the same client', () => {
    expect(
      tokenCaller({ ...person('operator', 'all-tenants'), token_use: 'id', aud: 'console' }, byGroups),
    ).toMatchObject({
      detail: 'wants an access token: this is an ID token',
    });
  });

  it('refuses every token where neither a tenant nor its claim is set', () => {
    expect(tokenCaller({ sub: 's', aud: 'a' }, { issuer: 'https://i.example', audience: ['a'] })).toMatchObject({
      reason: 'claims',
    });
  });
});

describe('tokenCallers', () => {
  const tokenOf = (claimed: unknown): string => `eyJ.${Buffer.from(JSON.stringify(claimed)).toString('base64url')}.sig`;
  const caller: ApiCaller = { id: 'jwt:1', name: 'jwt s', tenant: 'acme', scopes: [] };
  const refusing = (issuer: string, reason: 'claims' | 'expired') => ({
    issuer,
    judge: () => Promise.resolve({ reason, detail: `${reason} at ${issuer}` }),
  });
  const taking = (issuer: string) => ({ issuer, judge: () => Promise.resolve(caller) });
  const failing = (issuer: string) => ({
    issuer,
    judge: () => Promise.reject(new Error('the issuer does not answer')),
  });

  it('is not there where no issuer is', () => {
    expect(tokenCallers([])).toBeUndefined();
  });

  it('asks only the issuer that the token names, so that one that is down stops no other', async () => {
    const judge = tokenCallers([failing('https://down.example'), taking('https://up.example')])!;

    expect(await judge(tokenOf({ iss: 'https://up.example' }))).toBe(caller);
    await expect(judge(tokenOf({ iss: 'https://down.example' }))).rejects.toThrow('does not answer');
  });

  it('takes a token that one of two settings of an issuer takes', async () => {
    const issuer = 'https://one.example';

    expect(await tokenCallers([refusing(issuer, 'claims'), taking(issuer)])!(tokenOf({ iss: issuer }))).toBe(caller);
    expect(
      await tokenCallers([refusing(issuer, 'claims'), refusing(issuer, 'expired')])!(tokenOf({ iss: issuer })),
    ).toEqual({
      reason: 'expired',
      detail: 'expired at https://one.example',
    });
  });

  it.each([
    [tokenOf({ iss: 'https://other.example' })],
    [tokenOf({})],
    [tokenOf(null)],
    ['eyJ'],
    ['eyJ.!!.x'],
    ['eyJ.bm8.x'],
  ])('knows no issuer of %s', async (token) => {
    expect(await tokenCallers([taking('https://one.example')])!(token)).toMatchObject({ reason: 'unknown' });
  });
});
