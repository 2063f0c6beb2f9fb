import { gatewayAuthentication, gatewaySpamScore } from '../../../lambdas/domain/mail/gateway-verdicts.ts';

const gateways = [{ id: 'mx.gateway.example', from: ['203.0.113.0/28', '2001:db8:1:2::/64'] }];
const passes =
  'mx.gateway.example; spf=fail; dkim=pass header.d=customer.example; dmarc=pass header.from=customer.example';

interface Parts {
  readonly host?: string;
  readonly results?: readonly string[];
  readonly others?: ReadonlyArray<readonly [name: string, value: string]>;
  readonly address?: string;
}

function event({ host = '203.0.113.9', results = [passes], others = [], address = 'jo@customer.example' }: Parts = {}) {
  const headers = [
    ['received', `from gw (gw.gateway.example [${host}]) by inbound-smtp.eu-west-1.amazonaws.com`],
    ...results.map((value) => ['authentication-results', value] as const),
    ['from', `Jo <${address}>`],
    ...others,
  ].map(([name = '', value = '']) => ({ name, value }));
  return { message: { references: [], replyTo: [], to: [], cc: [], bcc: [], from: { address }, headers } };
}

describe('gatewayAuthentication', () => {
  it('gives the verdicts of a gateway that handed the mail on', () => {
    expect(gatewayAuthentication(event(), gateways)).toEqual({
      spf: 'fail',
      dkim: 'pass',
      dmarc: 'pass',
      alignedDomain: 'customer.example',
    });
  });

  it.each<[string, Parts]>([
    ['came from another host', { host: '203.0.113.16' }],
    ['came from another network', { host: 'IPv6:2001:db8:1:3::9' }],
    ['came through a relay of ours', { host: '10.0.0.1' }],
    ['has results under another name', { results: [passes.replace('mx.', 'my.')] }],
    ['has no results', { results: [] }],
  ])('gives none for mail that %s', (_name, parts) => {
    expect(gatewayAuthentication(event(parts), gateways)).toBeUndefined();
  });

  it('gives none where no gateway is trusted', () => {
    expect(gatewayAuthentication(event())).toBeUndefined();
  });

  it.each<[string, Parts, object]>([
    ['an IPv6 network', { host: 'IPv6:2001:db8:1:2::9' }, { dmarc: 'pass', alignedDomain: 'customer.example' }],
    [
      'the newest of several fields, for older ones can be the sender’s own',
      { results: ['mx.gateway.example; dmarc=fail header.from=customer.example', passes] },
      { dmarc: 'fail' },
    ],
    [
      'the best of several signatures',
      { results: ['mx.gateway.example; dkim=fail; dkim=pass header.d=x.example'] },
      { dkim: 'pass' },
    ],
    [
      'an aligned SPF',
      { results: ['mx.gateway.example; spf=pass smtp.mailfrom=customer.example'] },
      { spf: 'pass', alignedDomain: 'customer.example' },
    ],
  ])('reads %s', (_name, parts, verdicts) => {
    expect(gatewayAuthentication(event(parts), gateways)).toMatchObject(verdicts);
  });

  it('counts no pass for another From, and none where From stands twice', () => {
    const other = ['mx.gateway.example; dmarc=pass header.from=other.example'];

    expect(gatewayAuthentication(event({ results: other }), gateways)).toEqual({});
    expect(gatewayAuthentication(event({ others: [['from', 'x@y.example']] }), gateways)).toEqual({
      spf: 'fail',
      dkim: 'pass',
      dmarc: 'none',
    });
  });
});

describe('gatewaySpamScore', () => {
  it.each<[string, string, number | undefined]>([
    ['x-spam-score', '6.4', 6.4],
    ['x-spam-score', '-0.1 (out of 5)', -0.1],
    ['x-spam-status', 'No, score=-2.3 required=5.0 tests=A,B', -2.3],
    ['x-spamd-result', 'default: False [7.10 / 15.00]; R_SPF_ALLOW(-0.20)', 7.1],
    ['x-ms-exchange-organization-scl', '5', 5],
    ['x-proofpoint-spam-details', 'rule=notspam policy=default score=12 spamscore=0', 12],
    ['x-spam-score', '*****', undefined],
    ['x-other', '6.4', undefined],
  ])('reads %s: %s', (name, value, score) => {
    expect(gatewaySpamScore(event({ others: [[name, value]] }), gateways)).toBe(score);
  });

  it('believes no score that a sender may have written', () => {
    expect(
      gatewaySpamScore(event({ host: '198.51.100.1', others: [['x-spam-score', '-9']] }), gateways),
    ).toBeUndefined();
    expect(gatewaySpamScore(event({ others: [['x-spam-score', '-9']] }))).toBeUndefined();
  });
});
