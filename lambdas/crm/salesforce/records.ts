import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { andThen, existing, type Outcome, type Ref } from '../../domain/crm/outcome.ts';
import { sha256 } from '../../domain/mail/identity.ts';
import { taskText } from '../activity-text.ts';
import { cut } from '../cut.ts';
import { namedFinder } from '../named-records.ts';
import { splitName } from '../person-name.ts';
import { asFailure, asOutcome } from '../vendor-call.ts';
import { anyOf, dealByIdWith, onlyOne, readBy, stepKeys } from '../vendor-kit.ts';
import type {
  Company,
  Contact,
  FieldAccess,
  Refs,
  Task,
  ThreadDeal,
  VendorRecords,
  Written,
} from '../vendor-records.ts';
import { type ActivityPorts, logActivity, ticketOf } from './activity.ts';
import { call, dealId, duplicateAlerts, keyField, quoted, singleId, upsertedRef } from './api.ts';
import { salesforceFiles } from './files.ts';
import { salesforceNamed } from './named.ts';

const maxNameLength = 80;
const maxFirstNameLength = 40;
const maxDealNameLength = 120;
const maxTitleLength = 255;
/** Salesforce wants a date on which a deal closes; a person knows better. */
const closesInDays = 30;

const objects = { contact: 'Contact', company: 'Account', deal: 'Opportunity' } as const;
const idOf = ({ Id }: z.infer<typeof singleId>): string => Id;

/** The records of a mail at Salesforce. */
export function salesforceRecords(ports: ActivityPorts): VendorRecords {
  const { http, version } = ports;
  const base = `/services/data/${version}/sobjects`;
  return {
    company: {
      key: stepKeys.unique,
      find: (company) => findAccount(ports, company),
      write: ({ domain, name, fields }) =>
        upsert(ports, 'Account', sha256(domain), {
          Name: cut(name, maxNameLength),
          Website: `https://${domain}`,
          ...fields,
        }),
    },
    contact: {
      key: stepKeys.unique,
      find: (contact) => findContact(ports, contact),
      write: (contact, refs) => upsertContact(ports, contact, refs),
    },
    dealById: dealByIdWith(
      dealId,
      (id) => call(http, { method: 'GET', path: `${base}/Opportunity/${id}?fields=Id` }, singleId),
      idOf,
    ),
    deal: {
      key: stepKeys.unique,
      /** Called first: an upsert by a later mail would give the deal that mail's name. */
      async find({ threadKey }) {
        const path = `${base}/Opportunity/${keyField}/${threadKey}?fields=Id`;
        return readBy(await call(http, { method: 'GET', path }, singleId), idOf);
      },
      write: (deal, refs) => openDeal(ports, deal, refs),
    },
    named: namedFinder(salesforceNamed(ports, salesforceFields(ports))),
    linksNamed: true,
    activity: { key: stepKeys.unique, write: (activity, refs) => logActivity(ports, activity, refs) },
    files: salesforceFiles(http, version),
    fields: salesforceFields(ports),
    task: { key: stepKeys.unique, write: (task, refs) => addTask(ports, task, refs) },
  };
}

/** Fields of existing records. */
export function salesforceFields({ http, version }: Pick<ActivityPorts, 'http' | 'version'>): FieldAccess {
  const base = `/services/data/${version}/sobjects`;
  return {
    read(object, id, names) {
      const path = `${base}/${objects[object]}/${id}?fields=${names.map(encodeURIComponent).join(',')}`;
      return call(http, { method: 'GET', path }, z.looseObject({}));
    },
    // The answer is a 204 without a body.
    write(object, id, fields) {
      const path = `${base}/${objects[object]}/${id}`;
      return call(http, { method: 'PATCH', path, body: fields, headers: duplicateAlerts }, z.unknown());
    },
  };
}

/** By website, as people and other tools write it. */
async function findAccount({ calls }: ActivityPorts, { domain }: Company): Written {
  const hosts = [domain, `www.${domain}`];
  const sites = hosts.flatMap((host) => [host, `https://${host}`, `http://${host}`, `https://${host}/`]);
  const rows = await calls.query(
    `SELECT Id FROM Account WHERE Website IN (${sites.map(quoted).join(', ')}) OR ${keyField} = ${quoted(sha256(domain))} LIMIT 2`,
  );
  // Several companies of one domain are left for a person to sort out: the upsert then keeps to ours.
  return andThen(rows, (accounts) => anyOf(accounts.length === 1 ? accounts.map(idOf) : []));
}

async function findContact({ calls }: ActivityPorts, { email }: Contact): Written {
  const rows = await calls.query(`SELECT Id FROM Contact WHERE Email = ${quoted(email)} LIMIT 3`);
  return andThen(rows, (contacts) => onlyOne(contacts.map(idOf)));
}

function upsertContact(ports: ActivityPorts, contact: Contact, { company }: Refs): Written {
  const { lastName, firstName } = splitName(contact, maxNameLength, maxFirstNameLength);
  return upsert(
    ports,
    'Contact',
    sha256(contact.email),
    compact({
      Email: contact.email,
      LastName: lastName,
      FirstName: firstName,
      LeadSource: 'Email',
      AccountId: company?.id,
      ...contact.fields,
    }),
  );
}

function openDeal(ports: ActivityPorts, deal: ThreadDeal, { company }: Refs): Written {
  const closesAt = new Date(Date.parse(deal.at) + closesInDays * 86_400_000);
  return upsert(
    ports,
    'Opportunity',
    deal.threadKey,
    compact({
      Name: cut(deal.name, maxDealNameLength),
      StageName: 'Qualification',
      LeadSource: 'Email',
      CloseDate: closesAt.toISOString().slice(0, 10),
      AccountId: company?.id,
      OwnerId: deal.owner,
      ...deal.fields,
    }),
  );
}

async function addTask(ports: ActivityPorts, task: Task, { contact, company, deal, named }: Refs): Written {
  const result = await upsert(
    ports,
    'Task',
    task.externalId,
    compact({
      Subject: cut(task.title, maxTitleLength),
      Description: taskText(task),
      Status: 'Not Started',
      ActivityDate: task.dueDate,
      OwnerId: task.owner,
      WhoId: contact?.id,
      WhatId: (ticketOf(named) ?? deal ?? company)?.id,
    }),
  );
  // The key field is the only name in the request, so it is the part that does not exist.
  if (result.kind !== 'rejected' || result.code !== 'OBJECT_NOT_FOUND') return result;
  const message = `Task wants a text field ${keyField} (64), external id and unique`;
  return { kind: 'misconfigured', code: 'NO_KEY_FIELD', message };
}

/**
 * Upserts a record by our key, which is a hash: neither an address nor a domain belongs into a URL, and some endings there
 * mean something.
 */
async function upsert(
  { http, version, calls }: ActivityPorts,
  object: string,
  key: string,
  body: Record<string, unknown>,
): Promise<Outcome<Ref>> {
  const path = `/sobjects/${object}/${keyField}/${key}`;
  const answer = await calls.request({ method: 'PATCH', path, body });
  if (answer.kind === 'ok') return upsertedRef(answer.value);
  if (answer.kind !== 'conflict') return asFailure(answer);
  // Two upserts that overlap: the other one made the record.
  if (answer.holder !== undefined) return existing(answer.holder);
  const read = await call(http, { method: 'GET', path: `/services/data/${version}${path}?fields=Id` }, singleId);
  return andThen(asOutcome(read), ({ Id }) => existing(Id));
}
