import type { FeedPorts } from '../../lambdas/api/feed-reader.ts';
import { type FeedEntry, type FeedHead, placeItems } from '../../lambdas/domain/delivery/feed-entry.ts';

/** An entry of a feed that a test makes. */
export interface Written {
  readonly tenant: string;
  readonly integration: string;
  readonly kind?: NonNullable<FeedEntry['kind']>;
  /** In ms before now. */
  readonly age: number;
}

/** The feeds of tenants, held in memory. */
export function feedsOf(written: readonly Written[], now: Date): FeedPorts['feed'] {
  const heads = new Map<string, FeedHead>();
  const entries = written.flatMap(({ age, tenant, ...rest }, nth) => {
    const item = {
      eventId: `evt_${nth}`,
      threadKey: 't',
      lane: 'conversation',
      receivedAt: 'r',
      tenant,
      ...rest,
    } as const;
    const placed = placeItems([item], heads.get(tenant), new Date(now.getTime() - age));
    heads.set(tenant, placed.head!);
    return placed.entries;
  });
  const behind = (tenant: string, after: number) =>
    entries.filter((entry) => entry.tenant === tenant && entry.sequence > after);
  return {
    read: async (tenant, after, limit) => {
      const found = behind(tenant, after);
      const head = heads.get(tenant);
      const isEnd = found.length < limit;
      return { entries: found.slice(0, limit), isEnd, ...(isEnd && head && { head }) };
    },
    head: async (tenant) => heads.get(tenant),
    next: async (tenant, after) => behind(tenant, after)[0],
  };
}
