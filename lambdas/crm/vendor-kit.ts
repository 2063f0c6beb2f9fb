import { compact } from '../compact.ts';
import type { CrmAdapter } from '../domain/crm/crm-adapter.ts';
import type { MappedFields } from '../domain/crm/crm-records.ts';
import type { StepKey } from '../domain/crm/crm-step.ts';
import { andThen, created, none, type Outcome, ok, type Ref } from '../domain/crm/outcome.ts';
import { type Answer, asOutcome } from './vendor-call.ts';
import type { Refs, Written } from './vendor-records.ts';
import { listLagMs, searchLagMs } from './visibility-lag.ts';

// Parts that most adapters share. An adapter composes them; it does not configure them.

/** How a repetition of a write is recognized, by what the vendor offers. */
export const stepKeys = {
  /** The vendor keeps one record per key of ours. */
  unique: { kind: 'unique' },
  /** A search finds the record, and its index lags. */
  search: { kind: 'lookup', visibilityLagMs: searchLagMs },
  /** The list of its parent shows the record at once. */
  list: { kind: 'lookup', visibilityLagMs: listLagMs },
} as const satisfies Record<string, StepKey>;

/** The `check` of an adapter, by a request that changes nothing and needs the credentials. */
export const checkBy = (ask: () => Promise<Answer<unknown>>): NonNullable<CrmAdapter['check']> =>
  async function check() {
    return asOutcome(await ask());
  };

/**
 * Asks once and remembers the answer; calls at the same time share the request. A failure is forgotten, for somebody may
 * have granted the right or added the field meanwhile.
 */
export function rememberOk<T>(ask: () => Promise<Outcome<T>>): () => Promise<Outcome<T>> {
  const memory: { answer?: Promise<Outcome<T>> } = {};
  return async function remembered() {
    memory.answer ??= ask();
    const answer = await memory.answer;
    if (answer.kind !== 'ok') delete memory.answer;
    return answer;
  };
}

/** The record of an answer to a create. */
export const createdBy = <T>(answer: Answer<T>, idOf: (value: T) => string): Outcome<Ref> =>
  andThen(asOutcome(answer), (value) => created(idOf(value)));

/** The record of an answer to a read by id or by key; nothing when it is absent. */
export const readBy = <T>(answer: Answer<T>, idOf: (value: T) => string): Outcome<Ref | undefined> =>
  answer.kind === 'absent' ? none() : andThen(asOutcome(answer), (value) => ok({ id: idOf(value) }));

/**
 * The `dealById` of a vendor. Anybody can write any token: an unknown token is no deal, and no error either.
 *
 * @param pattern of the vendor's ids; anything else is never sent
 */
export const dealByIdWith = <T>(
  pattern: RegExp,
  read: (id: string) => Promise<Answer<T>>,
  idOf: (value: T) => string,
): ((id: string) => Written) =>
  async function dealById(id) {
    return pattern.test(id) ? readBy(await read(id), idOf) : none();
  };

/** The only match: none, one, or a question for a person when there are several. */
export function onlyOne(ids: readonly string[]): Outcome<Ref | undefined> {
  if (new Set(ids).size > 1) return { kind: 'ambiguous', candidates: ids.map((id) => ({ id })) };
  return anyOf(ids);
}

/** The first match, with the others as duplicates for a person to look at. */
export function firstOf(ids: readonly string[]): Outcome<Ref | undefined> {
  const [first, ...duplicates] = ids;
  if (first === undefined) return none();
  return ok(compact({ id: first, duplicates: duplicates.length > 0 ? duplicates : undefined }));
}

/**
 * The newest match, with the others as alternatives: for vendors where one person is often there twice, as in two leads. A
 * person who would have to choose for each of their mails helps less than a mail at one of the two.
 *
 * @param ids the newest first
 */
export function newestOf(ids: readonly string[]): Outcome<Ref | undefined> {
  const [id, ...alternatives] = new Set(ids);
  if (id === undefined) return none();
  return ok(compact({ id, alternatives: alternatives.length > 0 ? alternatives : undefined }));
}

/** The first match alone: a company or a deal that people may have made twice. */
export const anyOf = (ids: readonly string[]): Outcome<Ref | undefined> => firstOf(ids.slice(0, 1));

/** Each value once, the most frequent first; of equally frequent ones, the first. */
export const mostFrequent = <T>(values: readonly T[]): T[] =>
  [...Map.groupBy(values, (value) => value)].toSorted(([, a], [, b]) => b.length - a.length).map(([value]) => value);

/** The record under which an activity or a task is kept. */
export interface Parent {
  readonly object: 'contact' | 'deal';
  readonly id: string;
}

/** @param order which record the vendor prefers as the parent */
export function parentOf(refs: Refs, order: ReadonlyArray<Parent['object']> = ['contact', 'deal']): Parent | undefined {
  const object = order.find((name) => refs[name] !== undefined);
  const ref = object && refs[object];
  return object && ref && { object, id: ref.id };
}

/** An id as the vendor's number; nothing for nobody. */
export const numericId = (id: string | undefined): number | undefined => (id === undefined ? undefined : Number(id));

/** Mapped fields for a vendor that keeps the account's own ones in an object of theirs, which is absent without any. */
export function nestOwnFields(
  fields: MappedFields = {},
  container: string,
  isOwn: (name: string) => boolean,
): Record<string, unknown> {
  const entries = Object.entries(fields);
  const own = entries.filter(([name]) => isOwn(name));
  return {
    ...Object.fromEntries(entries.filter(([name]) => !isOwn(name))),
    ...(own.length > 0 ? { [container]: Object.fromEntries(own) } : {}),
  };
}

/** A record with the account's own fields beside the vendor's, by their names. */
export function flattenOwnFields(
  record: Readonly<Record<string, unknown>>,
  container: string,
): Record<string, unknown> {
  const { [container]: own, ...others } = record;
  return typeof own === 'object' && own !== null ? { ...others, ...own } : others;
}
