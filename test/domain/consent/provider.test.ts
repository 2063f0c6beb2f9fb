import { providerOf } from '../../../lambdas/domain/consent/provider.ts';

describe('providerOf', () => {
  it.each([
    ['ada@gmail.com', 'google'],
    ['ada@googlemail.com', 'google'],
    ['ada@hotmail.co.uk', 'microsoft'],
    ['ada@web.de', 'united-internet'],
    ['ada@customer.example', 'customer.example'],
    ['not an address', 'unknown'],
  ])('names the provider of %s', (address, provider) => {
    expect(providerOf(address)).toBe(provider);
  });
});
