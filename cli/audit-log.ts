import type { AuditEvent } from '../lambdas/domain/audit/audit-event.ts';
import { linesOf, readLine } from '../lambdas/domain/audit/chain.ts';
import { trailShards } from '../lambdas/domain/audit/row-change.ts';
import type { TrailStore } from '../lambdas/operations/trail-health.ts';
import { textOfSegment, trailOf } from './audit-trail.ts';
import { connectBackend } from './backend.ts';
import { print, printJson } from './output.ts';

interface LogOptions {
  readonly since?: Date;
  /** A part of the actor's name. */
  readonly actor?: string;
  /** An operation, or the part of one before its dot. */
  readonly operation?: string;
  readonly json?: boolean;
}

export async function runAuditLog({ json, ...wanted }: LogOptions): Promise<void> {
  let found = 0;
  for await (const event of auditLog(trailOf(connectBackend()), wanted)) {
    found += 1;
    if (json) printJson(event);
    else print(logLine(event));
  }
  if (found > 0) return;
  process.exitCode = 1;
  if (!json) print('The audit trail has no such entry. A change is in it within a minute.');
}

/** The entries of the trail in the order of their times, as far as each table has kept it. */
export async function* auditLog(
  store: TrailStore,
  { since = new Date(0), actor, operation }: Omit<LogOptions, 'json'>,
): AsyncGenerator<AuditEvent> {
  const isWanted = (event: AuditEvent): boolean =>
    event.time >= since.getTime() &&
    (actor === undefined || actorOf(event).includes(actor)) &&
    (operation === undefined || isOperation(event, operation));
  const shards = trailShards.map((shard) => entriesOf(store, shard, since.toISOString().slice(0, 10)));
  for await (const event of inOrderOfTime(shards)) if (isWanted(event)) yield event;
}

const isOperation = ({ metadata: { event_code: code } }: AuditEvent, operation: string): boolean =>
  code === operation || code.startsWith(`${operation}.`);

/** An entry cannot be in a segment of an earlier day than its own. */
async function* entriesOf(store: TrailStore, shard: string, firstDay: string): AsyncGenerator<AuditEvent> {
  for (const day of await store.days(shard)) {
    if (day < firstDay) continue;
    for await (const place of store.segments(shard, day))
      for (const line of linesOf(await textOfSegment(store, place)).slice(1)) {
        const event = eventOf(line);
        if (event !== undefined) yield event;
      }
  }
}

/** A line that is no entry is for `audit verify` to find. */
function eventOf(text: string): AuditEvent | undefined {
  try {
    const event = JSON.parse(readLine(text)?.json ?? text) as Partial<AuditEvent> | null;
    return typeof event?.time === 'number' && event.metadata !== undefined ? (event as AuditEvent) : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the earliest of the next entries of all sources, again and again. */
async function* inOrderOfTime(sources: ReadonlyArray<AsyncGenerator<AuditEvent>>): AsyncGenerator<AuditEvent> {
  const heads = await Promise.all(sources.map(async (source) => ({ source, next: await source.next() })));
  for (;;) {
    const first = heads
      .filter(({ next }) => next.done !== true)
      .toSorted((a, b) => timeOf(a.next) - timeOf(b.next))
      .at(0);
    if (first === undefined || first.next.done === true) return;
    yield first.next.value;
    first.next = await first.source.next();
  }
}

const timeOf = ({ value }: IteratorResult<AuditEvent, unknown>): number => (value as AuditEvent).time;

/** Mail comes from its sender, and has no actor of ours. */
const actorOf = (event: AuditEvent): string => (event.class_uid === 4009 ? event.email.from : event.actor.user.uid);

/** One entry for people. */
export function logLine(event: AuditEvent): string {
  const { time, metadata, message, status_detail: detail } = event;
  const about =
    event.class_uid === 4009
      ? `mail ${event.email.uid}`
      : event.resources.map(({ type, uid }) => `${type} ${uid}`).join(', ');
  const eventId = event.unmapped?.eventId;
  return [
    new Date(time).toISOString(),
    metadata.event_code,
    actorOf(event),
    typeof eventId === 'string' && !about.includes(eventId) ? `${about} of ${eventId}` : about,
    `${message}${detail === undefined ? '' : `: ${detail}`}`,
  ].join('  ');
}
