import { replyToPerson, speaksForOthers } from '../../../lambdas/domain/planning/speaks-for-others.ts';
import { anEvent } from '../../helpers/builders.ts';

describe('speaksForOthers', () => {
  it.each([
    ['jo@customer.example', 'Jo Baker', false],
    ['jo@customer.example', 'Viasat Jo', false],
    ['jo@customer.example', 'Jo via Docs', true],
    ['security@shop.example', 'Shop', true],
    ['web-form@shop.example', 'Shop', true],
  ])('judges %s, %s', (address, name, isForOthers) => {
    expect(speaksForOthers(anEvent({ from: { address, name } }))).toBe(isForOthers);
  });

  it('judges a mail without From by nothing', () => {
    const { from: _none, ...message } = anEvent().message;

    expect(speaksForOthers({ message })).toBe(false);
  });
});

describe('replyToPerson', () => {
  const reply = (from: string, ...addresses: string[]) =>
    replyToPerson(anEvent({ from: { address: from }, replyTo: addresses.map((address) => ({ address })) }), () => true)
      ?.address;

  it.each([
    ['no-reply@shop.example', ['jo@customer.example'], 'jo@customer.example'],
    ['no-reply@shop.example', ['jo@shop.example'], 'jo@shop.example'],
    ['no-reply@mail.shop.example', ['support@shop.example'], undefined],
    ['forms@shop.example', ['info@shop.example'], undefined],
    ['forms@service.example', ['info@small-firm.example'], 'info@small-firm.example'],
    ['no-reply@shop.example', ['NO-REPLY@shop.example', 'jo@customer.example'], 'jo@customer.example'],
    ['no-reply@shop.example', [], undefined],
  ])('finds the person in Reply-To of %s: %j', (from, addresses, wanted) => {
    expect(reply(from, ...addresses)).toBe(wanted);
  });
});
