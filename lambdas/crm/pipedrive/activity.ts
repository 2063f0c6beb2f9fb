import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { andThen } from '../../domain/crm/outcome.ts';
import { asHtml, footOf, htmlWithFoot, isMarked, markerOf, taskText } from '../activity-text.ts';
import { cut, cutBytes } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { firstOf, numericId, parentOf } from '../vendor-kit.ts';
import type { Activity, Refs, Task, Written } from '../vendor-records.ts';
import { create, list, maxTitleLength } from './api.ts';

/** Notes of activities take 100 KB since September 2025. */
const maxNoteBytes = 100_000;

const activityNote = z.object({ id: z.number(), note: z.nullish(z.string()) });
const parentFields = { contact: 'person_id', deal: 'deal_id' } as const;

/** Logs the mail as an activity that is done. */
export const logActivity = (http: CrmHttp, activity: Activity, refs: Refs): Written =>
  create(http, '/activities', {
    subject: cut(activity.subject, maxTitleLength),
    type: 'email',
    done: true,
    due_date: activity.at.slice(0, 10),
    due_time: activity.at.slice(11, 16),
    note: noteOf(activity),
    ...relatedTo(refs),
  });

/** Adds a task, which is an activity there, too. */
export const addTask = (http: CrmHttp, task: Task, refs: Refs): Written =>
  create(
    http,
    '/activities',
    compact({
      subject: cut(task.title, maxTitleLength),
      type: 'task',
      done: false,
      due_date: task.dueDate,
      owner_id: numericId(task.owner),
      note: asHtml(taskText(task)),
      ...relatedTo(refs),
    }),
  );

/** Looks through the activities of the person or the deal since the mail came. */
export async function findByMarker(
  http: CrmHttp,
  record: Pick<Activity, 'externalId' | 'receivedAt'>,
  refs: Refs,
): Written {
  const parent = parentOf(refs);
  const since = encodeURIComponent(`${record.receivedAt.slice(0, 19)}Z`);
  const filter = parent === undefined ? '' : `${parentFields[parent.object]}=${parent.id}&`;
  const path = `/activities?${filter}updated_since=${since}`;
  const activities = await list(http, path, activityNote, ({ note }) => isMarked(note, record));
  return andThen(activities, (matches) => firstOf(matches.map(({ id }) => String(id))));
}

const relatedTo = ({ contact, company, deal }: Refs) =>
  compact({
    participants: contact && [{ person_id: Number(contact.id), primary: true }],
    org_id: numericId(company?.id),
    deal_id: numericId(deal?.id),
  });

/** The text with its foot, which marks the note: activities have no custom fields. */
function noteOf(activity: Activity): string {
  const text = footOf(activity, markerOf(activity));
  const html = htmlWithFoot(activity, text, maxNoteBytes, Buffer.byteLength);
  if (html !== undefined) return html;
  const foot = asHtml(text);
  return cutBytes(asHtml(activity.text), maxNoteBytes - Buffer.byteLength(foot)) + foot;
}
