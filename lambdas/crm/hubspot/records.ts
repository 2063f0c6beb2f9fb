import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { MappedFields } from '../../domain/crm/crm-records.ts';
import type { StepKey } from '../../domain/crm/crm-step.ts';
import { andThen, created, existing, mapOk, none } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { namedFinder } from '../named-records.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { dealByIdWith, stepKeys } from '../vendor-kit.ts';
import type { Company, Contact, FieldAccess, Refs, ThreadDeal, VendorRecords, Written } from '../vendor-records.ts';
import { emailWriter, taskWriter } from './activity.ts';
import { asStrings, batchResult, call, dealId, maxSubjectLength, objectPath, ownedBy, singleRecord } from './api.ts';
import type { HubspotCalls, HubspotClients } from './batch.ts';
import { associationOf, associationTypes, createOnce, linkRecords, linkTo } from './create-once.ts';
import { hubspotFiles } from './files.ts';
import { findContact, findThreadDeal } from './find-records.ts';
import { hubspotNamed } from './named.ts';

/** How repetitions of a mail's activity and its task are recognized, which differs by account. */
interface HubspotKeys {
  readonly activity: StepKey;
  readonly task: StepKey;
}

/**
 * The records of one mail at HubSpot.
 *
 * @param eventId names the folder of its files
 */
export function hubspotRecords(clients: HubspotClients, keys: HubspotKeys, eventId: string): VendorRecords {
  const { http, batched } = clients;
  // A contact that is made new is linked to its company in the same call.
  let isLinked = false;

  async function writeContact(contact: Contact, refs: Refs): Written {
    const result = await findOrCreateContact(clients, contact, refs);
    isLinked = result.kind === 'ok' && result.how === 'created';
    return result;
  }

  return {
    company: { key: stepKeys.unique, write: (company) => findOrCreateCompany(batched, company) },
    contact: {
      key: stepKeys.unique,
      findExisting: ({ email }) => findContact(http, email),
      write: writeContact,
    },
    link: async (refs) => (isLinked ? none() : linkContact(http, refs)),
    dealById: dealByIdWith(
      dealId,
      (id) => call(http, { method: 'GET', path: objectPath('deals', `/${id}`) }, singleRecord),
      ({ id }) => id,
    ),
    deal: {
      key: stepKeys.unique,
      findExisting: ({ threadKey }) => findThreadDeal(http, threadKey),
      write: (deal, refs) => openDeal(clients, deal, refs),
    },
    named: namedFinder(hubspotNamed(http, propertyAccess(http))),
    linksNamed: true,
    activity: emailWriter(clients, keys.activity),
    files: hubspotFiles(http, eventId),
    fields: propertyAccess(http),
    task: taskWriter(clients, keys.task),
  };
}

/**
 * Creates the sender as a contact of their company, or finds the contact that has the address.
 *
 * Only a contact that we created gets the name: a name that a person typed into the CRM is worth more than the display name
 * of a mail client. The address is never part of a URL, so a refusal that does not name its holder is followed by an upsert
 * that changes nothing.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/batch/post-crm-v3-objects-contacts-batch-upsert
 */
async function findOrCreateContact(
  { http, batched }: HubspotClients,
  { email, firstName, lastName, fields }: Contact,
  { company }: Refs,
): Written {
  const properties = compact({ email, firstname: firstName, lastname: lastName, ...asStrings(fields) });
  const associations = linkTo(company, 'companies', associationTypes.contactToCompany).map(associationOf);
  const result = await batched.create({ type: 'contacts', key: 'email', properties, associations });
  if (result.kind === 'ok') return created(result.value.id);
  if (result.kind !== 'conflict') return asFailure(result);
  if (result.holder !== undefined) return existing(result.holder);
  const body = { inputs: [{ id: email, idProperty: 'email', properties: { email } }] };
  const upserted = await call(
    http,
    { method: 'POST', path: objectPath('contacts', '/batch/upsert'), body },
    batchResult,
  );
  return andThen(asOutcome(upserted), ({ results: [contact] }) =>
    contact === undefined ? { kind: 'unknown' } : existing(contact.id),
  );
}

/**
 * Finds the company by its domain, or creates it under our unique key.
 *
 * The search sees companies that people and other tools created; the key settles the race of two mails that both found
 * nothing. Several companies of one domain are left for a person to sort out: the mail is linked to none.
 */
async function findOrCreateCompany(calls: HubspotCalls, { domain, name, fields }: Company): Written {
  const matches = await calls.companiesOf(domain);
  if (matches.kind !== 'ok') return asFailure(matches);
  const [first, second] = matches.value;
  if (second !== undefined) return none();
  if (first !== undefined) return existing(first);
  const company = { postern_domain_key: domain, domain, name, ...asStrings(fields) };
  return andThen(asOutcome(await calls.upsertCompany(company)), ({ id, isNew }) =>
    isNew ? created(id) : existing(id),
  );
}

async function linkContact(http: CrmHttp, { contact, company }: Refs): Written {
  if (contact === undefined || company === undefined) return none();
  return linkRecords(http, ['contacts', contact.id], ['companies', company.id]);
}

/** Opens the conversation's own deal, or finds it under its key. */
function openDeal({ http, batched }: HubspotClients, deal: ThreadDeal, refs: Refs): Written {
  const properties = {
    dealname: cut(deal.name, maxSubjectLength),
    pipeline: 'default',
    dealstage: 'qualifiedtobuy',
    postern_thread_key: deal.threadKey,
    ...asStrings(deal.fields),
    ...ownedBy(deal.owner),
  };
  const links = [
    ...linkTo(refs.contact, 'contacts', associationTypes.dealToContact),
    ...linkTo(refs.company, 'companies', associationTypes.dealToCompany),
  ];
  return createOnce(http, batched, { type: 'deals', key: 'postern_thread_key', properties, links });
}

const types = { contact: 'contacts', company: 'companies', deal: 'deals' } as const;
const withProperties = z.object({ properties: z.record(z.string(), z.unknown()) });

/** Properties of existing records. */
export const propertyAccess = (http: CrmHttp): FieldAccess => ({
  async read(object, id, names) {
    const path = objectPath(types[object], `/${id}?properties=${names.map(encodeURIComponent).join(',')}`);
    return mapOk(await call(http, { method: 'GET', path }, withProperties), ({ properties }) => properties);
  },
  write(object, id, fields: MappedFields) {
    const body = { properties: asStrings(fields) };
    return call(http, { method: 'PATCH', path: objectPath(types[object], `/${id}`), body }, singleRecord);
  },
});
