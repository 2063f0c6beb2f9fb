import { readIntent } from '../../../../lambdas/domain/understanding/intent/intent.ts';

describe('readIntent', () => {
  it.each<[string, string, boolean | undefined]>([
    ['Sounds great, let’s talk next week.', 'positive', undefined],
    ['We are not interested.', 'negative', true],
    ['Sounds great, but we are not interested.', 'negative', true],
    ['Kein Interesse, danke.', 'negative', true],
    ['Not right now, maybe later.', 'neutral', undefined],
    ['Please remove me from your list.', 'opt-out', true],
    ['Wir sind sehr interessiert.', 'positive', undefined],
    ['What does it cost?', 'positive', undefined],
    ['OK', 'neutral', undefined],
  ])('reads %j as %s', (words, label, stop) => {
    expect(readIntent(words)).toMatchObject({ label, ...(stop && { stop }) });
  });

  it('says nothing of no words', () => {
    expect(readIntent(' \n')).toBeUndefined();
  });

  it('has more confidence in several signs than in one', () => {
    const [weak, strong] = ['Sounds good.', 'Sounds good, I am interested, let’s talk.'].map(
      (words) => readIntent(words)!,
    );

    expect(strong!.confidence).toBeGreaterThan(weak!.confidence);
  });
});
