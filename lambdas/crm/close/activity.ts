import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import type { MailFile } from '../../domain/crm/crm-records.ts';
import { andThen, mapOk, none, type Outcome, ok } from '../../domain/crm/outcome.ts';
import { sha256 } from '../../domain/mail/identity.ts';
import { footOf, htmlWithFoot, isMarked, markerOf, taskText, withFoot } from '../activity-text.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { type NamedAddress, senderOf } from '../mailboxes.ts';
import { asOutcome, noParent } from '../vendor-call.ts';
import { firstOf } from '../vendor-kit.ts';
import type { Activity, Refs, Task, Written } from '../vendor-records.ts';
import { api, call, contactOf, create, leadOf, list, maxNameLength } from './api.ts';
import { attachmentsOf } from './files.ts';

const maxTextLength = 500_000;
const maxSubjectLength = 1000;

const loggedMail = z.object({ id: z.string(), body_text: z.nullish(z.string()) });
const datedMail = z.extend(loggedMail, { activity_at: z.nullish(z.string()) });
const withLead = z.object({ lead_id: z.string() });
const task = z.object({ id: z.string(), text: z.nullish(z.string()) });

/**
 * The lead of the contact or the company; for a mail without either, as with a From that is proven false, the lead of the
 * deal.
 */
async function leadFor(http: CrmHttp, refs: Refs): Promise<Outcome<string | undefined>> {
  const lead = leadOf(refs);
  if (lead !== undefined || refs.deal === undefined) return ok(lead);
  const path = `${api}/opportunity/${refs.deal.id.split('/').at(-1)}/`;
  return mapOk(asOutcome(await call(http, { method: 'GET', path }, withLead)), ({ lead_id: id }) => id);
}

/** A mailbox as a header has it, with the name as a quoted string (RFC 5322 §3.4). */
const headerOf = ({ name, email }: NamedAddress): string =>
  `"${name.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/[\\"]/g, '\\$&')}" <${email}>`;

/**
 * Logs the mail with its lead. A received mail needs a sender.
 *
 * @see https://developer.close.com/api/overview/changelog/2025/12/17
 */
export async function logMail(http: CrmHttp, activity: Activity, refs: Refs, files: readonly MailFile[] = []): Written {
  return andThen(await leadFor(http, refs), async (lead) => {
    if (lead === undefined) return noParent('Close keeps mails only with a lead');
    // A mail with a deal alone has asked for the lead already: the lease is too short for more.
    const isRelated = activity.relations === 'all' && leadOf(refs) !== undefined;
    const answered = isRelated ? await findAnswered(http, activity, lead) : undefined;
    const foot = footOf(activity, threadMarkerOf(activity), markerOf(activity));
    const attachments = attachmentsOf(refs, files);
    const mail = compact({
      // Received, or sent already by one of our people. `outbox` would send it.
      status: activity.direction === 'inbound' ? 'inbox' : 'sent',
      lead_id: lead,
      contact_id: contactOf(refs),
      sender: headerOf(senderOf(activity.from)),
      to: activity.to,
      cc: activity.cc,
      subject: cut(activity.subject, maxSubjectLength),
      body_text: withFoot(activity.text, foot, maxTextLength),
      body_html: htmlWithFoot(activity, foot, maxTextLength),
      in_reply_to_id: answered,
      activity_at: activity.at,
    });
    const result = await create(http, '/activity/email/', compact({ ...mail, attachments }));
    if (result.kind !== 'rejected' || attachments === undefined) return result;
    // Files that Close no longer has must not hold the mail up.
    return create(http, '/activity/email/', mail);
  });
}

/** Marks the mails of one conversation; neither an address nor a word of the mail. */
const threadMarkerOf = ({ threadKey }: Pick<Activity, 'threadKey'>): string =>
  `thread-${sha256(threadKey).slice(0, 20)}`;

/**
 * The newest mail of the conversation before this one, among the newest mails of the lead: Close puts the two into one thread.
 * Where Close does not tell, the mail is logged without its thread.
 */
async function findAnswered(http: CrmHttp, activity: Activity, lead: string): Promise<string | undefined> {
  const time = encodeURIComponent(activity.at);
  const path = `${api}/activity/email/?lead_id=${lead}&activity_at__lt=${time}&_fields=id,body_text,activity_at&_limit=100`;
  const answer = await call(http, { method: 'GET', path }, z.object({ data: z.array(datedMail) }));
  if (answer.kind !== 'ok') return undefined;
  const marker = threadMarkerOf(activity);
  const earlier = answer.value.data.filter(({ body_text: text }) => text?.includes(marker) === true);
  return earlier.toSorted((a, b) => (b.activity_at ?? '').localeCompare(a.activity_at ?? ''))[0]?.id;
}

/** Looks through the mails of the very second: that list is exact, a search would lag. */
export async function findMail(http: CrmHttp, activity: Activity, refs: Refs): Written {
  return andThen(await leadFor(http, refs), async (lead) => {
    if (lead === undefined) return none();
    const time = encodeURIComponent(activity.at);
    const path = `/activity/email/?lead_id=${lead}&activity_at__gte=${time}&activity_at__lte=${time}&_fields=id,body_text`;
    const mails = await list(http, path, loggedMail, ({ body_text: text }) => isMarked(text, activity));
    return andThen(mails, (matches) => firstOf(matches.map(({ id }) => id)));
  });
}

/** @see https://developer.close.com/resources/tasks/ */
export async function addTask(http: CrmHttp, task: Task, refs: Refs): Written {
  const lead = leadOf(refs);
  if (lead === undefined) return none();
  return create(
    http,
    '/task/',
    compact({
      _type: 'lead',
      lead_id: lead,
      text: `${cut(task.title, maxNameLength)}\n${taskText(task)}`,
      date: task.dueDate,
      is_complete: false,
      assigned_to: task.owner,
    }),
  );
}

/** Looks through the tasks of the lead. */
export async function findTask(http: CrmHttp, record: Task, refs: Refs): Written {
  const lead = leadOf(refs);
  if (lead === undefined) return none();
  const path = `/task/?lead_id=${lead}&_type=lead&_fields=id,text`;
  const tasks = await list(http, path, task, ({ text }) => isMarked(text, record));
  return andThen(tasks, (matches) => firstOf(matches.map(({ id }) => id)));
}
