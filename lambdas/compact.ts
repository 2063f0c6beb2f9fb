/** An object without its undefined fields: a field that may be undefined becomes one that may be absent. */
type Compact<T> = T extends unknown
  ? { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
      [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
    }
  : never;

/**
 * Leaves out the fields that are undefined and keeps the others in their order; null, 0, false and '' stay. An object
 * without such a field is returned as it is.
 *
 * With `exactOptionalPropertyTypes` an absent field and an undefined one are different things, and only the
 * absent one survives JSON and DynamoDB unchanged.
 *
 * @example compact({ id, name: contact?.name }) // { id } for a contact without a name
 */
export function compact<const T extends object>(fields: T): Compact<T> {
  const given = fields as Record<string, unknown>;
  // Loops over names, and no copy without need: the reading of a mail calls this many times.
  for (const name in given) if (given[name] === undefined) return copyOf(given) as Compact<T>;
  return given as Compact<T>;
}

function copyOf(given: Record<string, unknown>): Record<string, unknown> {
  if (Object.hasOwn(given, '__proto__')) return Object.fromEntries(definedEntries(given));
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(given)) if (given[name] !== undefined) kept[name] = given[name];
  return kept;
}

/** An assignment to a field of the name `__proto__` would set the prototype. */
const definedEntries = (fields: Record<string, unknown>): Array<[string, unknown]> =>
  Object.entries(fields).filter(([, value]) => value !== undefined);
