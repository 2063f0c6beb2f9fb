import * as z from 'zod/mini';
import { compact } from '../../compact.ts';
import { andThen, none, type Outcome, ok, type Ref } from '../../domain/crm/outcome.ts';
import { footOf, isMarked, markerOf, taskText, withFoot } from '../activity-text.ts';
import { cut } from '../cut.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome, noParent } from '../vendor-call.ts';
import { firstOf, numericId, type Parent, parentOf } from '../vendor-kit.ts';
import type { Activity, Refs, Task, Written } from '../vendor-records.ts';
import { call, create, entry, list, maxNameLength } from './api.ts';

const maxNotesLength = 60_000;

const activityTypes = z.object({ sales_activity_types: z.array(z.extend(entry, { name: z.string() })) });
/** An entry of the list of activities; the documentation shows none in full. */
const activityEntry = z.looseObject({
  ...entry.shape,
  notes: z.nullish(z.string()),
  created_at: z.nullish(z.string()),
});
const withTasks = z.object({ tasks: z.nullish(z.array(z.extend(entry, { description: z.nullish(z.string()) }))) });

/** The account's own type of e-mails among its activities, as an id. */
export async function emailType(http: CrmHttp): Promise<Outcome<string>> {
  const answer = await call(http, { method: 'GET', path: '/selector/sales_activity_types' }, activityTypes);
  return andThen(asOutcome(answer), ({ sales_activity_types: types }): Outcome<string> => {
    const type = types.find(({ name }) => /e-?mail/i.test(name)) ?? types[0];
    return type === undefined
      ? { kind: 'misconfigured', code: 'NO_ACTIVITY_TYPE', message: 'the account has no sales activity types' }
      : ok(type.id);
  });
}

const leadSources = z.object({ lead_sources: z.array(z.extend(entry, { name: z.nullish(z.string()) })) });

/**
 * The account's own source of people whom an e-mail brings, as an id. An account without one, or one that does not tell, gets
 * contacts without a source.
 *
 * @see https://developers.freshworks.com/crm/api/#admin_configuration
 */
export async function emailSource(http: CrmHttp): Promise<Outcome<string | undefined>> {
  const answer = await call(http, { method: 'GET', path: '/selector/lead_sources' }, z.unknown());
  if (answer.kind === 'unknown' || answer.kind === 'throttled') return answer;
  if (answer.kind !== 'ok') return ok(undefined);
  // A list of another shape is an answer, too: asking again for each new contact would use up the hour.
  const sources = leadSources.safeParse(answer.value).data?.lead_sources ?? [];
  return ok(sources.find(({ name }) => /^e-?mail$/i.test(name ?? ''))?.id);
}

const types = { contact: 'Contact', deal: 'Deal' } as const;
const pathOf = ({ object, id }: Parent): string => `/${object}s/${id}`;
const target = ({ object, id }: Parent) => ({ targetable_type: types[object], targetable_id: Number(id) });

/** Logs the mail with its contact or its deal. */
export async function logActivity(http: CrmHttp, activityType: string, activity: Activity, refs: Refs): Written {
  const parent = parentOf(refs);
  if (parent === undefined) return noParent('Freshsales keeps activities only with a record');
  return create(http, '/sales_activities', 'sales_activity', {
    sales_activity_type_id: Number(activityType),
    title: cut(activity.subject, maxNameLength),
    notes: withFoot(activity.text, footOf(activity, markerOf(activity)), maxNotesLength),
    start_date: activity.at,
    end_date: activity.at,
    ...target(parent),
  });
}

/**
 * Looks through the activities of the contact or the deal. The documentation names the list, but shows neither its name
 * nor its entries: an entry that does not show its notes, and may be newer than the mail, leaves the answer open.
 *
 * @see https://developers.freshworks.com/crm/api/#list_all_contact_activities
 */
export async function findActivity(http: CrmHttp, activity: Activity, refs: Refs): Written {
  const parent = parentOf(refs);
  if (parent === undefined) return none();
  let isOpen = false;
  const isWanted = (item: z.infer<typeof activityEntry>): boolean => {
    if (isMarked(JSON.stringify(item), activity)) return true;
    isOpen ||= item.notes === undefined && (item.created_at ?? activity.receivedAt) >= activity.receivedAt;
    return false;
  };
  const names = ['sales_activities', 'activities'];
  const activities = await list(http, `${pathOf(parent)}/activities`, names, activityEntry, isWanted);
  return andThen(activities, (matches): Outcome<Ref | undefined> => {
    if (matches.length === 0 && isOpen) return { kind: 'unknown' };
    return firstOf(matches.map(({ id }) => id));
  });
}

/** @see https://developers.freshworks.com/crm/api/#create_task */
export async function addTask(http: CrmHttp, task: Task, refs: Refs): Written {
  const parent = parentOf(refs);
  if (parent === undefined) return none();
  return create(
    http,
    '/tasks',
    'task',
    compact({
      title: cut(task.title, maxNameLength),
      description: taskText(task),
      due_date: `${task.dueDate}T12:00:00Z`,
      owner_id: numericId(task.owner),
      ...target(parent),
    }),
  );
}

/** Reads the tasks with their parent, for tasks have no list of their own by record. */
export async function findTask(http: CrmHttp, task: Task, refs: Refs): Written {
  const parent = parentOf(refs);
  if (parent === undefined) return none();
  const answer = await call(http, { method: 'GET', path: `${pathOf(parent)}?include=tasks` }, withTasks);
  return andThen(asOutcome(answer), ({ tasks }) =>
    firstOf((tasks ?? []).filter(({ description }) => isMarked(description, task)).map(({ id }) => id)),
  );
}
