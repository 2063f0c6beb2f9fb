import { checkOwnDomains, ownDomainRemarks, type ResolveTxt } from '../../lambdas/operations/own-domains.ts';
import { anIntegration } from '../helpers/builders.ts';

/** A DNS that knows these names; a code is what it fails with. */
function aDns(zone: Readonly<Record<string, readonly string[] | string>>) {
  const asked: string[] = [];
  const resolveTxt: ResolveTxt = async (name) => {
    asked.push(name);
    const known = zone[name] ?? 'ENOTFOUND';
    if (typeof known === 'string') throw Object.assign(new Error(known), { code: known });
    // A long record comes in pieces.
    return known.map((text) => [text.slice(0, 20), text.slice(20)]);
  };
  return { asked, resolveTxt };
}

const own = (...ownDomains: string[]) =>
  anIntegration({ trust: { ownDomains, allow: [], block: [], below: 20, action: 'tag' } });

describe('checkOwnDomains', () => {
  it.each<[string, Record<string, readonly string[] | string>, string, string | undefined]>([
    ['no record', {}, 'missing', undefined],
    ['a name without TXT records', { '_dmarc.mail.acme.co.uk': 'ENODATA' }, 'missing', undefined],
    [
      'other TXT records only',
      { '_dmarc.mail.acme.co.uk': ['v=spf1 -all', 'v=DMARC10; p=reject'] },
      'missing',
      undefined,
    ],
    [
      'a record of its own',
      { '_dmarc.mail.acme.co.uk': ['v=DMARC1; p=reject; rua=mailto:a@b.example'] },
      'reject',
      '_dmarc.mail.acme.co.uk',
    ],
    [
      'a record beside others',
      { '_dmarc.mail.acme.co.uk': ['x', ' v=DMARC1', 'v=DMARC1;p=Quarantine'] },
      'quarantine',
      '_dmarc.mail.acme.co.uk',
    ],
    ['a policy of none', { '_dmarc.mail.acme.co.uk': ['v=DMARC1; p=none'] }, 'none', '_dmarc.mail.acme.co.uk'],
    ['a record of the organization', { '_dmarc.acme.co.uk': ['v=DMARC1; p=reject'] }, 'reject', '_dmarc.acme.co.uk'],
    [
      'another policy for what is below',
      { '_dmarc.acme.co.uk': ['v=DMARC1; p=reject; sp=none'] },
      'none',
      '_dmarc.acme.co.uk',
    ],
    [
      'a policy for what is below in its own record',
      { '_dmarc.mail.acme.co.uk': ['v=DMARC1; p=reject; sp=none'] },
      'reject',
      '_dmarc.mail.acme.co.uk',
    ],
    [
      'two records',
      { '_dmarc.mail.acme.co.uk': ['v=DMARC1; p=reject', 'v=DMARC1; p=none'] },
      'several',
      '_dmarc.mail.acme.co.uk',
    ],
    [
      'a mistyped policy and reports',
      { '_dmarc.mail.acme.co.uk': ['v=DMARC1; p=rejekt; rua=mailto:a@b.example'] },
      'none',
      '_dmarc.mail.acme.co.uk',
    ],
    ['a mistyped policy', { '_dmarc.mail.acme.co.uk': ['v=DMARC1; p=rejekt'] }, 'missing', undefined],
    ['a server that fails', { '_dmarc.mail.acme.co.uk': 'ESERVFAIL' }, 'not-asked', undefined],
    ['a server that fails for the organization', { '_dmarc.acme.co.uk': 'ETIMEOUT' }, 'not-asked', undefined],
  ])('finds %s', async (_what, zone, dmarc, record) => {
    const found = await checkOwnDomains([own('mail.acme.co.uk')], aDns(zone).resolveTxt);

    expect(found).toEqual([
      { domain: 'mail.acme.co.uk', integrations: ['sales'], dmarc, ...(record !== undefined && { record }) },
    ]);
  });

  it('asks once for a domain of several integrations, and never above the organization', async () => {
    const { asked, resolveTxt } = aDns({});

    const found = await checkOwnDomains(
      [own('acme.com', 'shop.acme.com'), { ...own('acme.com'), key: 'support' }, anIntegration()],
      resolveTxt,
    );

    expect(found.map(({ domain, integrations }) => [domain, integrations])).toEqual([
      ['acme.com', ['sales', 'support']],
      ['shop.acme.com', ['sales']],
    ]);
    expect(asked.toSorted()).toEqual(['_dmarc.acme.com', '_dmarc.acme.com', '_dmarc.shop.acme.com']);
  });

  it('explains each finding and what to do, and says nothing where a policy protects the name', () => {
    const domain = (dmarc: 'missing' | 'several' | 'none' | 'reject' | 'quarantine' | 'not-asked') =>
      ownDomainRemarks([{ domain: 'acme.com', integrations: ['sales'], dmarc }]);

    expect(domain('missing')).toEqual([
      expect.stringMatching(
        /^acme\.com has no DMARC record: .*not logged as outbound.*TXT _dmarc\.acme\.com.*#sender-proof$/,
      ),
    ]);
    expect(domain('several')).toEqual([expect.stringContaining('keep one (TXT _dmarc.acme.com)')]);
    expect(domain('none')).toEqual([expect.stringContaining('p=quarantine or p=reject')]);
    expect(domain('not-asked')).toEqual([expect.stringContaining('DNS did not answer')]);
    expect([...domain('reject'), ...domain('quarantine')]).toEqual([]);
  });
});
