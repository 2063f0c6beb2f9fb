import { normalizeAddress } from '../../mail/address.ts';
import type { SubjectHash } from '../../mail/subject-hash.ts';
import type { ChangeQueue } from '../change-queue.ts';
import type { ConsentLedger } from '../consent-ledger.ts';
import type { ProviderCounts } from '../holds.ts';
import { providerOf } from '../provider.ts';
import type { ProviderBook } from '../provider-book.ts';
import { type SenderOrigin, senderChange } from './sender-changes.ts';
import type { SenderEvent } from './sender-event.ts';

interface TakeDependencies {
  readonly consent: Pick<ConsentLedger, 'read'>;
  readonly queues: ChangeQueue;
  readonly providers: Pick<ProviderBook, 'count'>;
  readonly subjectHash: () => Promise<SubjectHash>;
}

/** Changes that are sent side by side. */
const batchSize = 20;

/**
 * Takes the events of a sending service: each change of consent goes to the suppressions queue, and the results at mailbox
 * providers are counted. A delivery is news only for an address that had trouble, so most deliveries cost one read.
 *
 * @returns how many changes were queued
 */
export function createTakeSenderEvents({ consent, queues, providers, subjectHash }: TakeDependencies) {
  return async function takeSenderEvents(
    events: readonly SenderEvent[],
    origin: SenderOrigin,
    receivedAt: Date,
  ): Promise<number> {
    const subjectFor = await subjectHash();
    const takeOne = async (event: SenderEvent): Promise<boolean> => {
      const tenant = origin.tenant;
      const count = countOf(event);
      if (count !== undefined) await providers.count(tenant, providerOf(event.address), receivedAt, count);
      if (event.type === 'delivered') {
        const { state } = await consent.read(tenant, subjectFor(tenant, normalizeAddress(event.address)));
        if (state.softBounces.length === 0) return false;
      }
      await queues.sendChange(senderChange(event, origin, receivedAt, subjectFor));
      return true;
    };
    let sent = 0;
    for (let start = 0; start < events.length; start += batchSize) {
      const results = await Promise.all(events.slice(start, start + batchSize).map(takeOne));
      sent += results.filter(Boolean).length;
    }
    return sent;
  };
}

export type TakeSenderEvents = ReturnType<typeof createTakeSenderEvents>;

function countOf({ type, reason = '' }: SenderEvent): keyof ProviderCounts | undefined {
  switch (type) {
    case 'delivered':
      return 'delivered';
    case 'hard-bounce':
      return 'hardBounces';
    case 'complaint':
      return 'complaints';
    case 'soft-bounce':
      return /^(?:4[25]1|4\.[27]\.)/.test(reason) ? 'deferrals' : undefined;
    default:
      return undefined;
  }
}
