import * as z from 'zod/mini';
import { none, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { siteDomain } from '../site-domain.ts';
import { asOutcome } from '../vendor-call.ts';
import { anyOf, mostFrequent } from '../vendor-kit.ts';
import type { Company, Written } from '../vendor-records.ts';
import { api, call, searchResult } from './api.ts';

const organization = z.object({
  type: z.literal('organization'),
  id: z.number(),
  name: z.nullish(z.string()),
  custom_fields: z.nullish(z.array(z.string())),
});
const person = z.object({
  type: z.literal('person'),
  id: z.number(),
  emails: z.nullish(z.array(z.string())),
  organization: z.nullish(z.object({ id: z.number() })),
});
const itemsFound = z.object({ items: z.array(z.object({ item: z.union([organization, person]) })) });
type Item = z.infer<typeof itemsFound>['items'][number]['item'];

/** The largest page of a search over several kinds of items. */
const pageSize = 100;

/**
 * The organization of a domain: by its name or a custom field, such as a site of the account's own, else the one to which
 * most people with an address of the domain belong. People give organizations any name, and the standard site cannot be
 * searched. One search finds both kinds.
 *
 * @see https://developers.pipedrive.com/docs/api/v1/ItemSearch#searchItem
 */
export async function findOrganization(http: CrmHttp, { domain }: Company): Written {
  const term = encodeURIComponent(domain);
  const parameters = `term=${term}&item_types=organization,person&fields=name,email,custom_fields&limit=${pageSize}`;
  const answer = asOutcome(await call(http, { method: 'GET', path: `${api}/itemSearch?${parameters}` }, z.unknown()));
  if (answer.kind !== 'ok') return answer;
  const { data } = itemsFound.safeParse(answer.value.data);
  // A list of another shape says nothing about the organizations that are there.
  if (data === undefined) return findByName(http, domain);
  const id = organizationOf(
    data.items.map(({ item }) => item),
    domain.toLowerCase(),
  );
  return id === undefined ? none() : ok({ id: String(id) });
}

async function findByName(http: CrmHttp, domain: string): Written {
  const path = `${api}/organizations/search?term=${encodeURIComponent(domain)}&fields=name,custom_fields&exact_match=true&limit=3`;
  const matches = asOutcome(await call(http, { method: 'GET', path }, searchResult));
  if (matches.kind !== 'ok') return matches;
  return anyOf(matches.value.data.items.map(({ item }) => String(item.id)));
}

/** The organization with the domain as its name or site, else the one of most people there. */
function organizationOf(items: readonly Item[], domain: string): number | undefined {
  const isNamed = (value: string | null | undefined): boolean =>
    value?.toLowerCase() === domain || siteDomain(value) === domain;
  const named = items.find(
    (item) => item.type === 'organization' && [item.name, ...(item.custom_fields ?? [])].some(isNamed),
  );
  if (named !== undefined) return named.id;
  const [most] = mostFrequent(
    items.flatMap((item) =>
      item.type === 'person' && item.emails?.some((email) => email.toLowerCase().endsWith(`@${domain}`))
        ? (item.organization?.id ?? [])
        : [],
    ),
  );
  return most;
}
