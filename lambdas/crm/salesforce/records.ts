import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { andThen, mapOk, ok } from '../../domain/crm/outcome.ts';
import { sha256 } from '../../domain/mail/identity.ts';
import { taskText } from '../activity-text.ts';
import { cut } from '../cut.ts';
import { namedFinder } from '../named-records.ts';
import { anyOf, dealByIdWith, readBy, stepKeys } from '../vendor-kit.ts';
import type {
  Company,
  FieldAccess,
  FilledObject,
  Refs,
  Task,
  ThreadDeal,
  VendorRecords,
  Written,
} from '../vendor-records.ts';
import { logActivity } from './activity.ts';
import { call, dealId, duplicateAlerts, quoted, singleId } from './api.ts';
import { salesforceFiles } from './files.ts';
import { salesforceNamed } from './named.ts';
import { fitted } from './org.ts';
import { keyField, mappingVersionField } from './own-fields.ts';
import { findPerson, isLead, taskRefs, writePerson } from './people.ts';
import { type RecordPorts, upsert } from './upsert.ts';

const maxCompanyNameLength = 255;
const maxWebsiteLength = 255;
const maxDealNameLength = 120;
const maxTitleLength = 255;
/** Salesforce wants a date on which a deal closes; a person knows better. */
const closesInDays = 30;

const objects = { contact: 'Contact', company: 'Account', deal: 'Opportunity' } as const;
const idOf = ({ Id }: z.infer<typeof singleId>): string => Id;

/** The records of a mail at Salesforce. */
export function salesforceRecords(ports: RecordPorts): VendorRecords {
  const { http, version } = ports;
  const base = `/services/data/${version}/sobjects`;
  return {
    company: {
      key: stepKeys.unique,
      find: (company) => findAccount(ports, company),
      write: (company) => upsertAccount(ports, company),
    },
    contact: {
      key: stepKeys.unique,
      find: (contact) => findPerson(ports, contact),
      write: (contact, refs) => writePerson(ports, contact, refs),
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
    named: namedFinder(salesforceNamed(ports)),
    linksNamed: true,
    activity: { key: stepKeys.unique, write: (activity, refs) => logActivity(ports, activity, refs) },
    files: salesforceFiles(http, version),
    fields: fieldAccess(ports),
    task: { key: stepKeys.unique, write: (task, refs) => addTask(ports, task, refs) },
  };
}

/**
 * Fields of existing records. The contact of a mail may be a lead, which lacks fields of contacts: those are read as filled, so
 * that nothing is written there.
 */
function fieldAccess({ http, version, org }: RecordPorts): FieldAccess {
  const base = `/services/data/${version}/sobjects`;
  const objectOf = (object: FilledObject, id: string) =>
    object === 'contact' && isLead(id) ? 'Lead' : objects[object];
  return {
    async read(object, id, names) {
      const type = objectOf(object, id);
      const lacking = type === 'Lead' ? names.filter((name) => !org.objects.get(type)?.has(name)) : [];
      const known = names.filter((name) => !lacking.includes(name));
      if (known.length === 0) return ok(markedFilled(lacking));
      const path = `${base}/${type}/${id}?fields=${known.map(encodeURIComponent).join(',')}`;
      const answer = await call(http, { method: 'GET', path }, z.looseObject({}));
      return mapOk(answer, (fields) => ({ ...fields, ...markedFilled(lacking) }));
    },
    // The answer is a 204 without a body.
    write(object, id, fields) {
      const type = objectOf(object, id);
      const body = fitted(org.objects.get(type), fields);
      return call(
        http,
        { method: 'PATCH', path: `${base}/${type}/${id}`, body, headers: duplicateAlerts },
        z.unknown(),
      );
    },
  };
}

const markedFilled = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, true]));

/** By website, as people and other tools write it. */
async function findAccount({ calls }: RecordPorts, { domain }: Company): Written {
  const hosts = [domain, `www.${domain}`];
  const sites = hosts.flatMap((host) => [host, `https://${host}`, `http://${host}`, `https://${host}/`]);
  const rows = await calls.query(
    `SELECT Id FROM Account WHERE Website IN (${sites.map(quoted).join(', ')}) OR ${keyField} = ${quoted(sha256(domain))} LIMIT 2`,
  );
  // Several companies of one domain are left for a person to sort out: the upsert then keeps to ours.
  return andThen(rows, (accounts) => anyOf(accounts.length === 1 ? accounts.map(idOf) : []));
}

/** A site that is too long is left out: half of it would be somebody else's. */
function upsertAccount(ports: RecordPorts, { domain, name, fields }: Company): Written {
  const site = `https://${domain}`;
  return upsert(
    ports,
    'Account',
    sha256(domain),
    compact({
      Name: cut(name, maxCompanyNameLength),
      Website: site.length <= maxWebsiteLength ? site : undefined,
      [mappingVersionField]: ports.mail.mappingVersion,
      ...fields,
    }),
  );
}

function openDeal(ports: RecordPorts, deal: ThreadDeal, { company }: Refs): Written {
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
      [mappingVersionField]: ports.mail.mappingVersion,
      AccountId: company?.id,
      OwnerId: deal.owner,
      ...deal.fields,
    }),
  );
}

function addTask(ports: RecordPorts, task: Task, refs: Refs): Written {
  const { who, what } = taskRefs(refs);
  return upsert(
    ports,
    'Task',
    task.externalId,
    compact({
      Subject: cut(task.title, maxTitleLength),
      Description: taskText(task),
      Status: 'Not Started',
      ActivityDate: task.dueDate,
      OwnerId: task.owner,
      WhoId: who,
      WhatId: what,
    }),
  );
}
