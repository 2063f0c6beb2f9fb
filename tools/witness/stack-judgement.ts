import type { Mismatch } from './compare.ts';
import type { PropertyDifference } from './differences.ts';
import type { Dropped } from './reduced-template.ts';
import { check, type Report } from './report.ts';

/** A resource with a compared description, and its differences. */
export interface Compared {
  readonly id: string;
  readonly type: string;
  readonly mismatches: readonly Mismatch[];
}

/** Whether a named difference covers a mismatch: the property itself, or what is in it. */
const covers = (known: PropertyDifference, type: string, { path }: Mismatch): boolean =>
  known.type === type && known.paths.some((entry) => path === entry || path.startsWith(`${entry}.`));

/** A difference of a resource that no named difference covers; undefined: none. */
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

/** Every path of a named difference has to be shown by a resource: one that is not any more is out of date. */
export const differenceChecks = (
  compared: readonly Compared[],
  known: readonly PropertyDifference[],
): Report['checks'] =>
  known.flatMap((difference) =>
    difference.paths.map((path) => {
      const alone = { ...difference, paths: [path] };
      const isShown = compared.some(({ type, mismatches: all }) => all.some((entry) => covers(alone, type, entry)));
      return check(
        `${difference.type} ${path} differs`,
        isShown ? undefined : 'it does not any more: take it out of tools/witness/differences.ts',
      );
    }),
  );

/** Types with code that cannot run in a server; they are left out even if the server knows them. */
export const runsCode = (type: string): boolean => /^(?:AWS::Lambda::|AWS::CDK::|Custom::)/.test(type);

/**
 * The parts that were not compared: by type, what was left out and why, and what was created though no description shows whether as
 * the template says.
 */
export function notLookedAt(dropped: readonly Dropped[], undescribed: readonly string[]): string[] {
  const line = (why: string, types: readonly string[]): string[] => {
    const counted = [...Map.groupBy(types, (type) => type)].map(([type, all]) => `${all.length} ${type}`);
    return counted.length === 0 ? [] : [`${why}: ${counted.join(', ')}`];
  };
  const typesOf = (isMeant: (one: Dropped) => boolean): string[] => dropped.filter(isMeant).map(({ type }) => type);
  return [
    ...line(
      'not created, because their code cannot run there',
      typesOf(({ type }) => runsCode(type)),
    ),
    ...line(
      'not created, because moto does not know the type',
      typesOf(({ type, refersTo }) => !runsCode(type) && refersTo === undefined),
    ),
    ...line(
      'not created, because they refer to one of these',
      typesOf(({ type, refersTo }) => !runsCode(type) && refersTo !== undefined),
    ),
    ...line('created, but not compared with the template', undescribed),
  ];
}
