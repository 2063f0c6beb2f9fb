import fc from 'fast-check';
import {
  isSampled,
  offerOf,
  type Review,
  reviewOf,
  summarize,
  trustBand,
} from '../../../lambdas/domain/understanding/review.ts';
import { anEvent } from '../../helpers/builders.ts';

describe('samples', () => {
  it('draws one mail in a hundred, and draws it at every larger share, too', () => {
    const ids = Array.from({ length: 20_000 }, (_, nth) => anEvent({ messageId: `${nth}@x.example` }).eventId);
    const drawn = ids.filter((id) => isSampled(id, 1)).length;

    expect(drawn).toBeGreaterThan(120);
    expect(drawn).toBeLessThan(280);
    fc.assert(
      fc.property(fc.constantFrom(...ids), fc.nat(100), fc.nat(100), (id, a, b) => {
        if (isSampled(id, Math.min(a, b))) expect(isSampled(id, Math.max(a, b))).toBe(true);
      }),
    );
    expect(ids.every((id) => isSampled(id, 100))).toBe(true);
    expect(ids.some((id) => isSampled(id, 0))).toBe(false);
  });
});

describe('offerOf', () => {
  it('puts the reasons of a mail together, and names the deal where one is withheld', () => {
    const at = new Date('2026-11-20T10:00:00.000Z');
    const id = { eventId: 'evt_1', integration: 'sales' };

    expect(
      offerOf(
        id,
        [
          { about: 'deal', text: 'a', deal: '7' },
          { about: 'trust', text: 'b' },
        ],
        at,
      ),
    ).toEqual({ ...id, at: at.toISOString(), about: ['deal', 'trust'], deal: '7', reason: 'a; b' });
    expect(offerOf(id, [{ about: 'thread', text: 'c' }], at)).not.toHaveProperty('deal');
  });
});

describe('verdicts', () => {
  const event = anEvent({ text: 'Yes, please send me an offer.' });
  const verdict = { at: '2026-11-20T10:00:00.000Z', by: 'ada' };

  it('note what Postern had said, and what is right only where it differs', () => {
    expect(reviewOf(event, verdict)).toEqual({
      ...verdict,
      eventId: event.eventId,
      kind: 'human',
      intent: 'positive',
    });
    expect(reviewOf(event, { ...verdict, rightKind: 'human', rightIntent: 'neutral' })).toMatchObject({
      kind: 'human',
      rightIntent: 'neutral',
    });
    expect(reviewOf(event, { ...verdict, rightKind: 'human' })).not.toHaveProperty('rightKind');
  });

  it('add up by class', () => {
    const entry = (changes: Partial<Review>): Review => ({ ...verdict, eventId: 'evt', kind: 'human', ...changes });
    const classes = summarize([
      entry({ intent: 'positive' }),
      entry({ intent: 'positive', rightIntent: 'neutral' }),
      entry({ intent: 'positive', rightKind: 'auto-reply' }),
      entry({ kind: 'bounce' }),
    ]);

    expect(classes).toEqual([
      { class: 'kind human', reviewed: 3, right: 2, instead: { 'auto-reply': 1 } },
      { class: 'intent positive', reviewed: 2, right: 1, instead: { neutral: 1 } },
      { class: 'kind bounce', reviewed: 1, right: 1, instead: {} },
    ]);
  });

  it('count trust, conversation and person by what they were decided by', () => {
    const judged = (word: string): Review => ({
      ...verdict,
      eventId: 'evt',
      kind: 'human',
      judgements: [
        { about: 'thread', by: 'subject', verdict: word },
        { about: 'person', by: 'reply-to', verdict: 'right' },
      ],
    });

    expect(summarize([judged('right'), judged('wrong')])).toEqual([
      { class: 'kind human', reviewed: 2, right: 2, instead: {} },
      { class: 'person reply-to', reviewed: 2, right: 2, instead: {} },
      { class: 'thread subject', reviewed: 2, right: 1, instead: { wrong: 1 } },
    ]);
    expect([undefined, 0, 19, 20, 50, 80, 100].map(trustBand)).toEqual([
      'unscored',
      '0-19',
      '0-19',
      '20-49',
      '50-79',
      '80-100',
      '80-100',
    ]);
  });
});
