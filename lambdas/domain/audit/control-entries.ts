import { compact } from '../../compact.ts';
import { apiActivities } from './audit-event.ts';
import { apiEntry, type EntriesOf, kindOf, objectOf, textOf, unknownActor } from './row-change.ts';

/** A legal hold that is placed, in force, or released. */
export const legalHoldEntries: EntriesOf = (context) => {
  const { before, after, sk } = context.change;
  const [was, is] = [textOf(before, 'state'), textOf(after, 'state') ?? 'released'];
  if (was === is) return [];
  const hold = objectOf(after ?? before, 'value');
  return [
    apiEntry(context, {
      code: `legal-hold.${is}`,
      activity: activityOf(before !== undefined, after !== undefined),
      actor: (before === undefined ? textOf(hold, 'placedBy') : undefined) ?? 'postern',
      message: `a legal hold is ${is}`,
      resources: [{ type: 'legal-hold', uid: sk }],
      unmapped: { hold },
    }),
  ];
};

/** Fields of the configuration that differ, by their path, as in `rules.0.when`. */
interface Difference {
  readonly path: string;
  readonly from?: string;
  readonly to?: string;
}

/** Most fields that one entry lists; the rest is counted. */
const maxDifferences = 50;
const maxValue = 200;

/** A part of the configuration that was applied, changed or removed, with its differences. */
export const configurationEntries: EntriesOf = (context) => {
  const { before, after, sk } = context.change;
  const differences = differencesOf(before?.value, after?.value);
  if (before !== undefined && after !== undefined && differences.length === 0) return [];
  const { partition } = kindOf(context.change);
  const activity = activityOf(before !== undefined, after !== undefined);
  return [
    apiEntry(context, {
      code: 'configuration.applied',
      activity,
      actor: textOf(after, 'by') ?? unknownActor,
      message: `${partition.toLowerCase()} ${sk} was ${words[activity] ?? 'changed'}`,
      resources: [{ type: partition.toLowerCase(), uid: sk }],
      unmapped: compact({
        differences: differences.slice(0, maxDifferences),
        more: differences.length > maxDifferences ? differences.length - maxDifferences : undefined,
      }),
    }),
  ];
};

const words: Readonly<Record<number, string>> = {
  [apiActivities.create]: 'added',
  [apiActivities.update]: 'changed',
  [apiActivities.delete]: 'removed',
};

function activityOf(was: boolean, is: boolean): number {
  if (!is) return apiActivities.delete;
  return was ? apiActivities.update : apiActivities.create;
}

/** The fields in which two values differ, in the order of their paths. */
function differencesOf(before: unknown, after: unknown): Difference[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])].toSorted();
  return paths
    .filter((path) => was.get(path) !== is.get(path))
    .map((path) => compact({ path, from: was.get(path), to: is.get(path) }));
}

function leavesOf(value: unknown, path = '', leaves = new Map<string, string>()): Map<string, string> {
  if (value === undefined) return leaves;
  const isBranch = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isBranch) return leaves.set(path, String(JSON.stringify(value) ?? value).slice(0, maxValue));
  for (const [name, item] of Object.entries(value)) leavesOf(item, path === '' ? name : `${path}.${name}`, leaves);
  return leaves;
}
