import { isOwnConfirmation } from '../../../lambdas/domain/planning/own-confirmation.ts';
import { aMail } from '../../helpers/builders.ts';

const sentBy = (from: string) => ({ consent: { confirmation: { from, subject: 'x', text: '{link}' } } }) as never;

describe('isOwnConfirmation', () => {
  it.each([
    ['the sender of our confirmations', 'ada@customer.example', true],
    ['the same address in another spelling, behind a name', 'Acme <ADA@Customer.example> ', true],
    ['another address', 'bob@customer.example', false],
  ])('compares the sender with %s', (_case, from, isOwn) => {
    expect(isOwnConfirmation(aMail().event, sentBy(from))).toBe(isOwn);
  });

  it('takes no mail for ours without a confirmation', () => {
    expect(isOwnConfirmation(aMail().event, {})).toBe(false);
  });
});
