import { companyDomainOf } from '../../../lambdas/domain/mail/company-domain.ts';

describe('companyDomainOf', () => {
  it.each([
    ['ada@acme.com', 'acme.com'],
    ['ada@mail.acme.co.uk', 'acme.co.uk'],
    ['ada@gmail.com', undefined],
    ['ada@eu.yahoo.co.uk', undefined],
    ['ada@co.uk', undefined],
    ['abc@privaterelay.appleid.com', undefined],
    ['ada@appleid.com', 'appleid.com'],
    ['SRS0=HH=TT=acme.com=ada@forwarder.com', 'acme.com'],
    ['prvs=0123456789=ada@acme.com', 'acme.com'],
    ['no address', undefined],
  ])('finds the company of %s', (address, company) => {
    expect(companyDomainOf(address)).toBe(company);
  });
});
