import { domainName, name } from '../../../lambdas/domain/configuration/configured-names.ts';

describe('name', () => {
  it.each([
    ['sales', true],
    ['2-sales', true],
    ['a'.repeat(40), true],
    ['a'.repeat(41), false],
    ['-sales', false],
    ['Sales', false],
    ['a#b', false],
    ['a~b', false],
    ['', false],
  ])('judges %j: %j', (text, expected) => {
    expect(name.safeParse(text).success).toBe(expected);
  });
});

describe('domainName', () => {
  it.each([
    ['Acme.COM', 'acme.com'],
    ['in.acme.example', 'in.acme.example'],
    ['localhost', undefined],
    ['a b.example', undefined],
    ['@acme.com', undefined],
  ])('reads %j as %j', (text, expected) => {
    expect(domainName.safeParse(text).data).toBe(expected);
  });
});
