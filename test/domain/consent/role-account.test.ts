import { isRoleAccount } from '../../../lambdas/domain/consent/role-account.ts';

describe('isRoleAccount', () => {
  it.each<[string, boolean]>([
    ['postmaster@example.org', true],
    ['No-Reply@example.org', true],
    ['abuse+ticket@example.org', true],
    ['ada@example.org', false],
    ['ada+abuse@example.org', false],
    ['postmasters@example.org', false],
  ])('judges %s', (address, isRole) => {
    expect(isRoleAccount(address)).toBe(isRole);
  });
});
