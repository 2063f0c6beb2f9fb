import { readFields, signFields, type TokenKeys } from '../mail/signed-text.ts';
import type { FeedPosition } from './feed-reading.ts';

/** The places of a reader, by tenant. A tenant that is absent has not been read yet. */
export type FeedPositions = ReadonlyMap<string, FeedPosition>;

const use = 'feed:';
const form = 'feed/1';
const fieldsPerPlace = 3;

/** Makes the cursor of a page. It is signed, so that nobody reads a feed from a place that we did not give. */
export const mintCursor = (positions: FeedPositions, keys: TokenKeys): string =>
  signFields(
    [form, ...[...positions].flatMap(([tenant, { after, at }]) => [tenant, after.toString(36), at.toString(36)])],
    keys,
    use,
  );

/**
 * Reads a cursor.
 *
 * @param tenant the only tenant that the caller may read; absent: all
 * @returns undefined when it is cut, altered, signed by no key of ours, of a form that we do not know, or of another tenant
 */
export function readCursor(text: string, keys: TokenKeys, tenant: string | undefined): FeedPositions | undefined {
  const [foundForm, ...fields] = readFields(text, keys, use) ?? [];
  if (foundForm !== form || fields.length % fieldsPerPlace !== 0) return undefined;
  const positions = new Map<string, FeedPosition>();
  for (let start = 0; start < fields.length; start += fieldsPerPlace) {
    const [name = '', after = '', at = ''] = fields.slice(start, start + fieldsPerPlace);
    positions.set(name, { after: Number.parseInt(after, 36), at: Number.parseInt(at, 36) });
  }
  const isForeign = tenant !== undefined && [...positions.keys()].some((name) => name !== tenant);
  return isForeign ? undefined : positions;
}
