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
    ['答复：回复：秋季报价', '秋季报价', true],
    ['回覆﹕報價', '報價', true],
    ['轉寄: 報價', '報價', true],
    ['답변: 견적', '견적', true],
    ['ตอบกลับ: ราคา', 'ราคา', true],
    ['الرد: عرض', 'عرض', true],
    ['\u200fرد: عرض', 'عرض', true],
    ['Odgovor: Ponuda', 'ponuda', true],
    ['Răsp: Ofertă', 'ofertă', true],
    ['Vá: Ajánlat', 'ajánlat', true],
    ['Ats.: Kaina', 'kaina', true],
    ['Válasz: Ajánlat', 'ajánlat', true],
    ['Переслано: Цены', 'цены', true],
    ['R\u200be: Prices', 'prices', true],
    ['Responsible: Ada', 'responsible: ada', false],
    ['回复率报告：十月', '回复率报告：十月', false],
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

  it.each([
    ['秋季报价', true],
    ['报价', false],
    ['会议通知', false],
    ['見積もりの件', true],
    ['お問い合わせ', false],
    ['가을 견적', true],
    ['견적', false],
    ['안녕하세요', false],
  ])('counts a sign of a word for two letters: %s', (text, wanted) => {
    expect(isTelling(text)).toBe(wanted);
  });
});
