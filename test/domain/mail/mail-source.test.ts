import { sendingHostOf, unprovenHostOf, unprovenSourceOf } from '../../../lambdas/domain/mail/mail-source.ts';
import { anEvent } from '../../helpers/builders.ts';

const received = (value: string) => anEvent({ headers: [{ name: 'received', value }] });

describe('sendingHostOf', () => {
  it.each<[string, string, string | undefined]>([
    ['an IPv4 host', 'from mx.customer.example (mx.customer.example [203.0.113.9]) by ses with SMTP', '203.0.113.9'],
    ['a host that names another in its greeting', 'from [198.51.100.1] (unknown [203.0.113.9]) by ses', '203.0.113.9'],
    ['the network of an IPv6 host', 'from mx ([IPv6:2001:db8:0:1::25]) by ses', '2001:db8:0:1'],
    ['an IPv4 host in IPv6 form', 'from mx ([IPv6:::ffff:203.0.113.9]) by ses', '203.0.113.9'],
    ['a relay of ours', 'from relay ([10.0.0.7]) by ses', undefined],
    ['no address', 'from relay by ses', undefined],
  ])('reads %s', (_name, value, host) => {
    expect(sendingHostOf(received(value))).toBe(host);
  });
});

describe('unprovenSourceOf', () => {
  it('names host and envelope domain', () => {
    expect(unprovenSourceOf(received('from mx ([203.0.113.9]) by ses'))).toBe('203.0.113.9 customer.example');
  });
});

describe('unprovenHostOf', () => {
  it('names the host alone, and the domain of the envelope where there is none', () => {
    expect(unprovenHostOf(received('from mx ([203.0.113.9]) by ses'))).toBe('203.0.113.9');
    expect(unprovenHostOf(anEvent())).toBe('customer.example');
  });
});
