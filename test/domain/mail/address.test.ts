import fc from 'fast-check';
import { addressOf, isMailable, normalizeAddress } from '../../../lambdas/domain/mail/address.ts';

describe('addresses', () => {
  it.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ['ada@MÜLLER.example', 'ada@xn--mller-kva.example'],
    ['ada+tag@example.com', 'ada+tag@example.com'],
  ])('normalizes %j', (address, expected) => {
    expect(normalizeAddress(address)).toBe(expected);
  });

  it('normalizes once and for all', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) =>
        expect(normalizeAddress(normalizeAddress(address))).toBe(normalizeAddress(address)),
      ),
    );
  });

  it.each(['', 'x', '@x.y', 'x@', 'a b@c.d', 'a@b@', 'a@b,c@d', '<a@b.c>'])(
    'knows that %j cannot be mailed',
    (address) => {
      expect(isMailable(address)).toBe(false);
    },
  );
});

describe('addressOf', () => {
  it.each<[string, Parameters<typeof addressOf>[0], string | undefined]>([
    ['a mailbox', { address: 'jo@b.example' }, 'jo@b.example'],
    ['a name of the sender’s own host', { address: 'root' }, undefined],
    ['a name alone', {}, undefined],
    ['nobody', undefined, undefined],
  ])('gives the address of %s, where mail to it can arrive', (_name, author, address) => {
    expect(addressOf(author)).toBe(address);
  });
});
