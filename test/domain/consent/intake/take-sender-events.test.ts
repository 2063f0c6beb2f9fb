import type { ConsentChange } from '../../../../lambdas/domain/consent/change.ts';
import type { SenderEvent } from '../../../../lambdas/domain/consent/intake/sender-event.ts';
import { createTakeSenderEvents } from '../../../../lambdas/domain/consent/intake/take-sender-events.ts';
import { emptyConsent } from '../../../../lambdas/domain/consent/state.ts';
import { subjectFor } from '../../../helpers/builders.ts';

const receivedAt = new Date('2026-11-20T09:00:00.000Z');

/** Takes events of one address, which has soft bounces or none. */
async function take(events: Array<Partial<SenderEvent>>, softBounces: string[] = []) {
  const counts: unknown[] = [];
  const changes: ConsentChange[] = [];
  const queued = await createTakeSenderEvents({
    consent: {
      read: async (tenant, subject) => ({ tenant, subject, version: 1, state: { ...emptyConsent, softBounces } }),
    },
    queues: { sendChange: async (change) => void changes.push(change) },
    providers: { count: async (_tenant, provider, _at, what) => void counts.push([provider, what]) },
    subjectHash: async () => subjectFor,
  })(
    events.map((event, nth) => ({
      type: 'delivered',
      address: 'lea@gmail.com',
      at: receivedAt.toISOString(),
      id: `e${nth}`,
      ...event,
    })),
    { tenant: 'acme', source: 'webhook', name: 'x' },
    receivedAt,
  );
  return { queued, counts, signals: changes.map(({ signal }) => signal) };
}

describe('createTakeSenderEvents', () => {
  it.each<[string, Partial<SenderEvent>, unknown[], string[]]>([
    ['counts a delivery, and queues nothing for an address without trouble', {}, [['google', 'delivered']], []],
    ['counts and queues a hard bounce', { type: 'hard-bounce' }, [['google', 'hardBounces']], ['hard-bounce']],
    ['counts and queues a complaint', { type: 'complaint' }, [['google', 'complaints']], ['complaint']],
    [
      'counts a soft bounce that slows us down',
      { type: 'soft-bounce', reason: '421 slow down' },
      [['google', 'deferrals']],
      ['soft-bounce'],
    ],
    ['counts no soft bounce of a full mailbox', { type: 'soft-bounce', reason: '452 full' }, [], ['soft-bounce']],
    ['counts no unsubscribe', { type: 'unsubscribe' }, [], ['unsubscribe']],
  ])('%s', async (_case, event, counts, signals) => {
    expect(await take([event])).toEqual({ queued: signals.length, counts, signals });
  });

  it('queues a delivery to an address that had bounced', async () => {
    expect(await take([{}], ['2026-11-19T09:00:00.000Z#chg_1'])).toMatchObject({ queued: 1, signals: ['delivered'] });
  });

  it('takes more events than are sent side by side', async () => {
    const events = Array.from({ length: 45 }, () => ({ type: 'unsubscribe' as const }));

    expect((await take(events)).queued).toBe(45);
  });
});
