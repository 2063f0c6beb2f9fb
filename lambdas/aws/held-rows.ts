import type { Row } from './dynamo-row.ts';

// Marks of legal holds on rows. `heldBy` has the ids of the holds; while it is there, `heldUntil` takes the place of every
// time to live that anybody writes, so that writers need not know of holds, and no write needs a read before it.

/** The end of the year 9999, in epoch seconds: a time to live that never comes. */
const never = 253_402_300_799;

/** Sets the time to live `:ttl` of a row, or that of its hold; `#ttl` stands for `ttl`. */
export const ttlUnlessHeld = '#ttl = if_not_exists(heldUntil, :ttl)';

/** The attributes of a row under holds; none without a hold. */
export const marksOf = (heldBy: readonly string[] = []): Row =>
  heldBy.length === 0 ? {} : { heldBy: new Set(heldBy), heldUntil: never };

/** The end of a new row: its time to live, or the marks of its holds. */
export const endOf = (ttl: number, heldBy?: readonly string[]): Row =>
  heldBy === undefined || heldBy.length === 0 ? { ttl } : marksOf(heldBy);

/** The holds on a row; undefined where there is none. */
export const heldByOf = ({ heldBy }: Row): string[] | undefined => (heldBy instanceof Set ? [...heldBy] : undefined);
