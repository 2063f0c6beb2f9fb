import { compact } from '../../compact.ts';

/** Whether one person is in one segment of a CDP, by the newest statement of that CDP. */
export interface Membership {
  /** The intake that brought it, as `integrations.yaml` names it. */
  readonly source: string;
  /** The CDP's own id of the segment, which stays when the segment is renamed; its name where the CDP tells no id. */
  readonly id: string;
  /** The segment's name, by which rules and settings call it. */
  readonly segment: string;
  readonly state: 'in' | 'out';
  /** When it was entered or left, ISO 8601 UTC. */
  readonly at: string;
  /** Why, in the CDP's word: the name of its event, or the reason that the event carries. */
  readonly reason?: string;
  /** The CDP's id of the message that said so, for its own log. */
  readonly evidence: string;
}

/** The memberships of one address of one tenant. */
export interface Memberships {
  readonly version: number;
  readonly entries: readonly Membership[];
}

export const noMemberships: Memberships = { version: 0, entries: [] };

/** The most segments that are kept of one address. The row stays small enough to be read with every mail. */
export const mostMemberships = 100;

const keyOf = ({ source, id }: Membership): string => `${source} ${id}`;

/** At the same moment the statement that the person left wins; then the ids decide, so that any order ends the same. */
function isNewer(a: Membership, b: Membership): boolean {
  if (a.at !== b.at) return a.at > b.at;
  if (a.state !== b.state) return a.state === 'out';
  return a.evidence > b.evidence;
}

/**
 * Returns the memberships after a statement: the newest one of each segment counts, whatever the order of arrival, and a
 * repetition changes nothing. Above a hundred segments, those that were left longest ago are removed.
 *
 * @returns undefined when the statement is no news
 */
export function withMembership(before: Memberships, statement: Membership): Memberships | undefined {
  const known = before.entries.find((entry) => keyOf(entry) === keyOf(statement));
  if (known !== undefined && !isNewer(statement, known)) return undefined;
  const others = before.entries.filter((entry) => entry !== known);
  const entries = [...others, statement]
    .toSorted((a, b) => (a.state === b.state ? compare(b.at, a.at) : a.state === 'in' ? -1 : 1))
    .slice(0, mostMemberships);
  return { version: before.version + 1, entries };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The segments that the person is in now. */
export const currentSegments = ({ entries }: Memberships): Membership[] =>
  entries.filter(({ state }) => state === 'in');

/** A membership as an answer shows it. */
export const shownMembership = ({ segment, id, at, reason, source }: Membership) =>
  compact({ segment, membershipId: id, since: at, reason, source });
