import { signsOfMachine } from '../../../../lambdas/domain/understanding/classify/signs-of-machine.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

describe('signsOfMachine', () => {
  it.each([
    ['auto-submitted', 'auto-generated', 1],
    ['return-path', '<>', 2],
    ['precedence', 'junk', 1],
    ['x-mailer', 'vacation 1.2', 1],
    ['x-zendesk-from-account-id', '5f', 1],
    ['rt-ticket', 'example #7', 1],
  ])('weighs %s: %s as %i', (name, value, weight) => {
    expect(signsOfMachine(aParsedMail({ headers: [{ name, value }] }))).toEqual([{ weight, sign: expect.any(String) }]);
  });

  it.each([
    ['auto-submitted', 'no'],
    ['return-path', '<ada@customer.example>'],
    ['precedence', 'list'],
    ['x-mailer', 'AutoCAD'],
  ])('finds no sign in %s: %s', (name, value) => {
    expect(signsOfMachine(aParsedMail({ headers: [{ name, value }] }))).toEqual([]);
  });
});
