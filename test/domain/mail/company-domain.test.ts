import { companyDomainOf, registrableDomainOf } from '../../../lambdas/domain/mail/company-domain.ts';

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

describe('registrableDomainOf', () => {
  it.each([
    ['mail.acme.co.uk', 'acme.co.uk'],
    ['acme.com', 'acme.com'],
    ['co.uk', undefined],
    ['localhost', undefined],
    ['[192.0.2.1]', undefined],
  ])('finds that of %s, the first time and later', (domain, registrable) => {
    expect(registrableDomainOf(domain)).toBe(registrable);
    expect(registrableDomainOf(domain)).toBe(registrable);
  });

  it('finds it also behind more domains than it remembers', () => {
    for (let nth = 0; nth < 1500; nth += 1) expect(registrableDomainOf(`mail.c${nth}.example`)).toBe(`c${nth}.example`);

    expect(registrableDomainOf('mail.c0.example')).toBe('c0.example');
  });
});
