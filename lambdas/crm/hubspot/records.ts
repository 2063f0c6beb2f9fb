import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { MappedFields } from '../../domain/crm/crm-records.ts';
import type { StepKey } from '../../domain/crm/crm-step.ts';
import { andThen, created, existing, type Failure, mapOk, none } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { namedFinder } from '../named-records.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { dealByIdWith, stepKeys } from '../vendor-kit.ts';
import type { Company, Contact, FieldAccess, Refs, ThreadDeal, VendorRecords, Written } from '../vendor-records.ts';
import { emailWriter, taskWriter } from './activity.ts';
import {
  asStrings,
  call,
  dealId,
  isPlaceRefused,
  maxNameLength,
  maxSubjectLength,
  objectPath,
  ownedBy,
  singleRecord,
} from './api.ts';
import type { HubspotClients } from './batch.ts';
import { associationOf, associationTypes, createOnce, linkRecords, linkTo } from './create-once.ts';
import type { DealPlace, DealPlaces } from './deal-place.ts';
import { hubspotFiles, type Uploads } from './files.ts';
import { findContact, findPerson, findThreadDeal } from './find-records.ts';
import { hubspotNamed } from './named.ts';
import { detailNames } from './properties.ts';

/** How repetitions of an activity and of a task are recognized, and which properties of ours the account has. */
interface HubspotKeys {
  readonly activity: StepKey;
  readonly task: StepKey;
  /** Whether records have the properties that tell more of them. */
  readonly hasDetails: boolean;
}

/** The mail that the records are made for. */
interface MailOfRecords {
  /** Names the folder of its files. */
  readonly eventId: string;
  readonly mappingVersion: string;
}

/** The ways to call an account, and its settings. */
interface HubspotPorts extends HubspotClients {
  readonly places: DealPlaces;
  readonly uploads: Uploads;
}

interface HubspotAccount extends HubspotPorts {
  /** Properties of every record that is made. */
  readonly details: Readonly<Record<string, string>>;
}

/** The records of one mail at HubSpot. */
export function hubspotRecords(
  ports: HubspotPorts,
  keys: HubspotKeys,
  { eventId, mappingVersion }: MailOfRecords,
): VendorRecords {
  const { http } = ports;
  const details = keys.hasDetails
    ? { [detailNames.source]: 'email', [detailNames.mappingVersion]: mappingVersion }
    : ({} as Record<string, string>);
  const account = { ...ports, details };
  // A contact that is made new is linked to its company in the same call.
  let isLinked = false;

  async function writeContact(contact: Contact, refs: Refs): Written {
    const result = await findOrCreateContact(account, contact, refs);
    isLinked = result.kind === 'ok' && result.how === 'created';
    return result;
  }

  return {
    company: { key: stepKeys.unique, write: (company) => findOrCreateCompany(account, company) },
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
      // A first refusal of its place is followed by the pipelines and a second write.
      requests: 3,
      findExisting: ({ threadKey }) => findThreadDeal(http, threadKey),
      write: (deal, refs) => openDeal(account, deal, refs),
    },
    named: namedFinder(hubspotNamed(http, propertyAccess(http))),
    linksNamed: true,
    activity: emailWriter(account, keys),
    files: hubspotFiles(http, eventId, ports.uploads),
    fields: propertyAccess(http),
    task: taskWriter(account, keys.task),
  };
}

/**
 * Creates the sender as a contact of their company, or finds the contact that has the address.
 *
 * Only a contact that we created gets the name: a name that a person typed into the CRM is worth more than the display name
 * of a mail client. A conflict about the address, be it a first or a further one, names the contact that has it; where it
 * does not, the contact is looked for.
 *
 * @see https://developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/guide
 */
async function findOrCreateContact(
  { http, batched, details }: HubspotAccount,
  { email, firstName, lastName, fields }: Contact,
  { company }: Refs,
): Written {
  const properties = compact({
    email,
    firstname: cutIfThere(firstName),
    lastname: cutIfThere(lastName),
    ...details,
    ...asStrings(fields),
  });
  const associations = linkTo(company, 'companies', associationTypes.contactToPrimaryCompany).map(associationOf);
  const result = await batched.create({ type: 'contacts', key: 'email', properties, associations });
  if (result.kind === 'ok') return created(result.value.id);
  if (result.kind !== 'conflict') return asFailure(result);
  if (result.field !== undefined && result.field !== 'email') return anotherRecordHolds(result.field);
  if (result.holder !== undefined) return existing(result.holder);
  const person = await findPerson(http, email, ['email']);
  if (person.kind !== 'ok') return person;
  return person.value === undefined ? { kind: 'unknown' } : existing(person.value.id);
}

const cutIfThere = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : cut(name, maxNameLength);

/** The holder of a unique value of the account's own is somebody else. */
const anotherRecordHolds = (field: string): Failure => ({
  kind: 'rejected',
  code: 'CONFLICT',
  field,
  message: `property ${field} is unique`,
});

/**
 * Finds the company by its domain, or creates it under our unique key.
 *
 * The search sees companies that people and other tools created; the key settles the race of two mails that both found
 * nothing. Several companies of one domain are left for a person to sort out: the mail is linked to none.
 */
async function findOrCreateCompany(
  { batched: calls, details }: HubspotAccount,
  { domain, name, fields }: Company,
): Written {
  const matches = await calls.companiesOf(domain);
  if (matches.kind !== 'ok') return asFailure(matches);
  const [first, second] = matches.value;
  if (second !== undefined) return none();
  if (first !== undefined) return existing(first);
  const company = {
    postern_domain_key: domain,
    domain,
    name: cut(name, maxNameLength),
    ...details,
    ...asStrings(fields),
  };
  return andThen(asOutcome(await calls.upsertCompany(company)), ({ id, isNew }) =>
    isNew ? created(id) : existing(id),
  );
}

async function linkContact(http: CrmHttp, { contact, company }: Refs): Written {
  if (contact === undefined || company === undefined) return none();
  return linkRecords(http, ['contacts', contact.id], ['companies', company.id]);
}

/**
 * Opens the conversation's own deal, or finds it under its key. A place that the account does not have concerns the account,
 * and another place is looked for; a place that the mapping took from the mail concerns this mail alone.
 */
async function openDeal(account: HubspotAccount, deal: ThreadDeal, refs: Refs): Written {
  const { http, batched, places } = account;
  const properties = {
    dealname: cut(deal.name, maxSubjectLength),
    postern_thread_key: deal.threadKey,
    ...account.details,
    ...asStrings(deal.fields),
    ...ownedBy(deal.owner),
  };
  const links = [
    ...linkTo(refs.contact, 'contacts', associationTypes.dealToContact),
    ...linkTo(refs.company, 'companies', associationTypes.dealToCompany),
  ];
  const openAt = ({ pipeline, stage }: DealPlace): Written =>
    createOnce(http, batched, {
      type: 'deals',
      key: 'postern_thread_key',
      properties: { pipeline, dealstage: stage, ...properties },
      links,
    });
  const opened = await openAt(places.current());
  if (!isPlaceRefused(opened)) return opened;
  const { pipeline, dealstage } = deal.fields ?? {};
  if (pipeline !== undefined || dealstage !== undefined) return { ...opened, kind: 'rejected' };
  const place = await places.another();
  return place === undefined ? opened : openAt(place);
}

const types = { contact: 'contacts', company: 'companies', deal: 'deals' } as const;
const withProperties = z.object({ properties: z.record(z.string(), z.unknown()) });

/** Properties of existing records. */
export const propertyAccess = (http: CrmHttp): FieldAccess => ({
  async read(object, id, names) {
    const path = objectPath(types[object], `/${id}?properties=${names.map(encodeURIComponent).join(',')}`);
    return mapOk(await call(http, { method: 'GET', path }, withProperties), ({ properties }) => properties);
  },
  async write(object, id, fields: MappedFields) {
    const body = { properties: asStrings(fields) };
    const path = objectPath(types[object], `/${id}`);
    const written = await call(http, { method: 'PATCH', path, body }, singleRecord);
    // Every value is the mapping's, from this mail.
    return isPlaceRefused(written) ? { ...written, kind: 'rejected' } : written;
  },
});
