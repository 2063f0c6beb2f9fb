import type { EmailReceived, RoutedEvent } from '../../../lambdas/domain/mail/event.ts';
import { sendingHostOf, unprovenHostOf } from '../../../lambdas/domain/mail/mail-source.ts';
import { brakeWindowOf, unprovenWindowOf } from '../../../lambdas/domain/planning/brake.ts';
import { mailContextOf } from '../../../lambdas/domain/planning/mail-context.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';
import { subjectHash } from '../../helpers/consent.ts';

const integration = anIntegration({ brake: { mails: 3, minutes: 60 } });

interface Sent {
  readonly from?: string;
  readonly mailFrom?: string;
  readonly host?: string;
  readonly authentication?: EmailReceived['authentication'];
}

const received = (host: string): string =>
  `from mail.sender.example (mail.sender.example [${host}]) by inbound-smtp.eu-west-1.amazonaws.com with SMTP id abc for sales@inbound.localhost; Fri, 20 Nov 2026 09:00:00 +0000`;

function sent({
  from = 'ada@customer.example',
  mailFrom = from,
  host = '198.51.100.7',
  authentication = {},
}: Sent): RoutedEvent {
  const event = anEvent({ from: { address: from }, headers: [{ name: 'received', value: received(host) }] });
  const whole = { ...event, authentication, envelope: { ...event.envelope, mailFrom } };
  return routeEvent(whole, aDelivery(whole));
}
const windowOf = (mail: Sent): string | undefined =>
  brakeWindowOf(mailContextOf(sent(mail)), integration, subjectHash)?.key;

describe('brakeWindowOf', () => {
  const real: Sent = { authentication: { dmarc: 'pass' } };

  it.each<[string, Sent]>([
    ['another host', { host: '203.0.113.9' }],
    ['another host and the sender’s own envelope', { host: '203.0.113.9', mailFrom: 'ada@customer.example' }],
    ['another host and somebody’s signature', { host: '203.0.113.9', authentication: { dkim: 'pass', spf: 'pass' } }],
    ['another host, failing DMARC', { host: '203.0.113.9', authentication: { dmarc: 'fail' } }],
    ['the same host without proof', {}],
  ])('uses up no window of a proven sender for forged mail from %s', (_case, forged) => {
    expect(windowOf(forged)).not.toBe(windowOf(real));
  });

  it('gives a proven sender the same window, whichever host and envelope their mail takes', () => {
    expect(windowOf({ ...real, host: '203.0.113.9', mailFrom: 'bounce@mailer.example' })).toBe(windowOf(real));
  });

  it('gives unproven mail the window of its host, whatever names it uses, so that a loop ends', () => {
    const loop = { mailFrom: 'robot@loop.example' };

    expect(windowOf({ ...loop, from: 'a@loop.example' })).toBe(windowOf({ ...loop, from: 'b@other.example' }));
    expect(windowOf({ ...loop, host: '203.0.113.9' })).not.toBe(windowOf(loop));
  });

  it('changes the window every hour, and gives none without a brake', () => {
    const later = { ...sent({}), receivedAt: '2026-11-20T10:00:00.000Z' };

    expect(brakeWindowOf(mailContextOf(later), integration, subjectHash)?.key).not.toBe(windowOf({}));
    expect(brakeWindowOf(mailContextOf(sent({})), anIntegration(), subjectHash)).toBeUndefined();
  });
});

describe('brakeWindowOf and unprovenWindowOf, by the host that handed a mail over', () => {
  it.each<[string, string, string | undefined]>([
    ['is the address that the receiver saw', received('198.51.100.7'), '198.51.100.7'],
    ['is the network of IPv6', received('IPv6:2001:db8:0:12::1'), '2001:db8:0:12'],
    ['is the same for every address of that network', received('2001:0db8:0000:0012:aaaa::99'), '2001:db8:0:12'],
    ['is the address within one of IPv6', received('IPv6:::ffff:198.51.100.7'), '198.51.100.7'],
    ['is none on a private network', received('10.0.0.7'), undefined],
    ['is none on the laptop itself', 'from [127.0.0.1] (127.0.0.1) by inbound.localhost with SMTP id x', undefined],
    ['is not what a sender says behind "by"', 'from x by mx.example (mx.example [203.0.113.9])', undefined],
    [
      'is not what a host calls itself',
      'from [203.0.113.9] (mail.evil.example [198.51.100.7]) by inbound-smtp with SMTP id x',
      '198.51.100.7',
    ],
    [
      'is not the network that a host calls itself',
      'from [IPv6:2001:db8::1] (mail.evil.example [198.51.100.7]) by inbound-smtp with SMTP id x',
      '198.51.100.7',
    ],
    [
      'is there also for who calls itself private',
      'from [10.0.0.7] (mail.evil.example [198.51.100.7]) by inbound-smtp with SMTP id x',
      '198.51.100.7',
    ],
    [
      'is there also for who calls itself by',
      'from by (mail.evil.example [198.51.100.7]) by inbound-smtp with SMTP id x',
      '198.51.100.7',
    ],
    ['is what Exchange writes', 'from a.example (203.0.113.9) by b.example (203.0.113.8) with HTTPS', '203.0.113.9'],
    ['is none in a field without addresses', 'by mx.example; Fri, 20 Nov 2026 09:00:00 +0000', undefined],
  ])('%s', (_case, value, host) => {
    expect(sendingHostOf(anEvent({ headers: [{ name: 'received', value }] }))).toBe(host);
  });

  it('read the host from the newest field, which the receiver wrote', () => {
    const headers = [received('198.51.100.7'), received('203.0.113.9')].map((value) => ({ name: 'received', value }));

    expect(sendingHostOf(anEvent({ headers }))).toBe('198.51.100.7');
  });

  it('count one host for all names that a forger invents', () => {
    const names = ['a@one.example', 'b@two.example'];
    const windows = names.map((from) => unprovenWindowOf(sent({ from }), 'acme', subjectHash).key);

    expect(new Set(windows).size).toBe(1);
    expect(unprovenWindowOf(sent({}), 'other', subjectHash).key).not.toBe(windows[0]);
    expect(unprovenHostOf(sent({ host: '10.0.0.7', mailFrom: 'a@one.example' }))).toBe('one.example');
  });
});
