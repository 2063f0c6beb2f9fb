import { normalizeAddress } from '../../mail/address.ts';
import type { SubjectHash } from '../../mail/subject-hash.ts';
import type { Membership } from '../membership.ts';
import type { MembershipEvent } from './cdp-event.ts';

/** The rows with the memberships of addresses. */
export interface MembershipBook {
  /**
   * Keeps a statement if it is news.
   *
   * @returns whether it was news; of an erased person nothing is
   */
  keep(tenant: string, subject: string, statement: Membership): Promise<boolean>;
}

interface TakeDependencies {
  readonly memberships: MembershipBook;
  readonly subjectHash: () => Promise<SubjectHash>;
}

/** People that are written side by side. */
const batchSize = 20;

/**
 * Keeps the statements of a CDP, each under the keyed hash of its address. Statements about one person are written one after
 * the other, because they share a row.
 *
 * @returns how many were news
 */
export function createTakeMemberships({ memberships, subjectHash }: TakeDependencies) {
  return async function takeMemberships(
    events: readonly MembershipEvent[],
    { tenant, name: source }: { readonly tenant: string; readonly name: string },
  ): Promise<number> {
    const subjectFor = await subjectHash();
    const people = [...Map.groupBy(events, ({ address }) => subjectFor(tenant, normalizeAddress(address)))];
    const takePerson = async ([subject, own]: (typeof people)[number]): Promise<number> => {
      let news = 0;
      for (const { address: _address, ...event } of own)
        if (await memberships.keep(tenant, subject, { source, ...event })) news += 1;
      return news;
    };
    let news = 0;
    for (let start = 0; start < people.length; start += batchSize) {
      const counts = await Promise.all(people.slice(start, start + batchSize).map(takePerson));
      news += counts.reduce((sum, count) => sum + count, 0);
    }
    return news;
  };
}

export type TakeMemberships = ReturnType<typeof createTakeMemberships>;
