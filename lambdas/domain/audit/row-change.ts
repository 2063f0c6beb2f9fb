import { compact } from '../../compact.ts';
import { type ApiActivity, type AuditEvent, baseOf, type Facts } from './audit-event.ts';
import { type HashAddress, withoutAddresses } from './pseudonym.ts';

/** The tables that the trail follows, which are its shards. */
export const trailShards = ['ledger', 'consent', 'control'] as const;
export type TrailShard = (typeof trailShards)[number];

/** A row, as the document client reads it. */
export type RowImage = Readonly<Record<string, unknown>>;

/** One change of a row. */
export interface RowChange {
  readonly shard: TrailShard;
  /** The id that the stream gave it: the same whenever it is offered again. */
  readonly id: string;
  /** When it happened by the clock of the database, in ms since 1970. */
  readonly at: number;
  readonly pk: string;
  readonly sk: string;
  /** Absent for a new row. */
  readonly before?: RowImage;
  /** Absent for a row that was deleted. */
  readonly after?: RowImage;
  /** The time to live of the row has deleted it. */
  readonly isExpired: boolean;
}

/** A change, and the hash for the addresses in it. */
export interface EntryContext {
  readonly change: RowChange;
  readonly hash: HashAddress;
}

/** Makes the entries of a change of one kind of row. */
export type EntriesOf = (context: EntryContext) => readonly AuditEvent[];

/** The name of a row's kind: its partition, and the part of its sort key that tells kinds of one partition apart. */
export const kindOf = ({
  pk,
  sk,
}: Pick<RowChange, 'pk' | 'sk'>): { readonly partition: string; readonly sort: string } => ({
  partition: pk.split('#', 1)[0] ?? '',
  sort: sk.split('#', 1)[0] ?? '',
});

/** An operation as an entry has it. */
interface Operation extends Facts {
  /** ARN, `laptop`, `schedule`, or the name of a part of Postern. */
  readonly actor: string;
  /** Where it came from. @default the actor */
  readonly source?: string;
  readonly ip?: string;
  readonly resources?: ApiActivity['resources'];
}

/** @param part tells apart several entries of one change */
export function apiEntry({ change, hash }: EntryContext, operation: Operation, part?: string): ApiActivity {
  const { actor, source = 'postern', ip, resources = [], ...facts } = operation;
  const { id, at, shard } = change;
  const uid = part === undefined ? `${shard}:${id}` : `${shard}:${id}:${part}`;
  return {
    ...baseOf(6003, { uid, time: at, shard }, withoutContent(facts, hash)),
    actor: { user: { uid: actor, type_id: typeOf(actor) } },
    api: { operation: facts.code, service: { name: 'postern' } },
    src_endpoint: compact({ name: source, ip }),
    resources,
  };
}

/** 1: a user. 3: the system itself. 0: unknown. */
const typeOf = (actor: string): 0 | 1 | 3 => {
  if (actor === unknownActor) return 0;
  return ['laptop', 'link'].includes(actor) || actor.startsWith('arn:') ? 1 : 3;
};

/** Somebody whose identity nothing proves. */
export const unknownActor = 'unknown';

/** Most characters of the details of one entry; a bus takes 256 KB in one call. */
const maxDetails = 16_000;

/** The facts without addresses, and not longer than an entry may be. */
export function withoutContent<T extends Facts>(facts: T, hash: HashAddress): T {
  const { message, detail, unmapped } = facts;
  const text = (value: string): string => String(withoutAddresses(value, hash)).slice(0, 500);
  const details = unmapped && (withoutAddresses(unmapped, hash) as Record<string, unknown>);
  const length = JSON.stringify(details ?? {}).length;
  return {
    ...facts,
    message: text(message),
    ...compact({
      detail: detail === undefined ? undefined : text(detail),
      unmapped: length > maxDetails ? { leftOut: `${length} characters` } : details,
    }),
  };
}

/** The text at a field of a row; undefined when it has none. */
export function textOf(row: RowImage | undefined, name: string): string | undefined {
  const value = row?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** The object at a field of a row, or an empty one. */
export function objectOf(row: RowImage | undefined, name: string): RowImage {
  const value = row?.[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RowImage) : {};
}
