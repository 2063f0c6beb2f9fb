import { isLookAlike } from '../../../lambdas/domain/understanding/look-alike.ts';

describe('isLookAlike', () => {
  it.each([
    ['enqines.com', true],
    ['engines.net', true],
    ['engines-billing.com', true],
    ['еngines.com', true],
    ['engine5.com', true],
    ['engnies.com', true],
    ['engines.com', false],
    ['mail.engines.com', false],
    ['turbines.com', false],
  ])('judges %s beside engines.com', (domain, looksAlike) => {
    expect(isLookAlike(domain, ['engines.com'])).toBe(looksAlike);
  });

  it('compares with nothing where the tenant has no domains', () => {
    expect(isLookAlike('enqines.com', [])).toBe(false);
  });
});
