import type { RetainedKind } from '../retention.ts';
import type { Row } from './dynamo-row.ts';
import { heldByOf } from './held-rows.ts';

/** Attributes with the time of a row, the one that says best how old it is first; ISO 8601 UTC. */
const times = ['settledAt', 'receivedAt', 'at', 'since', 'mergedAt', 'threadSince'];

/**
 * When a row was written, by its own words, or by its time to live.
 *
 * @returns undefined for a row that does not say
 */
export function timeOfRow(row: Row, days: RetainedKind['days'] | undefined): Date | undefined {
  const text = times.map((name) => row[name]).find((value) => typeof value === 'string');
  const time = new Date(text ?? Number.NaN);
  if (!Number.isNaN(time.getTime())) return time;
  if (typeof row.ttl !== 'number' || typeof days !== 'number') return undefined;
  return new Date((row.ttl - days * 86_400) * 1000);
}

/** Whether a row waits for something that settles it, and has no end until then. */
export const isOpenRow = (row: Row): boolean =>
  row.pendingShard !== undefined ||
  (row.state !== undefined && String(row.sk).startsWith('DELIVERY#') && row.settledAt === undefined);

/** Whether a row stays on purpose, however old it is: under a legal hold, or until it is settled. */
export const staysForNow = (row: Row): boolean => heldByOf(row) !== undefined || isOpenRow(row);

/**
 * About the bytes that DynamoDB bills for a row: names and values in UTF-8, and 100 for its index.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const bytesOfRow = (row: Row): number =>
  100 + Object.entries(row).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (value instanceof Set) return [...value].reduce((sum: number, item) => sum + bytesOf(item), 0);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce(
    (sum, [name, item]) => sum + 1 + bytesOf(item) + (Array.isArray(value) ? 0 : Buffer.byteLength(name)),
    3,
  );
}
