import { createReviews } from '../../lambdas/aws/dynamo-reviews.ts';
import type { Review, ReviewOffer } from '../../lambdas/domain/understanding/review.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const reviews = () => createReviews(database().dynamo, database().ledgerTable);
const review: Review = { eventId: 'evt_1', at: '2026-11-20T12:00:00.000Z', by: 'lea', kind: 'reply' };
const offer: ReviewOffer = {
  eventId: 'evt_1',
  integration: 'sales',
  at: '2026-11-20T12:00:00.000Z',
  deal: '51007',
  reason: 'sender',
};

describe('createReviews', () => {
  it('keeps one judgement of each mail, the latest', async () => {
    expect(await reviews().all()).toEqual([]);

    await reviews().put(review);
    await reviews().put({ ...review, eventId: 'evt_2' });
    await reviews().put({ ...review, rightKind: 'bounce' });

    expect(await reviews().all()).toEqual([
      { ...review, rightKind: 'bounce' },
      { ...review, eventId: 'evt_2' },
    ]);
  });

  it('lets a mail wait once for each integration, until a person has looked at it', async () => {
    const other = { ...offer, integration: 'support' };
    for (const each of [offer, offer, other]) await reviews().offer(each);

    expect(await reviews().offers()).toEqual([offer, other]);
    await reviews().take(offer);
    expect(await reviews().offers()).toEqual([other]);
  });
});
