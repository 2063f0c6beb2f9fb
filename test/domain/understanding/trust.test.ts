import fc from 'fast-check';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { findingMeans } from '../../../lambdas/domain/understanding/finding-means.ts';
import { isLookAlike } from '../../../lambdas/domain/understanding/look-alike.ts';
import { startingScore, trustOf, trustWeights } from '../../../lambdas/domain/understanding/trust.ts';
import { anEvent } from '../../helpers/builders.ts';

const policy = {
  ownDomains: ['acme.example'],
  allow: ['@partner.example'],
  block: ['mallory@evil.example'],
  arcSealers: ['lists.example'],
};

interface Told {
  readonly from?: string;
  readonly name?: string;
  readonly replyTo?: string;
  readonly mailFrom?: string;
  readonly subject?: string;
  readonly html?: string;
  /** Values of From fields. */
  readonly headers?: readonly string[];
  readonly authentication?: EmailReceived['authentication'];
}

const reported = ({
  from = 'ada@customer.example',
  name,
  replyTo,
  mailFrom = from,
  authentication = {},
  subject = 'Hello',
  html,
  headers = [],
}: Told): EmailReceived => {
  const event = anEvent({
    from: { address: from, ...(name !== undefined && { name }) },
    replyTo: replyTo ? [{ address: replyTo }] : [],
    subject,
    ...(html !== undefined && { html }),
    headers: headers.map((value) => ({ name: 'from', value })),
  });
  return { ...event, authentication, envelope: { ...event.envelope, mailFrom } };
};

describe('trust in a mail', () => {
  it.each<[string, Told, string[]]>([
    ['nothing known', {}, []],
    [
      'all passes',
      { authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass' } },
      ['dmarc.pass', 'dkim.pass', 'spf.pass'],
    ],
    [
      'all fails',
      { authentication: { spf: 'fail', dkim: 'fail', dmarc: 'fail' } },
      ['dmarc.fail', 'dkim.fail', 'spf.fail'],
    ],
    [
      'a forwarder vouches',
      { authentication: { dmarc: 'fail', arc: 'pass', arcSealer: 'lists.example' } },
      ['dmarc.fail', 'arc.pass'],
    ],
    ['a stranger seals', { authentication: { dmarc: 'fail', arc: 'pass', arcSealer: 'evil.example' } }, ['dmarc.fail']],
    ['a seal without a name', { authentication: { dmarc: 'fail', arc: 'pass' } }, ['dmarc.fail']],
    ['a signature of any domain', { authentication: { dkim: 'pass', spf: 'pass' } }, []],
    [
      'a signature of the domain itself',
      { authentication: { dkim: 'pass', alignedDomain: 'customer.example' } },
      ['dkim.pass'],
    ],
    [
      'our own domain, signed by somebody else',
      { from: 'ceo@acme.example', authentication: { dkim: 'pass', spf: 'pass', dmarc: 'none' } },
      ['domain.own-unproven'],
    ],
    ['another envelope', { mailFrom: 'bounce@mailer.example' }, ['envelope.other-domain']],
    ['a subdomain in the envelope', { mailFrom: 'bounce@mail.customer.example' }, []],
    ['answers to elsewhere', { replyTo: 'ada@other.example' }, ['reply-to.other-domain']],
    ['answers to a public mailbox', { replyTo: 'ada.l@gmail.com' }, ['reply-to.free-mail']],
    ['a name that shows an address', { name: 'ceo@acme.example' }, ['name.other-address']],
    ['a name that shows our domain', { name: 'Support acme.example' }, ['name.other-address']],
    ['our own domain, unproven', { from: 'ceo@acme.example' }, ['domain.own-unproven']],
    ['our own domain, proven', { from: 'ceo@acme.example', authentication: { dmarc: 'pass' } }, ['dmarc.pass']],
    ['a look-alike of ours', { from: 'ceo@acrne.example' }, ['domain.look-alike']],
    ['a name of two alphabets', { name: 'PаyPal' }, ['name.mixed-script']],
    ['a subject that hides characters', { subject: 'Pay\u200bment' }, ['subject.disguised']],
    ['a subject that imitates letters', { subject: 'Pаyment' }, ['subject.disguised']],
    ['a domain that imitates letters', { from: 'a@xn--80ak6aa92e.com' }, ['domain.look-alike-letters']],
    ['a link with a user part', { html: '<a href="https://a.example@evil.example">x</a>' }, ['link.user-part']],
    ['a link that imitates letters', { html: '<a href="https://xn--80ak6aa92e.com">x</a>' }, ['link.disguised-host']],
    ['two From fields', { headers: ['Kim <kim@customer.example>', 'Chief <chief@acme.example>'] }, ['from.several']],
    ['two senders in one From', { headers: ['Kim <kim@a.example>, Chief <c@b.example>'] }, ['from.several']],
    ['one sender', { headers: ['"<Kim>" <kim@a.example>'] }, []],
    [
      'a sender with hidden characters',
      { headers: ['Kim <kim@har\u200bbour.example>'] },
      ['from.invisible-characters'],
    ],
    ['two alphabets', { from: 'ceo@xn--cme-7cd.test' }, ['domain.mixed-script']],
  ])('counts %s', (_name, mail, findings) => {
    const { score, reasons } = trustOf(reported(mail), policy);

    expect(reasons).toEqual(findings);
    const sum = findings.reduce(
      (total, finding) => total + trustWeights[finding as keyof typeof trustWeights],
      startingScore,
    );
    expect(score).toBe(Math.max(0, Math.min(100, sum)));
  });

  it('gives no trust to a sender on the block list, also where every check passes', () => {
    expect(
      trustOf(reported({ from: 'mallory@evil.example', authentication: { dmarc: 'pass' } }), policy),
    ).toMatchObject({
      score: 0,
      reasons: ['dmarc.pass', 'list.blocked'],
    });
  });

  it('gives high trust to a sender on the allow list who proves the name', () => {
    const signedByAnybody: Told['authentication'] = { dkim: 'pass', spf: 'pass' };
    const aligned = { ...signedByAnybody, alignedDomain: 'partner.example' };
    expect(trustOf(reported({ from: 'a@mail.partner.example', authentication: aligned }), policy).score).toBe(90);
    expect(trustOf(reported({ from: 'a@mail.partner.example', authentication: { dmarc: 'pass' } }), policy).score).toBe(
      90,
    );
    expect(trustOf(reported({ from: 'a@partner.example', authentication: signedByAnybody }), policy).score).toBe(50);
    expect(trustOf(reported({ from: 'a@partner.example' }), policy).score).toBe(50);
    expect(
      trustOf(reported({ from: 'a@partner.example', authentication: { dmarc: 'fail' } }), policy).score,
    ).toBeLessThan(50);
  });

  it('stays between 0 and 100, and every finding has words for people', () => {
    const verdict = fc.option(fc.constantFrom('pass' as const, 'fail' as const, 'none' as const), { nil: undefined });
    fc.assert(
      fc.property(verdict, verdict, verdict, (spf, dkim, dmarc) => {
        const { score, reasons } = trustOf(
          reported({ authentication: { ...(spf && { spf }), ...(dkim && { dkim }), ...(dmarc && { dmarc }) } }),
        );

        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        for (const reason of reasons) expect(findingMeans(reason)).not.toBe(reason);
      }),
    );
    for (const finding of Object.keys(trustWeights)) expect(findingMeans(finding)).not.toBe(finding);
  });
});

describe('a look-alike of acme-tools.example', () => {
  it.each([
    'acrne-tools.example',
    'acme-tooIs.example',
    'acme-tool.example',
    'acmee-tools.example',
    'acme-tolos.example',
    'acme-tools.test',
    'асме-tools.example',
  ])('is %s', (domain) => {
    expect(isLookAlike(domain.toLowerCase(), ['acme-tools.example'])).toBe(true);
  });

  it.each(['acme-tools.example', 'mail.acme-tools.example', 'customer.example', 'tools.example', 'acme.example'])(
    'is not %s',
    (domain) => {
      expect(isLookAlike(domain, ['acme-tools.example'])).toBe(false);
    },
  );
});

describe('a domain with the dot of the root at its end', () => {
  it('compares domains of our own people and of blocked senders', () => {
    const policy = { ownDomains: ['acme.example'], allow: [], block: ['@evil.example'] };
    const trustIn = (address: string) =>
      trustOf({ ...anEvent({ from: { address } }), authentication: {} }, policy).reasons;

    expect(trustIn('boss@acme.example.')).toContain('domain.own-unproven');
    expect(trustIn('x@evil.example.')).toContain('list.blocked');
  });
});
