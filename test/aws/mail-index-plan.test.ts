import { cardChanges, countItems, planIndex, sumOfCounts } from '../../lambdas/aws/mail-index-plan.ts';
import { nothingIndexed } from '../../lambdas/aws/mail-index-rows.ts';
import type { MailCardFacts } from '../../lambdas/domain/delivery/mail-cards.ts';
import { subjectFor } from '../helpers/builders.ts';

const target = { table: 'T', hash: subjectFor, keptSeconds: 86_400 };
const source = { eventId: 'e1' };
const card = (changes: Partial<MailCardFacts> = {}): MailCardFacts => ({
  tenant: 'acme',
  mailId: 'm1',
  receivedAt: '2026-11-20T09:00:00.000Z',
  fates: ['pending'],
  integrations: ['sales'],
  ...changes,
});

describe('cardChanges', () => {
  it('finds cards that are new, gone or other', () => {
    const settled = card({ fates: ['delivered'] });
    const beta = card({ tenant: 'beta' });

    expect(cardChanges([], [card()])).toEqual([{ after: card() }]);
    expect(cardChanges([card()], [])).toEqual([{ before: card() }]);
    expect(cardChanges([card(), beta], [settled, beta])).toEqual([{ before: card(), after: settled }]);
  });
});

describe('planIndex', () => {
  it('writes nothing where nothing differs', () => {
    expect(planIndex(target, source, { version: 3, cards: [card()] }, [card()])).toBeUndefined();
  });

  it('holds only for the version that was read', () => {
    const first = planIndex(target, source, nothingIndexed, [card()]);
    const second = planIndex(target, source, { version: 3, cards: [card()] }, []);

    expect(first!.items[0]!.Put).toMatchObject({
      ConditionExpression: 'attribute_not_exists(pk)',
      Item: { version: 1 },
    });
    expect(second!.items[0]!.Put).toMatchObject({
      ConditionExpression: 'version = :version',
      ExpressionAttributeValues: { ':version': 3 },
      Item: { version: 4, cards: [] },
    });
  });

  it('goes a part of the way where a mail has more cards than a transaction takes', () => {
    const wanted = Array.from({ length: 100 }, (_, nth) => card({ tenant: `t${nth}` }));
    const plan = planIndex(target, source, nothingIndexed, wanted)!;

    expect(plan.isPart).toBe(true);
    expect(plan.items.length).toBeLessThan(82);
    expect((plan.items[0]!.Put!.Item!.cards as unknown[]).length).toBe(plan.counts.size);
  });
});

describe('sumOfCounts', () => {
  it('adds up the changes of a day, and leaves out what comes to nothing', () => {
    const settled = planIndex(target, source, { version: 1, cards: [card()] }, [card({ fates: ['dead'] })])!;
    const added = planIndex(target, source, nothingIndexed, [card({ mailId: 'm2' })])!;
    const removed = planIndex(target, source, { version: 1, cards: [card()] }, [])!;
    const [item, ...more] = countItems(target, sumOfCounts([settled.counts, added.counts]));

    expect(more).toEqual([]);
    expect(item!.Update).toMatchObject({
      Key: { pk: 'MAILDAYS#acme', sk: '2026-11-20' },
      ExpressionAttributeNames: { '#ttl': 'ttl', '#n0': 'fate_dead', '#n1': 'received' },
      ExpressionAttributeValues: { ':n0': 1, ':n1': 1 },
    });
    expect(countItems(target, sumOfCounts([added.counts, removed.counts]))).toEqual([]);
  });
});
