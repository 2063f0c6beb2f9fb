import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { MailFile, MappedFields } from '../../domain/crm/crm-records.ts';
import { andThen, created, none } from '../../domain/crm/outcome.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { namedFinder } from '../named-records.ts';
import { nameOf } from '../person-name.ts';
import { sourceNote } from '../source-note.ts';
import { asOutcome } from '../vendor-call.ts';
import { createdBy, dealByIdWith, firstOf, newestOf, stepKeys } from '../vendor-kit.ts';
import type {
  Contact,
  FieldAccess,
  FilledObject,
  Refs,
  ThreadDeal,
  VendorRecords,
  Written,
} from '../vendor-records.ts';
import { addTask, findMail, findTask, logMail } from './activity.ts';
import { api, call, contactOf, create, dealId, leadOf, list, maxNameLength, singleRecord } from './api.ts';
import { closeFiles, type StorageClient } from './files.ts';
import { findContacts } from './find-contacts.ts';
import { findLead } from './find-lead.ts';
import { closeNamed } from './named.ts';

const opportunity = z.object({ id: z.string(), note: z.nullish(z.string()) });
const leadWithContacts = z.object({ id: z.string(), contacts: z.array(z.object({ id: z.string() })) });

/** The parts of one mail beside its text: its files, and the way to the storage that they are uploaded to. */
interface CloseUploads {
  readonly files: readonly MailFile[];
  readonly storage: StorageClient;
  /** The address of the connection. */
  readonly url: string;
  /** The mail is related to the one that it answers. */
  readonly isRelated?: boolean;
}

/**
 * The records of one mail at Close.
 *
 * @param sender the contact of the mail: its lead may already be the company
 * @param uploads absent where nothing is delivered
 */
export function closeRecords(http: CrmHttp, sender: Contact | undefined, uploads?: CloseUploads): VendorRecords {
  return {
    ...compact({ files: uploads && closeFiles(http, uploads, uploads.files) }),
    company: {
      key: stepKeys.search,
      find: (company) => findLead(http, company, sender),
      write: (company) =>
        create(http, '/lead/', {
          name: cut(company.name, maxNameLength),
          url: `https://${company.domain}`,
          description: sourceNote(company),
          ...company.fields,
        }),
    },
    contact: {
      key: stepKeys.search,
      find: async ({ email }) =>
        andThen(await findContacts(http, email), (contacts) =>
          newestOf(contacts.map(({ lead_id: lead, id }) => `${lead}/${id}`)),
        ),
      write: (contact, refs) => addContact(http, contact, refs),
    },
    dealById: dealByIdWith(
      dealId,
      (id) => call(http, { method: 'GET', path: `${api}/opportunity/${id}/` }, singleRecord),
      ({ id }) => id,
    ),
    deal: {
      key: stepKeys.list,
      find: (deal, refs) => findDeal(http, deal, refs),
      write: (deal, refs) => openDeal(http, deal, refs),
    },
    activity: {
      key: stepKeys.list,
      // A mail with a deal alone asks for the lead first; one that is related to all asks for the mail that it answers, and one
      // with files that Close no longer has is logged once more without them.
      requests: uploads?.files.length || uploads?.isRelated ? 3 : 2,
      find: (activity, refs) => findMail(http, activity, refs),
      write: (activity, refs) => logMail(http, activity, refs, uploads?.files),
    },
    companyFirst: true,
    named: namedFinder(closeNamed(http, closeFields(http))),
    fields: closeFields(http),
    task: {
      key: stepKeys.list,
      find: (task, refs) => findTask(http, task, refs),
      write: (task, refs) => addTask(http, task, refs),
    },
  };
}

/** Fields of existing records. */
export const closeFields = (http: CrmHttp): FieldAccess => ({
  read: (object, id) => call(http, { method: 'GET', path: pathOf(object, id) }, z.looseObject({})),
  write: (object, id, fields) =>
    call(http, { method: 'PUT', path: pathOf(object, id), body: mapped(fields) }, singleRecord),
});

/** Adds the contact to the lead of the company, or makes a lead for it. */
async function addContact(http: CrmHttp, contact: Contact, { company }: Refs): Written {
  const person = {
    name: cut(nameOf(contact), maxNameLength),
    emails: [{ type: 'office', email: contact.email }],
    ...mapped(contact.fields),
  };
  if (company !== undefined) {
    const body = { lead_id: company.id, ...person };
    const result = await call(http, { method: 'POST', path: `${api}/contact/`, body }, singleRecord);
    return createdBy(result, ({ id }) => `${company.id}/${id}`);
  }
  const body = { name: person.name, description: sourceNote(contact), contacts: [person] };
  const lead = await call(http, { method: 'POST', path: `${api}/lead/`, body }, leadWithContacts);
  return andThen(asOutcome(lead), ({ id, contacts: [first] }) =>
    first === undefined ? { kind: 'unknown' } : created(`${id}/${first.id}`),
  );
}

const dealMarker = ({ threadKey }: ThreadDeal): string => `postern-${threadKey.slice(0, 20)}`;

async function findDeal(http: CrmHttp, deal: ThreadDeal, refs: Refs): Written {
  const lead = leadOf(refs);
  if (lead === undefined) return none();
  const path = `/opportunity/?lead_id=${lead}&_fields=id,note`;
  const deals = await list(http, path, opportunity, ({ note }) => note?.includes(dealMarker(deal)) === true);
  return andThen(deals, (matches) => firstOf(matches.map(({ id }) => id)));
}

async function openDeal(http: CrmHttp, deal: ThreadDeal, refs: Refs): Written {
  const lead = leadOf(refs);
  if (lead === undefined) return none();
  return create(
    http,
    '/opportunity/',
    compact({
      lead_id: lead,
      contact_id: contactOf(refs),
      user_id: deal.owner,
      note: `${cut(deal.name, maxNameLength)}\n${dealMarker(deal)}`,
      ...deal.fields,
    }),
  );
}

/** Phones are a list there. */
const mapped = ({ phones, ...fields }: MappedFields = {}): Record<string, unknown> => ({
  ...fields,
  ...compact({ phones: phones === undefined ? undefined : [{ type: 'office', phone: String(phones) }] }),
});

const types = { contact: 'contact', company: 'lead', deal: 'opportunity' } as const;
const pathOf = (object: FilledObject, id: string): string => `${api}/${types[object]}/${id.split('/').at(-1)}/`;
