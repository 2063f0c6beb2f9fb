import { BlockList } from 'node:net';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { edgeFunction } from '../../../lib/constructs/console-edge.ts';

interface Answer {
  readonly uri?: string;
  readonly statusCode?: number;
}

/** Runs the program as CloudFront does: without anything of Node. */
function ask(uri: string, { ip = '203.0.113.7', allow }: { ip?: string; allow?: readonly string[] } = {}): Answer {
  const event = JSON.stringify({ viewer: { ip }, request: { uri, headers: {} } });
  return runInNewContext(`${edgeFunction(allow)}; handler(${event})`, {}) as Answer;
}

describe('the program at the edge', () => {
  it.each([
    ['/', '/index.html'],
    ['/mails/evt_0123', '/index.html'],
    ['/mails/a.b', '/index.html'],
    ['/boards/health', '/index.html'],
    ['/signed-in', '/index.html'],
    ['/v1', '/index.html'],
    ['/index.html', '/index.html'],
    ['/console.json', '/console.json'],
    ['/favicon.svg', '/favicon.svg'],
    ['/assets/index-4f.js', '/assets/index-4f.js'],
    ['/assets/', '/assets/'],
    ['/v1/mails', '/v1/mails'],
    ['/v1/events/evt_1/attachments/1', '/v1/events/evt_1/attachments/1'],
  ])('answers %s with %s', (asked, answered) => {
    expect(ask(asked).uri).toBe(answered);
  });

  it.each([
    ['203.0.113.7', true],
    ['203.0.114.7', false],
    ['10.1.2.3', true],
    ['10.128.0.1', false],
    ['2001:db8::1', true],
    ['2001:db8:0:ffff::1', true],
    ['2001:db9::1', false],
    ['::1', false],
    ['::ffff:203.0.113.7', false],
  ])('knows whether %s is allowed', (ip, isAllowed) => {
    const allow = ['203.0.113.0/24', '10.0.0.0/9', '2001:db8::/32'];

    for (const uri of ['/', '/v1/mails', '/assets/a.js'])
      expect(ask(uri, { ip, allow }).statusCode).toBe(isAllowed ? undefined : 403);
  });

  const ipv4 = fc.tuple(...Array.from({ length: 4 }, () => fc.nat(255))).map((parts) => parts.join('.'));
  const ipv6 = fc
    .tuple(...Array.from({ length: 8 }, () => fc.oneof(fc.constant(0), fc.nat(65_535))))
    .map((parts) => parts.map((part) => part.toString(16)).join(':'));
  /** As CloudFront writes it: with the longest run of zeros left out. */
  const shortened = ipv6.map((address) => new URL(`http://[${address}]/`).hostname.slice(1, -1));

  it.each([
    ['ipv4', ipv4, 32],
    ['ipv6', shortened, 128],
  ] as const)('agrees with the block list of Node about any %s', (family, address, longest) => {
    fc.assert(
      fc.property(address, address, fc.integer({ min: 1, max: longest }), fc.boolean(), (ip, other, bits, isNear) => {
        const network = isNear ? ip : other;
        const list = new BlockList();
        list.addSubnet(network, bits, family);

        expect(ask('/', { ip, allow: [`${network}/${bits}`] }).statusCode).toBe(
          list.check(ip, family) ? undefined : 403,
        );
      }),
    );
  });

  it('fits into the 10 KB that CloudFront takes with as many blocks as may be named', () => {
    const allow = Array.from(
      { length: 50 },
      (_, index) => `2001:db8:ffff:ffff:ffff:ffff:ffff:${(65_535 - index).toString(16)}/128`,
    );

    expect(edgeFunction(allow).length).toBeLessThan(10_240);
  });
});
