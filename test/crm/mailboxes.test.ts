import { isPlainAddress, noSender, recipientsOf, senderOf } from '../../lambdas/crm/mailboxes.ts';

describe('isPlainAddress', () => {
  it.each(['ada@customer.example', "o'neil+tag@a-b.co.uk", 'ADA.L@sub.customer.example', noSender.email])(
    'takes %s',
    (email) => {
      expect(isPlainAddress(email)).toBe(true);
    },
  );

  it.each([
    '',
    'ada',
    '@customer.example',
    'ada@',
    'ada@localhost',
    'ada@-a.example',
    'ada@a..example',
    'ada@[192.0.2.1]',
    '.ada@customer.example',
    'ada.@customer.example',
    'a..b@customer.example',
    '"a b"@customer.example',
    'a b@customer.example',
    'jörg@customer.example',
    'ada@bücher.example',
    `${'a'.repeat(250)}@a.example`,
  ])('refuses %j, as vendors do', (email) => {
    expect(isPlainAddress(email)).toBe(false);
  });

  it('judges a long address in linear time', () => {
    const start = performance.now();

    expect(isPlainAddress(`${'a.'.repeat(50_000)}@${'b-'.repeat(50_000)}`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(100);
  });
});

describe('senderOf', () => {
  it.each([
    [
      'names the author',
      { email: 'ada@customer.example', firstName: 'Ada', lastName: 'L' },
      { email: 'ada@customer.example', name: 'Ada L' },
    ],
    [
      'names an author by the address',
      { email: 'ada@customer.example' },
      { email: 'ada@customer.example', name: 'ada' },
    ],
    [
      'keeps a strange address as the name',
      { email: 'jörg@customer.example' },
      { ...noSender, name: 'jörg@customer.example' },
    ],
    ['stands in for nobody', undefined, noSender],
  ])('%s', (_name, from, expected) => {
    expect(senderOf(from)).toEqual(expected);
  });
});

describe('recipientsOf', () => {
  it('leaves out recipients that vendors refuse', () => {
    expect(recipientsOf(['sales@inbound.localhost', 'undisclosed', 'jörg@customer.example'])).toEqual([
      { email: 'sales@inbound.localhost', name: 'sales' },
    ]);
  });
});
