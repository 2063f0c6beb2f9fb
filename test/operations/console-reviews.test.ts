import type { Review, ReviewOffer } from '../../lambdas/domain/understanding/review.ts';
import { createConsoleReviews } from '../../lambdas/operations/console-reviews.ts';
import { anEvent, anIntegration, silentLog } from '../helpers/builders.ts';
import { aFakeReader, aMailRecord, aSettledDelivery, aStoredMail } from '../helpers/fake-reader.ts';

const now = new Date('2026-11-20T12:00:00Z');
const since = new Date('2026-11-01T00:00:00Z');
const offer = (eventId: string, integration: string): ReviewOffer => ({ eventId, integration, at: 'T', reason: 'r' });

function reviewsWith(reviewed: readonly Review[] = []) {
  const done: unknown[] = [];
  const { store, reader } = aFakeReader({
    stored: [aStoredMail(1), aStoredMail(2)],
    mails: [aMailRecord(1), aMailRecord(2)],
    deliveries: [aSettledDelivery(1), aSettledDelivery(2, { integration: 'other', tenant: 'beta' })],
  });
  const events = new Map(['evt_1', 'evt_2'].map((eventId) => [eventId, { ...anEvent(), eventId }]));
  const routes = createConsoleReviews({
    store: { ...store, getEvent: async (eventId) => events.get(eventId) },
    reader,
    reviews: {
      all: async () => [...reviewed],
      offers: async () => [offer('evt_1', 'sales'), offer('evt_2', 'other')],
      put: async (review) => void done.push(['put', review.eventId]),
      take: async ({ eventId }) => void done.push(['take', eventId]),
    },
    integrations: async () => ({
      connections: {},
      integrations: [anIntegration({ tenant: 'acme' }), anIntegration({ key: 'other', tenant: 'beta' })],
    }),
    percent: 100,
    now: () => now,
    pause: () => new Promise(() => {}),
    log: silentLog,
  });
  return { routes, done };
}

describe('createConsoleReviews', () => {
  it.each([
    [undefined, ['evt_1', 'evt_2'], ['evt_1', 'evt_2'], 1],
    ['acme', ['evt_1'], ['evt_1'], 0],
    ['nobody', [], [], 0],
  ])('lists for %s', async (tenant, offers, samples, classes) => {
    const { routes } = reviewsWith([{ eventId: 'evt_9', at: 'T', by: 'kim', kind: 'human' }]);

    const list = await routes.list(tenant, { since, limit: 5 });

    expect(list.offers.map(({ eventId }) => eventId)).toEqual(offers);
    expect(list.samples.map(({ eventId }) => eventId)).toEqual(samples);
    expect(list.accuracy).toHaveLength(classes);
    expect(list.unavailable.map(({ part }) => part)).toEqual(tenant === undefined ? [] : ['accuracy']);
  });

  it('lists no more than asked for, and nothing that was reviewed', async () => {
    const { samples } = await reviewsWith().routes.list(undefined, { since, limit: 1 });
    expect(samples).toHaveLength(1);

    const rest = await reviewsWith([{ eventId: 'evt_1', at: 'T', by: 'kim', kind: 'human' }]).routes.list(undefined, {
      since,
      limit: 5,
    });
    expect(rest.samples.map(({ eventId }) => eventId)).toEqual(['evt_2']);
  });

  it('keeps a verdict and takes the offers of its mail, unless it is a dry run', async () => {
    const { routes, done } = reviewsWith();
    const verdict = { eventId: 'evt_1', kind: 'bounce' };

    expect(await routes.say(verdict, 'kim', 'acme', true)).toMatchObject({ by: 'kim', rightKind: 'bounce' });
    expect(done).toEqual([]);
    await routes.say(verdict, 'kim', 'acme', false);
    expect(done).toEqual([
      ['put', 'evt_1'],
      ['take', 'evt_1'],
    ]);
  });

  it.each([
    ['an unknown event', 'evt_7', undefined],
    ['an event of another tenant', 'evt_2', 'acme'],
  ])('knows nothing of %s', async (_case, eventId, tenant) => {
    expect(await reviewsWith().routes.say({ eventId }, 'kim', tenant, false)).toBeUndefined();
  });

  it('says what is wrong with a verdict', async () => {
    expect(await reviewsWith().routes.say({ eventId: 'evt_1', kind: 'poem' }, 'kim', undefined, false)).toMatch(
      /^kind: found "poem", wants one of /,
    );
  });
});
