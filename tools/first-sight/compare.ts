/** A field of the event that is not as the label says. */
export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

type Expected = Readonly<Record<string, unknown>>;

/** Compares the labelled fields of an event. `zoneMinutes` is the offset of the mail's own Date, east of UTC. */
export function differences(event: unknown, expected: Expected, zoneMinutes: number): Difference[] {
  return Object.entries(expected).flatMap(([path, value]) => {
    const actual = path
      .split('.')
      .reduce<unknown>((parent, key) => (isRecord(parent) ? parent[key] : undefined), event);
    return matches(actual, value, zoneMinutes) ? [] : [{ path, expected: value, actual }];
  });
}

function matches(actual: unknown, expected: unknown, zoneMinutes: number): boolean {
  if (expected === null) return isEmpty(actual);
  if (typeof expected === 'string') return typeof actual === 'string' && tidy(actual) === tidy(expected);
  if (Array.isArray(expected)) return Array.isArray(actual) && matchesList(actual, expected, zoneMinutes);
  if (!isRecord(expected)) return actual === expected;
  const operators = Object.entries(expected).filter(([name]) => name in OPERATORS);
  if (operators.length > 0) return operators.every(([name, value]) => OPERATORS[name]?.(actual, value, zoneMinutes));
  return isRecord(actual) && Object.entries(expected).every(([key, value]) => matches(actual[key], value, zoneMinutes));
}

type Operator = (actual: unknown, expected: unknown, zoneMinutes: number) => boolean;

const OPERATORS: Readonly<Record<string, Operator>> = {
  not: (actual, expected, zone) => !matches(actual, expected, zone),
  anyOf: (actual, expected, zone) => listOf(expected).some((choice) => matches(actual, choice, zone)),
  contains: (actual, expected) => listOf(expected).every((part) => tidy(textOf(actual)).includes(tidy(textOf(part)))),
  without: (actual, expected) => listOf(expected).every((part) => !tidy(textOf(actual)).includes(tidy(textOf(part)))),
  startsWith: (actual, expected) => tidy(textOf(actual)).startsWith(tidy(textOf(expected))),
  day: (actual, expected, zone) => [0, zone].some((minutes) => dayOf(actual, minutes) === expected),
  instant: (actual, expected) => Date.parse(textOf(actual)) === Date.parse(textOf(expected)),
};

/** Lists have the order of the label, except recipients of a bounce, which are compared by address. */
function matchesList(actual: readonly unknown[], expected: readonly unknown[], zoneMinutes: number): boolean {
  if (actual.length !== expected.length) return false;
  const isByAddress = expected.every((entry) => isRecord(entry) && 'address' in entry && 'type' in entry);
  const [left, right] = isByAddress ? [byAddress(actual), byAddress(expected)] : [actual, expected];
  return right.every((entry, index) => matches(left[index], entry, zoneMinutes));
}

function byAddress(recipients: readonly unknown[]): unknown[] {
  const address = (entry: unknown) => (isRecord(entry) ? textOf(entry.address) : '');
  return recipients.toSorted((left, right) => (address(left) < address(right) ? -1 : 1));
}

function dayOf(instant: unknown, zoneMinutes: number): string | undefined {
  const time = Date.parse(textOf(instant));
  return Number.isNaN(time) ? undefined : new Date(time + zoneMinutes * 60_000).toISOString().slice(0, 10);
}

/** White space at line ends and at both ends is layout, and so is the line that introduces a signature. */
function tidy(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trimEnd());
  return lines.join('\n').trim().replace(/^--\n/, '');
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'string' ? tidy(value) === '' : Array.isArray(value) && value.length === 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
