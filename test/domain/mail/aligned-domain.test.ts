import { alignedDomainOf, arcSealerOf } from '../../../lambdas/domain/mail/aligned-domain.ts';
import type { EmailReceived } from '../../../lambdas/domain/mail/event.ts';
import { senderProofOf } from '../../../lambdas/domain/mail/sender-proof.ts';
import { buildEvent } from '../../../lambdas/domain/understanding/build-event.ts';
import { aParsedMail, aReceipt } from '../../helpers/builders.ts';

type Authentication = EmailReceived['authentication'];

const signatures = (...domains: string[]) =>
  domains.map((domain) => ({ name: 'dkim-signature', value: `v=1; a=rsa-sha256; d=${domain}; s=k1; h=from; b=AAAA` }));

/** The domain that a mail of `boss@mail.acme.example` proves. */
const aligned = (
  authentication: Authentication,
  {
    mailFrom,
    signers = [],
    from = 'boss@mail.acme.example',
    hasOneFrom,
  }: { mailFrom?: string; signers?: string[]; from?: string; hasOneFrom?: boolean } = {},
): string | undefined =>
  alignedDomainOf(
    { from: { address: from }, headers: signatures(...signers), ...(hasOneFrom !== undefined && { hasOneFrom }) },
    { authentication, ...(mailFrom !== undefined && { mailFrom }) },
  );

describe('the domain that a mail proves', () => {
  it.each<[string, Authentication, Parameters<typeof aligned>[1], string | undefined]>([
    ['DMARC passes', { dmarc: 'pass' }, {}, 'acme.example'],
    ['DMARC fails, whatever else passes', { dmarc: 'fail', spf: 'pass' }, { mailFrom: 'x@acme.example' }, undefined],
    ['SPF passes for the organization', { spf: 'pass' }, { mailFrom: 'bounce@news.acme.example' }, 'acme.example'],
    ['SPF passes for another', { spf: 'pass' }, { mailFrom: 'bounce@evil.example' }, undefined],
    ['SPF passes for the null sender', { spf: 'pass' }, {}, undefined],
    ['SPF fails for the organization', { spf: 'fail' }, { mailFrom: 'x@acme.example' }, undefined],
    ['DKIM passes, signed by the organization', { dkim: 'pass' }, { signers: ['acme.example'] }, 'acme.example'],
    ['DKIM passes, signed by another', { dkim: 'pass' }, { signers: ['evil.example'] }, undefined],
    [
      'DKIM passes, and which signature is unsaid',
      { dkim: 'pass' },
      { signers: ['acme.example', 'evil.example'] },
      undefined,
    ],
    [
      'DKIM passes for two of the organization',
      { dkim: 'pass' },
      { signers: ['acme.example', 'MAIL.acme.example'] },
      'acme.example',
    ],
    ['DKIM passes without a signature that can be read', { dkim: 'pass' }, {}, undefined],
    ['DKIM fails', { dkim: 'fail' }, { signers: ['acme.example'] }, undefined],
    ['a name that only ends alike', { dkim: 'pass' }, { signers: ['notacme.example'] }, undefined],
    [
      'a neighbour below a hosting company',
      { dkim: 'pass' },
      { signers: ['evil.github.io'], from: 'a@good.github.io' },
      undefined,
    ],
    [
      'the same below a hosting company',
      { dkim: 'pass' },
      { signers: ['good.github.io'], from: 'a@good.github.io' },
      'good.github.io',
    ],
    [
      'a name beyond ASCII',
      { dkim: 'pass' },
      { signers: ['xn--bcher-kva.example'], from: 'a@b\u00fccher.example' },
      'xn--bcher-kva.example',
    ],
    ['several Froms', { dmarc: 'pass' }, { hasOneFrom: false }, undefined],
  ])('where %s', (_case, authentication, mail, domain) => {
    expect(aligned(authentication, mail)).toBe(domain);
  });

  it('takes the d tag and no other that ends so', () => {
    const headers = [{ name: 'dkim-signature', value: 'v=1; i=@acme.example; bad=acme.example; d=evil.example; b=x' }];
    expect(
      alignedDomainOf({ from: { address: 'a@acme.example' }, headers }, { authentication: { dkim: 'pass' } }),
    ).toBeUndefined();
  });
});

describe('a mail whose receipt was lost', () => {
  const eventOf = (value: string, recovered = true) =>
    buildEvent(
      aParsedMail({ headers: [{ name: 'authentication-results', value }] }),
      aReceipt({ authentication: {}, recovered }),
    ).authentication;

  it.each<[string, string, Authentication]>([
    [
      'fails where SES wrote so',
      'amazonses.com; spf=pass; dkim=none; dmarc=fail header.from=acme.example;',
      { dmarc: 'fail' },
    ],
    ['does not pass by what anybody can write', 'amazonses.com; dmarc=pass header.from=acme.example', {}],
    ['does not fail by what another host wrote', 'mx.example; dmarc=fail', {}],
  ])('%s', (_case, value, authentication) => {
    expect(eventOf(value)).toEqual(authentication);
  });

  it('judges a mail by its receipt where there is one', () => {
    expect(eventOf('amazonses.com; dmarc=fail', false)).toEqual({});
  });
});

describe('the sealer of a mail', () => {
  const set = (instance: number, domain: string, dmarc: string) => [
    { name: 'arc-seal', value: `i=${instance}; a=rsa-sha256; cv=none; d=${domain}; s=k; b=A` },
    {
      name: 'arc-authentication-results',
      value: `i=${instance}; mx.${domain}; spf=fail; dmarc=${dmarc} header.from=acme.example`,
    },
  ];

  it.each<[string, ReturnType<typeof set>, string | undefined]>([
    ['is who sealed the set', set(1, 'lists.example', 'pass'), 'lists.example'],
    ['is who sealed last', [...set(1, 'lists.example', 'pass'), ...set(2, 'evil.example', 'pass')], 'evil.example'],
    ['is nobody where DMARC had not passed', set(1, 'lists.example', 'fail'), undefined],
    ['is nobody without a set', [], undefined],
  ])('%s', (_case, headers, sealer) => {
    expect(arcSealerOf({ headers })).toBe(sealer);
  });

  it('proves From only where the tenant trusts the sealer', () => {
    const authentication: Authentication = { dmarc: 'fail', arc: 'pass', arcSealer: 'lists.example' };
    expect(senderProofOf({ authentication })).toBe('false');
    expect(senderProofOf({ authentication }, { arcSealers: ['other.example'] })).toBe('false');
    expect(senderProofOf({ authentication }, { arcSealers: ['lists.example'] })).toBe('proven');
  });
});
