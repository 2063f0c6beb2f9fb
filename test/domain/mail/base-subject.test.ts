import { baseSubject, isTelling } from '../../../lambdas/domain/mail/base-subject.ts';

describe('baseSubject', () => {
  it.each<[string, string, boolean]>([
    ['Prices', 'prices', false],
    ['Re: Prices', 'prices', true],
    ['RE: AW: Fwd:  Prices', 'prices', true],
    ['Re[2]: Prices (fwd)', 'prices', true],
    ['SV: VS: Antw: Odp: Prices', 'prices', true],
    ['回复：报价', '报价', true],
    ['返信: 見積', '見積', true],
    ['[engines] Re: Prices', 'prices', true],
    ['Re: [engines] Prices', 'prices', true],
    ['[engines]', '[engines]', false],
    ['Research: results', 'research: results', false],
    ['', '', false],
  ])('reads "%s" as "%s"', (subject, text, isAnswer) => {
    expect(baseSubject(subject)).toMatchObject({ text, isAnswer });
  });

  it('keeps the title as it was written', () => {
    expect(baseSubject('Re: Prices for ACME').title).toBe('Prices for ACME');
  });
});

describe('isTelling', () => {
  it('tells a conversation only when it is no everyday word', () => {
    expect(['invoice', 'hi', 'hello', ''].map(isTelling)).toEqual([false, false, false, false]);
    expect(['prices for 40 seats', 'engineering'].map(isTelling)).toEqual([true, true]);
  });
});
