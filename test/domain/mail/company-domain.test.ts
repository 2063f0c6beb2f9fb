import { companyDomainOf } from '../../../lambdas/domain/mail/company-domain.ts';

describe('companyDomainOf', () => {
  it.each([
    ['ada@acme.com', 'acme.com'],
    ['ada@mail.acme.co.uk', 'acme.co.uk'],
    ['ada@gmail.com', undefined],
    ['ada@eu.yahoo.co.uk', undefined],
    ['ada@co.uk', undefined],
    ['no address', undefined],
  ])('finds the company of %s', (address, company) => {
    expect(companyDomainOf(address)).toBe(company);
  });
});
