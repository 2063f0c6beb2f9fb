import { tokenCaller } from '../../lambdas/api/token-caller.ts';
import { scopes } from '../../lambdas/scopes.ts';

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
