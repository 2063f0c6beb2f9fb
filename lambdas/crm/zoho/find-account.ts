import * as z from 'zod/mini';
import { andThen, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { anyOf, mostFrequent } from '../vendor-kit.ts';
import type { Company, Written } from '../vendor-records.ts';
import { idsBy, query, quoted } from './api.ts';

/**
 * The account of a domain: by its website or the name that we give, else, where the connection asks for it, the one of most
 * contacts with an address of the domain. People give accounts any name, and leave the website empty.
 *
 * @param byColleagues one call more for a company that nothing else names
 */
export async function findAccount(http: CrmHttp, company: Company, byColleagues: boolean): Written {
  const named = await byNameOrSite(http, company);
  if (!byColleagues || named.kind !== 'ok' || named.value !== undefined) return named;
  return andThen(await accountsOfColleagues(http, company.domain), (ids) => anyOf(mostFrequent(ids)));
}

async function byNameOrSite(http: CrmHttp, { domain, name }: Company): Written {
  const sites = [domain, `www.${domain}`, `https://${domain}`, `https://www.${domain}`, `http://${domain}`];
  const inList = sites.map(quoted).join(', ');
  const select = `select id from Accounts where (Website in (${inList}) or Account_Name = ${quoted(name)}) limit 3`;
  return andThen(await idsBy(http, select), anyOf);
}

/** A look-up field of a query's answer. */
const account = z.nullish(z.union([z.string(), z.object({ id: z.string() })]));
const colleague = z.object({ id: z.string(), Email: z.nullish(z.string()), Account_Name: account });
/** The most contacts that are compared. */
const maxColleagues = 200;

/**
 * The accounts of contacts with an address of the domain, once for each of them.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/COQL-Overview.html for `like`
 */
async function accountsOfColleagues(http: CrmHttp, domain: string): Promise<Outcome<string[]>> {
  const select = `select id, Email, Account_Name from Contacts where Email like ${quoted(`%@${domain}`)} limit ${maxColleagues}`;
  const contacts = await query(http, select, colleague);
  // An account that does not take such a query makes its companies by website and name, as without the setting.
  if (contacts.kind === 'rejected' || contacts.kind === 'misconfigured') return ok([]);
  if (contacts.kind !== 'ok') return contacts;
  const isColleague = ({ Email }: z.infer<typeof colleague>): boolean =>
    Email?.toLowerCase().endsWith(`@${domain.toLowerCase()}`) === true;
  return ok(
    contacts.value.filter(isColleague).flatMap(({ Account_Name: of }) => (typeof of === 'object' ? of?.id : of) ?? []),
  );
}
