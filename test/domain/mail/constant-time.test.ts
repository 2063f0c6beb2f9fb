import { isSameBytes, isSameSecret, isSameText } from '../../../lambdas/domain/mail/constant-time.ts';

describe('comparisons in constant time', () => {
  it.each([
    ['', '', true],
    ['secret', 'secret', true],
    ['secret', 'Secret', false],
    ['secret', 'secret ', false],
    ['', 'secret', false],
    ['schlüssel', 'schlüssel', true],
    // As many characters, other bytes.
    ['é', 'e', false],
  ])('%j and %j: %s', (left, right, isSame) => {
    expect([
      isSameBytes(Buffer.from(left), Buffer.from(right)),
      isSameText(left, right),
      isSameSecret(left, right),
    ]).toEqual([isSame, isSame, isSame]);
  });
});
