import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { andThen, created, none, type Outcome, ok, type Ref } from '../../domain/crm/outcome.ts';
import { asHtml, footOf, htmlWithFoot, isMarked, taskText, withFoot } from '../activity-text.ts';
import { cut } from '../cut.ts';
import { findInPages, pageOf } from '../find-in-pages.ts';
import type { CrmHttp } from '../http.ts';
import { isPlainAddress, type NamedAddress, recipientsOf, senderOf } from '../mailboxes.ts';
import { asOutcome, noParent } from '../vendor-call.ts';
import { firstOf, type Parent, parentOf } from '../vendor-kit.ts';
import type { Activity, Refs, Task, Written } from '../vendor-records.ts';
import { api, call, maxNameLength, ownedBy, reference, writeRecord, writtenRef } from './api.ts';
import { attachmentsOf } from './files.ts';
import type { ModuleIds } from './modules.ts';
import { contactOf, idOf, leadOf, moduleOfPerson } from './people.ts';

const maxSubjectLength = 250;
const maxContentLength = 65_000;

/** A record of Zoho to which a mail or a task belongs. */
type ZohoParent = Parent | { readonly object: 'ticket'; readonly id: string };

function moduleOf({ object, id }: ZohoParent): string {
  if (object === 'ticket') return 'Cases';
  return object === 'deal' ? 'Deals' : moduleOfPerson(id);
}
const pathOf = (parent: ZohoParent): string => `${api}/${moduleOf(parent)}/${idOf(parent.id)}`;

/** The person, else the deal, else the case that the address of the mail names. */
const recordOf = (refs: Refs, order?: ReadonlyArray<Parent['object']>): ZohoParent | undefined =>
  parentOf(refs, order) ?? ticketOf(refs);

const ticketOf = ({ named }: Refs): ZohoParent | undefined =>
  named?.type === 'ticket' ? { object: 'ticket', id: named.id } : undefined;

const associated = z.object({
  Emails: z.array(
    z.object({
      status: z.string(),
      code: z.string(),
      details: z.optional(z.looseObject({ message_id: z.optional(z.string()) })),
    }),
  ),
});
/** @see https://github.com/zoho/crm-oas/blob/main/v8.0/associate_email.json schema `available` */
const available = z.object({ available: z.boolean() });
/** 204 without a body: the list is empty. */
const relatedList = z.pipe(
  z.optional(
    z.object({
      data: z.array(z.object({ id: z.string(), Description: z.nullish(z.string()) })),
      info: z.optional(z.object({ more_records: z.optional(z.boolean()) })),
    }),
  ),
  z.transform((list) => list ?? { data: [], info: undefined }),
);

/** The id of a mail at Zoho: ours, because two mails can share a Message-ID, and because it goes into a URL. */
const mailIdOf = ({ externalId }: Activity): string => `<${externalId}.postern>`;

/**
 * Logs the mail with the contact, and as linked to the case or the deal where there is one.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/associate-email.html
 * @see https://github.com/zoho/crm-oas/blob/main/v8.0/associate_email.json for what it requires
 */
export async function logMail(http: CrmHttp, moduleIds: ModuleIds, activity: Activity, refs: Refs): Written {
  const parent = recordOf(refs);
  const linked = ticketOf(refs) ?? recordOf(refs, ['deal', 'contact']);
  if (parent === undefined || linked === undefined) return noParent('Zoho keeps mails only with a contact or a deal');
  const linkedModule = moduleOf(linked);
  const mail = compact({
    from: mailbox(senderOf(activity.from)),
    to: recipientsOf(activity.to).map(mailbox),
    cc: recipientsOf(activity.cc).map(mailbox),
    subject: cut(activity.subject, maxSubjectLength),
    ...contentOf(activity),
    original_message_id: mailIdOf(activity),
    sent: activity.direction === 'outbound',
    date_time: activity.at.replace(/\.\d+Z$/, '+00:00'),
    linked_record: {
      module: compact({ api_name: linkedModule, id: moduleIds.get(linkedModule) }),
      id: idOf(linked.id),
    },
    attachments: attachmentsOf(refs),
  });
  const path = `${pathOf(parent)}/actions/associate_email`;
  const result = await associate(http, path, mail);
  if (result.kind !== 'rejected' || mail.attachments === undefined) return result;
  // Files that the store no longer has must not hold the mail up.
  return associate(http, path, { ...mail, attachments: undefined });
}

async function associate(
  http: CrmHttp,
  path: string,
  mail: { readonly original_message_id: string; readonly attachments?: unknown },
): Promise<Outcome<Ref>> {
  const answer = await call(http, { method: 'POST', path, body: { Emails: [mail] } }, associated);
  return andThen(asOutcome(answer), ({ Emails: [first] }): Outcome<Ref> => {
    if (first?.status !== 'success')
      return { kind: 'rejected', code: first?.code ?? 'ASSOCIATE_EMAIL', message: 'the mail was refused' };
    return created(first.details?.message_id ?? mail.original_message_id);
  });
}

/** The mail as HTML where it has some that fits, else as text; either with its foot. */
function contentOf(activity: Activity) {
  const foot = footOf(activity);
  const others = otherRecipients(activity);
  const html = htmlWithFoot(activity, foot, maxContentLength - others.length);
  return html === undefined
    ? { content: withFoot(others + activity.text, foot, maxContentLength), mail_format: 'text' }
    : { content: asHtml(others) + html, mail_format: 'html' };
}

/** Recipients whose addresses Zoho does not take, as a line of text. */
function otherRecipients({ to, cc }: Activity): string {
  const others = [...to, ...cc].filter((email) => !isPlainAddress(email));
  return others.length === 0 ? '' : `Also to: ${others.join(', ')}\n`;
}

const mailbox = ({ email, name }: NamedAddress) => ({ user_name: name, email });

/** Asks Zoho whether it has the mail; the parameter is spelled as Zoho spells it. */
export async function findMail(http: CrmHttp, activity: Activity): Written {
  const id = mailIdOf(activity);
  const path = `${api}/actions/email_available?orginal_message_id=${encodeURIComponent(id)}`;
  const answer = await call(http, { method: 'GET', path }, available);
  if (answer.kind === 'absent') return none();
  return andThen(asOutcome(answer), (mail) => (mail.available ? ok({ id }) : none()));
}

/** @see https://www.zoho.com/crm/developer/docs/api/v8/insert-records.html */
export async function addTask(http: CrmHttp, task: Task, refs: Refs): Written {
  const lead = leadOf(refs) && parentOf(refs, ['contact']);
  const about = ticketOf(refs) ?? parentOf(refs, ['deal']) ?? lead;
  const record = compact({
    Subject: cut(task.title, maxNameLength),
    Due_Date: task.dueDate,
    Description: taskText(task),
    ...ownedBy(task.owner),
    Who_Id: reference(contactOf(refs)),
    What_Id: reference(about && { id: idOf(about.id) }),
    // The record that a task is about, beside its contact, needs the name of its module. A lead is such a record.
    $se_module: about && moduleOf(about),
  });
  return writtenRef(await writeRecord(http, 'POST', '/Tasks', { data: [record] }));
}

/** Looks through the list of the person or the deal: a query does not see texts of many lines. */
export async function findTask(http: CrmHttp, task: Task, refs: Refs): Written {
  const parent = recordOf(refs);
  if (parent === undefined) return none();
  const tasks = await findInPages(
    async (page = '1') => {
      const path = `${pathOf(parent)}/Tasks?fields=Description&per_page=200&page=${page}`;
      return pageOf(await call(http, { method: 'GET', path }, relatedList), ({ data, info }) => ({
        items: data,
        next: info?.more_records === true ? String(Number(page) + 1) : undefined,
      }));
    },
    ({ Description: text }) => isMarked(text, task),
  );
  return andThen(tasks, (matches) => firstOf(matches.map(({ id }) => id)));
}
