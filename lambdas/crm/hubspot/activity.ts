import { compact } from '../../compact.ts';
import type { StepKey } from '../../domain/crm/crm-step.ts';
import { htmlWithLink, taskText, textWithLink } from '../activity-text.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import type { Activity, RecordWriter, Refs, Task, Written } from '../vendor-records.ts';
import { asStrings, maxNameLength, maxSubjectLength, ownedBy } from './api.ts';
import type { HubspotCalls, HubspotClients } from './batch.ts';
import { associationTypes, createOnce, linksToNamed, linkTo } from './create-once.ts';
import { findByExternalId } from './find-records.ts';
import { detailNames } from './properties.ts';

/** The limit of e-mail bodies is not documented; notes take 65,536. */
const maxTextLength = 65_000;

/** E-mails. Where nothing keeps the record unique, a repeated batch would write it twice: it goes alone. */
export const emailWriter = (
  clients: HubspotClients,
  { activity: key, hasDetails }: { readonly activity: StepKey; readonly hasDetails: boolean },
): RecordWriter<Activity> => ({
  key,
  ...finder(clients.http, 'emails', key),
  write: (activity, refs) =>
    logEmail(clients.http, callsFor(clients, key), activity, refs, hasDetails ? detailsOf(activity) : {}),
});

/** Properties of the mail that lists and reports use; mail of our own people has no trust. */
const detailsOf = ({ trust, attachments }: Activity): Record<string, string> =>
  compact({
    [detailNames.trust]: trust === undefined ? undefined : String(trust.score),
    [detailNames.attachments]: attachments === undefined ? undefined : String(attachments),
  });

/** Tasks, likewise. */
export const taskWriter = (clients: HubspotClients, key: StepKey): RecordWriter<Task> => ({
  key,
  ...finder(clients.http, 'tasks', key),
  write: (task, refs) => addTask(clients.http, callsFor(clients, key), task, refs),
});

const callsFor = ({ single, batched }: HubspotClients, key: StepKey): HubspotCalls =>
  key.kind === 'unique' ? batched : single;

/** Under a unique key a create finds the record by itself. */
const finder = (http: CrmHttp, type: 'emails' | 'tasks', key: StepKey) =>
  compact({
    find:
      key.kind === 'unique'
        ? undefined
        : ({ externalId }: Pick<Activity, 'externalId'>): Written => findByExternalId(http, type, externalId),
  });

/**
 * Logs the mail with its associations in one request, so that the unique external id covers them too.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-emails-v3/guide
 */
function logEmail(
  http: CrmHttp,
  calls: HubspotCalls,
  activity: Activity,
  refs: Refs,
  details: Readonly<Record<string, string>>,
): Written {
  const properties = compact({
    hs_timestamp: activity.at,
    hs_email_direction: activity.direction === 'inbound' ? 'INCOMING_EMAIL' : 'EMAIL',
    hs_email_subject: cut(activity.subject, maxSubjectLength),
    hs_email_text: textWithLink(activity, maxTextLength),
    hs_email_html: htmlWithLink(activity, maxTextLength),
    hs_email_headers: headersOf(activity),
    postern_ext_id: activity.externalId,
    postern_event_id: activity.eventId,
    postern_thread_key: activity.threadKey,
    postern_kind: activity.kind,
    postern_mapping_version: activity.mappingVersion,
    ...details,
    ...asStrings(activity.fields),
  });
  const links = [
    ...linkTo(refs.contact, 'contacts', associationTypes.contact),
    ...linkTo(refs.company, 'companies', associationTypes.company),
    ...linkTo(refs.deal, 'deals', associationTypes.deal),
    ...linksToNamed(refs, associationTypes),
  ];
  return createOnce(http, calls, { type: 'emails', key: 'postern_ext_id', properties, links });
}

/** The most people of one kind in the headers: a list of thousands would be longer than a property may be. */
const maxRecipients = 200;

/** The people of a mail as JSON, which cannot be cut as text is. */
function headersOf({ from, to, cc }: Activity): string {
  const mailboxes = (emails: readonly string[]) => emails.slice(0, maxRecipients).map((email) => ({ email }));
  const person = from && compact({ ...from, firstName: shortName(from.firstName), lastName: shortName(from.lastName) });
  return JSON.stringify(compact({ from: person, to: mailboxes(to), cc: mailboxes(cc), bcc: [] }));
}

const shortName = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : cut(name, maxNameLength);

/** @see https://developers.hubspot.com/docs/api-reference/crm-tasks-v3/guide */
function addTask(http: CrmHttp, calls: HubspotCalls, task: Task, refs: Refs): Written {
  const properties = {
    hs_task_subject: cut(task.title, maxSubjectLength),
    hs_task_body: taskText(task),
    hs_task_status: 'NOT_STARTED',
    hs_task_type: 'EMAIL',
    hs_timestamp: `${task.dueDate}T12:00:00.000Z`,
    postern_ext_id: task.externalId,
    ...ownedBy(task.owner),
  };
  const links = [
    ...linkTo(refs.contact, 'contacts', associationTypes.taskToContact),
    ...linkTo(refs.company, 'companies', associationTypes.taskToCompany),
    ...linkTo(refs.deal, 'deals', associationTypes.taskToDeal),
    ...linksToNamed(refs, { ticket: associationTypes.taskToTicket, contact: associationTypes.taskToContact }),
  ];
  return createOnce(http, calls, { type: 'tasks', key: 'postern_ext_id', properties, links });
}
