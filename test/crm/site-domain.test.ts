import { siteDomain } from '../../lambdas/crm/site-domain.ts';

describe('siteDomain', () => {
  it.each([
    ['acme.com', 'acme.com'],
    ['https://www.acme.com/about?x=1', 'acme.com'],
    [' HTTP://Shop.Acme.co.uk:8080 ', 'shop.acme.co.uk'],
    ['www.bücher.example', 'xn--bcher-kva.example'],
    ['localhost', undefined],
    ['n/a', undefined],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('reads %j as %j', (site, domain) => {
    expect(siteDomain(site)).toBe(domain);
  });
});
