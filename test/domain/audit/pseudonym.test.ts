import fc from 'fast-check';
import { pseudonymOf, withoutAddresses } from '../../../lambdas/domain/audit/pseudonym.ts';

const hash = (address: string): string => `h${address.length}`;

describe('pseudonymOf', () => {
  it.each([
    ['ada@acme.example', 'h16@hashed.invalid'],
    ['', 'nobody@hashed.invalid'],
  ])('has the form of an address for %j', (address, pseudonym) => expect(pseudonymOf(address, hash)).toBe(pseudonym));
});

describe('withoutAddresses', () => {
  it.each<[unknown, unknown]>([
    ['to ada@acme.example, today', 'to h16@hashed.invalid, today'],
    ['<ada+x@acme.example>', '<h18@hashed.invalid>'],
    ['a@b.example c@d.example', 'h11@hashed.invalid h11@hashed.invalid'],
    ['ü.é@bücher.example', 'h18@hashed.invalid'],
    [
      'by arn:aws:sts::1:assumed-role/Admin/ada@acme.example',
      'by arn:aws:sts::1:assumed-role/Admin/h16@hashed.invalid',
    ],
    ['@', '@'],
    ['a@ @b', 'a@ @b'],
    [{ 'ada@acme.example': [1, true, null, 'x'] }, { 'h16@hashed.invalid': [1, true, null, 'x'] }],
    [new Set(['ada@acme.example']), ['h16@hashed.invalid']],
    [new Uint8Array(3), '3 bytes'],
    [12n, '12'],
  ])('%j becomes %j', (value, expected) => expect(withoutAddresses(value, hash)).toEqual(expected));

  it('leaves no address in any text', () => {
    const text = fc.array(fc.oneof(fc.emailAddress(), fc.string()), { maxLength: 5 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(text, fc.emailAddress(), (before, address) => {
        expect(String(withoutAddresses(`${before} ${address}`, () => 'h'))).not.toContain(address);
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    const timeOf = (length: number): number => {
      const begin = performance.now();
      withoutAddresses('a'.repeat(length), hash);
      withoutAddresses('@'.repeat(length), hash);
      withoutAddresses('a@'.repeat(length / 2), hash);
      return performance.now() - begin;
    };
    timeOf(100_000);

    expect(timeOf(400_000)).toBeLessThan(2_000);
  });
});
