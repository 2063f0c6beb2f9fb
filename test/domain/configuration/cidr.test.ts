import { createAllowList, readCidr } from '../../../lambdas/domain/configuration/cidr.ts';

describe('readCidr', () => {
  it.each([
    ['203.0.113.0/24', 24, 'ipv4'],
    ['203.0.113.7', 32, 'ipv4'],
    ['0.0.0.0/0', 0, 'ipv4'],
    ['2001:db8::/32', 32, 'ipv6'],
    ['::1', 128, 'ipv6'],
  ])('reads %s', (text, prefix, family) => {
    expect(readCidr(text)).toMatchObject({ prefix, family });
  });

  it.each([
    ...['', ' ', 'localhost', '203.0.113.0/33', '2001:db8::/129', '203.0.113.0/', '203.0.113.0/24/1', '203.0.113/24'],
    ...[
      '203.0.113.0/255.255.255.0',
      '203.0.113.0-9',
      '203.0.113.00/24',
      '1.2.3.4.5',
      '*',
      'fe80::1%eth0',
      '203.0.113.0/-1',
    ],
  ])('reads no block in %j', (text) => {
    expect(readCidr(text)).toBeUndefined();
  });
});

describe('createAllowList', () => {
  const isAllowed = createAllowList(['203.0.113.0/24', '2001:db8::/32', '198.51.100.7']);

  it.each([
    ['203.0.113.0', true],
    ['203.0.113.255', true],
    ['203.0.114.0', false],
    ['198.51.100.7', true],
    ['198.51.100.8', false],
    ['2001:db8:ffff::1', true],
    ['2001:db9::1', false],
    ['::ffff:203.0.113.9', true],
    ['::ffff:203.0.114.9', false],
    ['203.0.113.9, 10.0.0.1', false],
    ['203.0.113.9:443', false],
    ['', false],
    [undefined, false],
  ])('judges %s as %s', (ip, expected) => {
    expect(isAllowed(ip)).toBe(expected);
  });

  it('lets nobody pass by an empty list', () => {
    expect(createAllowList([])('203.0.113.1')).toBe(false);
  });

  it('refuses a list with a text that is no block', () => {
    expect(() => createAllowList(['203.0.113.0/24', '10/8'])).toThrow('10/8 is no CIDR block');
  });
});
