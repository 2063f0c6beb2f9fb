import * as z from 'zod/mini';
import { andThen } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { siteDomain } from '../site-domain.ts';
import { anyOf } from '../vendor-kit.ts';
import type { Company, Contact, Written } from '../vendor-records.ts';
import { condition, emailIs, ofType, related, search } from './find-contacts.ts';

const foundLead = z.object({
  id: z.string(),
  url: z.nullish(z.string()),
  contacts: z.nullish(z.array(z.object({ emails: z.nullish(z.array(z.object({ email: z.string() }))) }))),
});
const leadsFound = z.object({ data: z.array(foundLead) });
type FoundLead = z.infer<typeof foundLead>;

/**
 * The lead of the sender, else the lead with the domain's site, else the one of a colleague with an address of the domain:
 * people may have given it any name. One search finds all three. Its phrases also match longer domains, so what it shows is
 * compared.
 *
 * @see https://developer.close.com/resources/advanced-filtering/
 */
export async function findLead(http: CrmHttp, { domain }: Company, sender: Contact | undefined): Written {
  const withAddress = (address: object) => related('lead', 'contact', related('contact', 'contact_email', address));
  const ofSender = sender ? [withAddress(emailIs(sender.email))] : [];
  const ofColleague = withAddress(condition('contact_email', 'email', 'phrase', domain));
  const matches = [...ofSender, condition('lead', 'url', 'phrase', domain), ofColleague];
  const query = { type: 'and', queries: [ofType('lead'), { type: 'or', queries: matches }] };
  const found = await search(http, query, { lead: ['id', 'url', 'contacts'] }, leadsFound);
  return andThen(found, ({ data }) => {
    const ranked = data.flatMap((lead) => {
      const rank = rankOf(lead, domain.toLowerCase(), sender?.email.toLowerCase());
      return rank === undefined ? [] : [{ id: lead.id, rank }];
    });
    return anyOf(ranked.toSorted((a, b) => a.rank - b.rank).map(({ id }) => id));
  });
}

/** How well a lead fits, from 0; undefined: not at all. A lead that shows neither site nor contacts is the search's word alone. */
function rankOf({ url, contacts }: FoundLead, domain: string, sender: string | undefined): number | undefined {
  const addresses = (contacts ?? []).flatMap(({ emails }) => emails ?? []).map(({ email }) => email.toLowerCase());
  if (sender !== undefined && addresses.includes(sender)) return 0;
  if (siteDomain(url) === domain) return 1;
  if (addresses.some((address) => address.endsWith(`@${domain}`))) return 2;
  return url === undefined && contacts === undefined ? 3 : undefined;
}
