import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { andThen, none } from '../../domain/crm/outcome.ts';
import { footOf, isMarked, markerOf, taskText, withFoot } from '../activity-text.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { noParent } from '../vendor-call.ts';
import { firstOf, numericId, type Parent, parentOf } from '../vendor-kit.ts';
import type { Activity, Refs, Task, Written } from '../vendor-records.ts';
import { create, list, maxNameLength, record } from './api.ts';

const maxNoteLength = 60_000;

const note = z.extend(record, { tags: z.nullish(z.array(z.string())) });
const taskWithContent = z.extend(record, { content: z.string() });

/** Sell shows a note or a task with its deal where there is one, else with the contact. */
const sellParent = (refs: Refs): Parent | undefined => parentOf(refs, ['deal', 'contact']);
const resource = ({ object, id }: Parent) => ({ resource_type: object, resource_id: Number(id) });
const listPath = (type: 'notes' | 'tasks', { object, id }: Parent): string =>
  `/${type}?resource_type=${object}&resource_id=${id}&sort_by=created_at:desc`;

/** Logs the mail as a note. */
export async function logNote(http: CrmHttp, activity: Activity, refs: Refs): Written {
  const parent = sellParent(refs);
  if (parent === undefined) return noParent('Sell keeps notes only with a record');
  const text = `${activity.subject}\n${activity.at}\n\n${activity.text}`;
  return create(http, 'notes', 'note', {
    ...resource(parent),
    content: withFoot(text, footOf(activity), maxNoteLength),
    tags: ['email-sourced', markerOf(activity)],
  });
}

/** Looks through the notes of the deal or the contact for the tag of the mail. */
export async function findNote(http: CrmHttp, activity: Activity, refs: Refs): Written {
  const parent = sellParent(refs);
  if (parent === undefined) return none();
  const notes = await list(http, listPath('notes', parent), note, ({ tags }) =>
    Boolean(tags?.includes(markerOf(activity))),
  );
  return andThen(notes, (matches) => firstOf(matches.map(({ id }) => id)));
}

/** @see https://developer.zendesk.com/api-reference/sales-crm/resources/tasks/ */
export async function addTask(http: CrmHttp, task: Task, refs: Refs): Written {
  const parent = sellParent(refs);
  if (parent === undefined) return none();
  return create(
    http,
    'tasks',
    'task',
    compact({
      content: `${cut(task.title, maxNameLength)}\n${taskText(task)}`,
      due_date: `${task.dueDate}T12:00:00Z`,
      owner_id: numericId(task.owner),
      ...resource(parent),
    }),
  );
}

/** Looks through the tasks of the deal or the contact. */
export async function findTask(http: CrmHttp, task: Task, refs: Refs): Written {
  const parent = sellParent(refs);
  if (parent === undefined) return none();
  const tasks = await list(http, listPath('tasks', parent), taskWithContent, ({ content }) => isMarked(content, task));
  return andThen(tasks, (matches) => firstOf(matches.map(({ id }) => id)));
}
