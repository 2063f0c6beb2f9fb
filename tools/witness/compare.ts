import { importedName, isRecord } from './template.ts';

/** One value of the template that the created resource does not show. */
export interface Mismatch {
  /** `GlobalSecondaryIndexes.0.IndexName` */
  readonly path: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/**
 * Compares what a template says of a resource with what its service describes: every value of the template has to be
 * there, and the description may hold more. Numbers and truths count as their texts, which is how query APIs give them.
 * From a text that is put together (`Fn::Join`, `Fn::Sub`), and from a pseudo parameter, only that there is one.
 *
 * @param physicalIds of the resources of the stack by logical id, and the values of imports by name: what a reference has
 *   to end in
 */
export function mismatches(
  expected: unknown,
  found: unknown,
  physicalIds: ReadonlyMap<string, string>,
  path = '',
): Mismatch[] {
  const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const differs = (isSame: boolean): Mismatch[] => (isSame ? [] : [{ path, expected, found }]);
  const reference = referenceOf(expected);
  if (reference !== undefined) {
    const physicalId = physicalIds.get(reference);
    // The account and the region of the server.
    if (reference.startsWith('AWS::')) return differs(found !== undefined);
    return differs(physicalId !== undefined && found !== undefined && nameOf(String(found)) === nameOf(physicalId));
  }
  if (isPutTogether(expected)) return differs(found !== undefined);
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || found.length !== expected.length) return differs(false);
    return expected.flatMap((item, index) => mismatches(item, found[index], physicalIds, at(String(index))));
  }
  if (isRecord(expected)) {
    if (!isRecord(found)) return differs(false);
    return Object.entries(expected).flatMap(([key, value]) => mismatches(value, found[key], physicalIds, at(key)));
  }
  return differs(String(expected) === String(found));
}

const isPutTogether = (value: unknown): boolean => isRecord(value) && ('Fn::Join' in value || 'Fn::Sub' in value);

/** The logical id of a value that is nothing but a reference, or the name of what it imports. */
function referenceOf(value: unknown): string | undefined {
  if (!isRecord(value) || Object.keys(value).length !== 1) return undefined;
  const [[name, argument]] = Object.entries(value) as [[string, unknown]];
  if (name === 'Fn::GetAtt' && Array.isArray(argument)) return String(argument[0]);
  return name === 'Ref' ? String(argument) : importedName(name, argument);
}

/** The last part of an ARN, a URL or a name. */
const nameOf = (id: string): string => id.split(/[:/]/).at(-1)!;
