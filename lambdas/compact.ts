/** An object without its undefined fields: a field that may be undefined becomes one that may be absent. */
type Compact<T> = T extends unknown
  ? { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
      [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
    }
  : never;

/**
 * Leaves out the fields that are undefined and keeps the others in their order; null, 0, false and '' stay.
 *
 * With `exactOptionalPropertyTypes` an absent field and an undefined one are different things, and only the
 * absent one survives JSON and DynamoDB unchanged.
 *
 * @example compact({ id, name: contact?.name }) // { id } for a contact without a name
 */
export function compact<const T extends object>(fields: T): Compact<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Compact<T>;
}
