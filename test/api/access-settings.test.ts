import { readAccessSettings } from '../../lambdas/api/access-settings.ts';
import { readCidr } from '../../lambdas/domain/configuration/cidr.ts';
import { oidcSignIn } from '../../lib/constructs/console-sign-in.ts';
import { apiAccess } from '../../lib/stage-access.ts';

describe('readAccessSettings', () => {
  it('reads what a stage can say, unchanged', () => {
    const setting = apiAccess.parse({
      allow: ['203.0.113.0/24', '2001:db8::/32'],
      quota: { perMinute: 60, perDay: 1000 },
      authorization: 'keys',
      intake: { allow: ['10.0.0.0/8'], basic: true },
      jwt: {
        issuer: 'https://l.example',
        audience: ['a'],
        roleClaim: 'groups',
        rolePrefix: 'postern-',
        tenantClaim: 'tenant',
        tenantPrefix: 't:',
        allTenants: 'all',
        scopePrefix: 'p/',
      },
    });

    expect(readAccessSettings(JSON.stringify(setting))).toEqual(setting);
    expect(setting.allow?.map(readCidr)).not.toContain(undefined);
  });

  it('reads the sign-in of a console, as its construct writes it', () => {
    const tokens = oidcSignIn({
      issuer: 'https://l.example',
      clientId: 'c',
      scopes: ['openid'],
      roleClaim: 'groups',
      tenantClaim: 'groups',
      tenantPrefix: 'tenant:',
      allTenants: 'all-tenants',
    }).tokens;

    expect(readAccessSettings(JSON.stringify({ console: tokens })).console).toEqual(tokens);
  });

  it('is empty where a stage says nothing', () => {
    expect(readAccessSettings(undefined)).toEqual({});
  });

  it.each(['', 'x', 'null', '[]', '{"allow":"10.0.0.0/8"}', '{"quota":{"perDay":"9"}}'])('refuses %j', (text) => {
    expect(() => readAccessSettings(text)).toThrow();
  });
});
