import type { Mismatch } from './compare.ts';
import type { PropertyDifference } from './differences.ts';
import type { Dropped } from './reduced-template.ts';
import { check, type Report } from './report.ts';

/** A resource whose description was compared, and what differs. */
export interface Compared {
  readonly id: string;
  readonly type: string;
  readonly mismatches: readonly Mismatch[];
}

/** Whether a named difference covers a mismatch: the property itself, or what is in it. */
const covers = (known: PropertyDifference, type: string, { path }: Mismatch): boolean =>
  known.type === type && known.paths.some((one) => path === one || path.startsWith(`${one}.`));

/** What a resource shows that no named difference covers; undefined: nothing. */
export function problemOf(
  { type, mismatches: all }: Compared,
  known: readonly PropertyDifference[],
): string | undefined {
  const unnamed = all.filter((mismatch) => !known.some((difference) => covers(difference, type, mismatch)));
  if (unnamed.length === 0) return undefined;
  return unnamed
    .map(({ path, expected, found }) => `${path} is ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`)
    .join('; ');
}

/** A named difference that no resource shows any more is out of date. */
export const staleDifferences = (
  compared: readonly Compared[],
  known: readonly PropertyDifference[],
): Report['checks'] =>
  known
    .filter(
      (difference) =>
        !compared.some(({ type, mismatches: all }) => all.some((mismatch) => covers(difference, type, mismatch))),
    )
    .map(({ type, paths }) =>
      check(`${type} ${paths.join(', ')} differs`, 'it does not any more: take it out of tools/witness/differences.ts'),
    );

/** What was left out: by type, and of known types what refers to something that was left out. */
export function leftOut(dropped: readonly Dropped[]): string[] {
  const byType = (some: readonly Dropped[]): string =>
    [...Map.groupBy(some, ({ type }) => type)].map(([type, all]) => `${all.length} ${type}`).join(', ');
  const unknown = dropped.filter(({ refersTo }) => refersTo === undefined);
  const referring = dropped.filter(({ refersTo }) => refersTo !== undefined);
  return [
    ...(unknown.length === 0 ? [] : [`not created, because moto does not know the type: ${byType(unknown)}`]),
    ...(referring.length === 0 ? [] : [`not created, because they refer to one of these: ${byType(referring)}`]),
  ];
}
