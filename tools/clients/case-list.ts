import { isDeepStrictEqual } from 'node:util';

/** One step of a case: an operation of a client, and what it has to come to. */
export interface Step {
  /** An operation of the drivers; `mail` has the runner send one more mail. */
  readonly op: string;
  /** `$name.path` stands for a value of the run. */
  readonly args?: unknown;
  /** Changes of the arguments, by path; null removes. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Answers in the place of the API's. */
  readonly faults?: readonly Fault[];
  /** The wait that ends a reader of a list without an end. */
  readonly polls?: number;
  readonly key?: string;
  /** Values in the result, by path. */
  readonly expect?: Readonly<Record<string, unknown>>;
  /** Keeps the result's value for later steps, as `$name`. */
  readonly keep?: string;
}

/** An answer in the place of the API's. */
export interface Fault {
  readonly path: string;
  readonly times: number;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Case {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Values of a run, by name. */
export type Values = Readonly<Record<string, unknown>>;

/** The value at a path, as `events.0.eventId` or `events.length`; undefined where there is none. */
export const valueAt = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((found, name) => (found as Record<string, unknown> | null | undefined)?.[name], value);

/**
 * Puts the values of a run in the place of their names.
 *
 * @throws Error for a name without a value
 */
export function resolved(template: unknown, values: Values): unknown {
  if (typeof template === 'string' && template.startsWith('$')) {
    const value = valueAt(values, template.slice(1));
    if (value === undefined) throw new Error(`the run has no ${template}`);
    return value;
  }
  if (Array.isArray(template)) return template.map((each) => resolved(each, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, resolved(value, values)]));
}

/** A copy with other values at paths; without those that are null. */
export function changed(value: unknown, changes: Readonly<Record<string, unknown>>): unknown {
  const copy: unknown = structuredClone(value);
  for (const [path, change] of Object.entries(changes)) {
    const names = path.split('.');
    const last = names.pop()!;
    const holder = (names.length === 0 ? copy : valueAt(copy, names.join('.'))) as Record<string, unknown>;
    if (change === null) delete holder[last];
    else holder[last] = change;
  }
  return copy;
}

/** The first expectation that a result does not meet, in words; undefined when it meets them all. */
export function mismatchOf(result: unknown, expected: Readonly<Record<string, unknown>>): string | undefined {
  for (const [path, value] of Object.entries(expected)) {
    const found = valueAt(result, path);
    if (!isDeepStrictEqual(found, value))
      return `${path}: wants ${JSON.stringify(value)}, found ${JSON.stringify(found)} in ${JSON.stringify(result).slice(0, 400)}`;
  }
  return undefined;
}
