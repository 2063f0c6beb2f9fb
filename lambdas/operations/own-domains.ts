import { Resolver } from 'node:dns/promises';
import { getDomain } from 'tldts';
import type { Integration } from '../domain/configuration/integration.ts';

/** Answers with the TXT records of a name, each in its pieces; throws with a `code` as Node's resolver does. */
export type ResolveTxt = (name: string) => Promise<readonly (readonly string[])[]>;

/** One domain of `trust.ownDomains`, with its DMARC policy. */
export interface OwnDomainHealth {
  readonly domain: string;
  /** Keys of the integrations that list it. */
  readonly integrations: readonly string[];
  /** The policy for mail of this domain; `several`: receivers ignore all of them; `not-asked`: DNS did not answer. */
  readonly dmarc: 'none' | 'quarantine' | 'reject' | 'missing' | 'several' | 'not-asked';
  /** The name of the record, as in _dmarc.acme.com. */
  readonly record?: string;
}

const article = 'docs/configuration.md#sender-proof';

/** The remark on each kind of record; none where all is well. */
const remarks: Readonly<Record<OwnDomainHealth['dmarc'], string | undefined>> = {
  missing:
    'has no DMARC record: mail of your people is proven only by DKIM or SPF of that very domain, and what is not proven is not ' +
    'logged as outbound; mail that others write in its name is never proven false. Publish one (TXT _dmarc.<domain>, v=DMARC1)',
  several:
    'has several DMARC records, so that receivers ignore all of them, as if there were none: keep one (TXT _dmarc.<domain>)',
  none:
    'has DMARC with p=none: other receivers deliver mail that only claims to be yours. When the reports show that your own mail ' +
    'passes, set p=quarantine or p=reject',
  quarantine: undefined,
  reject: undefined,
  'not-asked': 'could not be asked for its DMARC record: DNS did not answer',
};

/**
 * Looks up the DMARC records of the tenants' own domains: without one, mail in their name can hardly be proven.
 *
 * @param resolveTxt asked for one or two names of each domain
 */
export async function checkOwnDomains(
  integrations: ReadonlyArray<Pick<Integration, 'key' | 'trust'>>,
  resolveTxt: ResolveTxt,
): Promise<OwnDomainHealth[]> {
  const owners = new Map<string, string[]>();
  for (const { key, trust } of integrations)
    for (const domain of trust?.ownDomains ?? []) owners.set(domain, [...(owners.get(domain) ?? []), key]);
  return Promise.all(
    [...owners].map(async ([domain, keys]) => ({
      domain,
      integrations: keys,
      ...(await discoverDmarc(domain, resolveTxt)),
    })),
  );
}

/** Remarks on the domains. They are no problems, because mail is delivered all the same. */
export const ownDomainRemarks = (domains: readonly OwnDomainHealth[]): string[] =>
  domains.flatMap(({ domain, dmarc }) => {
    const remark = remarks[dmarc]?.replace('<domain>', domain);
    return remark === undefined ? [] : [`${domain} ${remark}: ${article}`];
  });

/** The policy that receivers find for mail of a domain (RFC 7489 §6.6.3): its own, else that of the organization. */
export async function discoverDmarc(
  domain: string,
  resolveTxt: ResolveTxt,
): Promise<Pick<OwnDomainHealth, 'dmarc' | 'record'>> {
  const organization = getDomain(domain, { allowPrivateDomains: true }) ?? domain;
  for (const asked of new Set([domain, organization])) {
    const record = `_dmarc.${asked}`;
    const records = await recordsAt(record, resolveTxt);
    if (records === undefined) return { dmarc: 'not-asked' };
    const [first, second] = records;
    if (second !== undefined) return { dmarc: 'several', record };
    if (first === undefined) continue;
    const policy = policyOf(first, asked !== domain);
    return policy === undefined ? { dmarc: 'missing' } : { dmarc: policy, record };
  }
  return { dmarc: 'missing' };
}

/** The DMARC records at a name, by their version (§6.3); undefined when DNS did not answer. */
async function recordsAt(name: string, resolveTxt: ResolveTxt): Promise<string[] | undefined> {
  try {
    const records = await resolveTxt(name);
    return records.map((pieces) => pieces.join('')).filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text));
  } catch (error) {
    const { code } = error as { readonly code?: string };
    return code === 'ENOTFOUND' || code === 'ENODATA' ? [] : undefined;
  }
}

/**
 * The policy of a record: `sp` for a subdomain, where the record has it, else `p`. An unknown policy counts as `none` where
 * the record asks for reports; otherwise the record counts as absent (§6.6.3).
 */
function policyOf(text: string, isOfOrganization: boolean): 'none' | 'quarantine' | 'reject' | undefined {
  const tags = new Map(
    text.split(';').map((tag) => {
      const [name = '', ...value] = tag.split('=');
      return [name.trim().toLowerCase(), value.join('=').trim().toLowerCase()] as const;
    }),
  );
  const policy = (isOfOrganization ? tags.get('sp') : undefined) ?? tags.get('p');
  if (policy === 'none' || policy === 'quarantine' || policy === 'reject') return policy;
  return tags.get('rua')?.includes('mailto:') ? 'none' : undefined;
}

/** The system's resolver with a short timeout, so that a slow DNS does not hold doctor up. */
export const systemTxt: ResolveTxt = (name) => new Resolver({ timeout: 1500, tries: 1 }).resolveTxt(name);
