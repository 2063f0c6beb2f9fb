import { type PreviewPorts, previewReplay } from '../../lambdas/api/preview-replay.ts';
import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import type { FeedEntry } from '../../lambdas/domain/delivery/feed-entry.ts';
import { aDelivery, anEvent, anIntegration } from '../helpers/builders.ts';

/** A feed of that many mails that were given up; each read of an event takes so long. */
function aFeed(mails: number, msPerRead = 0) {
  const clock = { ms: 0 };
  const delivery: Delivery = {
    ...aDelivery(anEvent()),
    ...{ attempts: 1, fence: 1, steps: {}, state: 'failed', fate: 'dead', tenant: 'acme' },
  };
  const { lane, threadKey, receivedAt, integration, tenant } = delivery;
  const entryAt = (sequence: number): FeedEntry => ({
    ...{ eventId: `evt_${sequence}`, integration, tenant, threadKey, lane, receivedAt, sequence },
    recordedAt: receivedAt,
  });
  const ports: PreviewPorts = {
    control: {
      integrations: async () => [anIntegration({ key: integration, tenant })],
      connection: async () => ({ vendor: 'webhook', baseUrl: 'https://x.example', credentials: 'env:X' }),
    },
    scan: {
      read: async (_tenant, after, limit) => {
        const left = Math.min(limit, mails - after);
        return { entries: Array.from({ length: left }, (_, nth) => entryAt(after + nth + 1)), isEnd: left < limit };
      },
      event: async (eventId) => {
        clock.ms += msPerRead;
        return { deliveries: [{ ...delivery, eventId }] };
      },
    },
    now: () => new Date(clock.ms),
  };
  return {
    preview: () =>
      previewReplay(ports, {
        tenants: [tenant],
        selection: { delivered: false },
        ranges: [{ tenant, after: 0, upTo: mails }],
      }),
  };
}

describe('previewReplay', () => {
  it('names the first twenty deliveries, and counts all', async () => {
    const { progress, first, isComplete } = await aFeed(120).preview();

    expect(first).toHaveLength(20);
    expect(first[0]).toEqual({ eventId: 'evt_1', integration: 'sales' });
    expect([progress.replayed, isComplete]).toEqual([120, true]);
  });

  it('ends at five thousand of a million events, and says that there are more', async () => {
    const { progress, isComplete } = await aFeed(1_000_000).preview();

    expect([progress.replayed, isComplete]).toEqual([5_000, false]);
  });

  it('ends after eight seconds, long before the function does', async () => {
    const { progress, isComplete } = await aFeed(1_000_000, 10).preview();

    expect(isComplete).toBe(false);
    expect(progress.replayed).toBe(900);
  });
});
