import { offerLines, sampleLines, tableLines } from '../../cli/review.ts';
import type { Review, ReviewOffer } from '../../lambdas/domain/understanding/review.ts';
import { type ReviewPorts, reviewQueue } from '../../lambdas/operations/review-queue.ts';
import { anEvent } from '../helpers/builders.ts';
import { aFakeReader, aMailRecord, aSettledDelivery, aStoredMail } from '../helpers/fake-reader.ts';

const offer: ReviewOffer = { eventId: 'evt_9', integration: 'sales', at: 'T', deal: '7', reason: 'no part in deal 7' };
const aReview = (changes: Partial<Review> = {}): Review => ({
  eventId: 'evt_1',
  at: 'T',
  by: 'ada',
  kind: 'human',
  ...changes,
});

/** Three mails, of which the second has lost its event object. */
function aStage({ reviews = [] as Review[], offers = [] as ReviewOffer[] } = {}): ReviewPorts {
  const numbers = [1, 2, 3];
  const { store, reader } = aFakeReader({
    stored: numbers.map((nth) => aStoredMail(nth)),
    mails: numbers.map((nth) => aMailRecord(nth)),
    deliveries: [aSettledDelivery(1, { steps: { contact: { state: 'done', at: 'T', id: '51' } } })],
  });
  return {
    store: {
      ...store,
      getEvent: async (eventId) => (eventId === 'evt_2' ? undefined : anEvent({ text: 'Hi.\nBye.\n' })),
    },
    reader,
    reviews: { all: async () => reviews, offers: async () => offers },
  };
}

const queued = (ports: ReviewPorts, percent = 100, words = false) =>
  Array.fromAsync(reviewQueue(ports, { since: new Date(0), percent, words }));
const idOf = (item: Awaited<ReturnType<typeof queued>>[number]) =>
  'offer' in item ? item.offer.eventId : item.sample.eventId;

describe('reviewQueue', () => {
  it('lists what waits for a person, then samples whose event is there', async () => {
    expect((await queued(aStage({ offers: [offer] }))).map(idOf)).toEqual(['evt_9', 'evt_1', 'evt_3']);
  });

  it('leaves out what was reviewed', async () => {
    expect((await queued(aStage({ reviews: [aReview()] }))).map(idOf)).toEqual(['evt_3']);
  });

  it('draws no samples at zero percent', async () => {
    expect(await queued(aStage(), 0)).toEqual([]);
  });

  it('shows the words of the mail only where they are asked for', async () => {
    const [without] = await queued(aStage());
    const [withWords] = await queued(aStage(), 100, true);

    expect(without).not.toHaveProperty('sample.subject');
    expect(without).not.toHaveProperty('sample.words');
    expect(withWords).toMatchObject({ sample: { subject: 'Hello', words: expect.stringContaining('Hi.') } });
  });
});

describe('offerLines', () => {
  it.each<[string, Partial<ReviewOffer>, string]>([
    ['of an earlier version', {}, '  sales: logged on its sender alone, no part in deal 7'],
    ['about a deal', { about: ['deal'] }, '  sales: logged on its sender alone, no part in deal 7'],
    ['about trust', { about: ['trust'], reason: 'trust 5: dmarc.fail' }, '  sales: trust 5: dmarc.fail'],
  ])('shows an offer %s', (_case, changes, line) => {
    expect(offerLines({ ...offer, ...changes })).toEqual(['evt_9  T', line]);
  });
});

describe('sampleLines', () => {
  const sample = { eventId: 'evt_1', receivedAt: 'T', kind: 'human', rules: ['a', 'b'], deliveries: [] } as const;

  it('shows how the mail was read and what became of it', () => {
    const deliveries = [{ integration: 'sales', fate: 'delivered', crm: { contactId: '51', dealId: '7' } }] as const;

    expect(
      sampleLines({ ...sample, rules: [...sample.rules], intent: 'positive', deliveries: [...deliveries] }),
    ).toEqual(['evt_1  T', '  kind human by a, b; intent positive', '  sales: delivered contactId 51, dealId 7']);
  });

  it('shows twelve lines of the words, without what a terminal would act on', () => {
    const words = `\u001b[2Jone\n\n${'more\n'.repeat(20)}`;
    const lines = sampleLines({ ...sample, rules: [], deliveries: [], subject: 'a\u0007b', words });

    expect(lines.slice(2, 4)).toEqual(['  a b', '  |  [2Jone']);
    expect(lines).toHaveLength(3 + 11);
  });
});

describe('tableLines', () => {
  it('shows each class with its share and what it was instead', () => {
    expect(tableLines([{ class: 'kind human', reviewed: 3, right: 2, instead: { bounce: 1 } }])).toEqual([
      '| class | reviewed | right | instead |',
      '|---|---|---|---|',
      '| kind human | 3 | 66.7 % | bounce 1 |',
    ]);
  });

  it('says where to begin when nothing was reviewed', () => {
    expect(tableLines([])).toEqual(['Nothing was reviewed yet; begin with: postern review queue']);
  });
});
