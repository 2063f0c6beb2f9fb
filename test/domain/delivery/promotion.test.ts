import type { Delivery, Fate } from '../../../lambdas/domain/delivery/delivery.ts';
import { defaultGates, figuresOf, judgePromotion } from '../../../lambdas/domain/delivery/promotion.ts';
import { aDelivery, anEvent } from '../../helpers/builders.ts';

const deliveries = (fates: Partial<Record<Fate, number>>, seconds = 1): Delivery[] =>
  Object.entries(fates).flatMap(([fate, count]) =>
    Array.from({ length: count }, () => ({
      ...aDelivery(anEvent()),
      state: 'done' as const,
      fate: fate as Fate,
      settledAt: new Date(Date.parse('2026-11-20T09:00:00Z') + seconds * 1000).toISOString(),
      attempts: 0,
      fence: 1,
      steps: {},
    })),
  );
const failing = (given: readonly Delivery[]): string[] =>
  judgePromotion(figuresOf(given), defaultGates)
    .filter(({ isOpen }) => !isOpen)
    .map(({ gate }) => gate);

describe('judgePromotion', () => {
  it.each<[string, readonly Delivery[], string[]]>([
    ['goes on when all is well', deliveries({ shadowed: 49, delivered: 1 }), []],
    ['waits for mail', deliveries({ shadowed: 49 }), ['mails seen']],
    ['waits while anything is parked or dead', deliveries({ shadowed: 60, parked: 1, dead: 1 }), ['parked or dead']],
    ['looks at what is quarantined', deliveries({ shadowed: 60, quarantined: 4 }), ['quarantined']],
    ['looks at the slowest', deliveries({ shadowed: 60 }, 121), ['slowest in a hundred']],
    ['counts what was never seen as nothing', [], ['mails seen']],
  ])('%s', (_what, given, wanted) => {
    expect(failing(given)).toEqual(wanted);
  });

  it('does not count suppressions, which call the CRM in every mode', () => {
    const left = deliveries({ suppressed: 80 }).map((delivery) => ({ ...delivery, lane: 'suppression' as const }));

    expect(figuresOf(left)).toEqual({ mails: 0, fates: {} });
  });
});
