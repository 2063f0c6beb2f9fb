import { isListed } from '../../../lambdas/domain/mail/sender-list.ts';

describe('isListed', () => {
  const list = ['Ada@customer.example', '@Partner.example'];

  it.each([
    ['ada@customer.example', true],
    ['ADA@Customer.example', true],
    ['bob@customer.example', false],
    ['anybody@partner.example', true],
    ['anybody@mail.partner.example', true],
    ['anybody@notpartner.example', false],
  ])('looks for %s', (address, listed) => {
    expect(isListed(address, list)).toBe(listed);
  });
});
