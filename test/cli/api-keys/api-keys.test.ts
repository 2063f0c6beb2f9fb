import { wantedScopes } from '../../../cli/api-keys/api-keys.ts';
import { roleScopes } from '../../../lambdas/scopes.ts';

describe('wantedScopes', () => {
  it('takes the scopes as they are said', () => {
    expect(wantedScopes({ scopes: ['events:read'] })).toEqual(['events:read']);
  });

  it('takes those of a role', () => {
    expect(wantedScopes({ role: 'operator' })).toEqual(roleScopes.operator);
  });

  it.each([[{}], [{ role: 'viewer', scopes: ['events:raw'] }]] as const)('refuses %j', (options) => {
    expect(() => wantedScopes(options)).toThrow('wants either --scopes <scope...> or --role <name>');
  });
});
