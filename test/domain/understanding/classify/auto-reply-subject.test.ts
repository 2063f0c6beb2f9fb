import { autoReplySubject } from '../../../../lambdas/domain/understanding/classify/auto-reply-subject.ts';

describe('autoReplySubject', () => {
  it.each([
    'Automatic reply: Offer',
    'RE: Out of office: Offer',
    '[Auto-Reply] Offer',
    "I'm currently on vacation",
    'Abwesenheitsnotiz: Angebot',
    'Réponse automatique : devis',
    'Respuesta automática: oferta',
    'Risposta automatica: offerta',
    'Resposta automática: oferta',
    'Automatisch antwoord: offerte',
    'Odpowiedź automatyczna: oferta',
    'Autosvar: tilbud',
    'Automaattinen vastaus: tarjous',
    'Automatická odpověď: nabídka',
    'Automatikus válasz: ajánlat',
    'Răspuns automat: ofertă',
    'Автоматический ответ: предложение',
    'Otomatik yanıt: teklif',
    'Αυτόματη απάντηση: προσφορά',
    'תשובה אוטומטית: הצעה',
    'رد تلقائي: عرض',
    '自動返信: 見積もり',
    '자동 회신: 견적',
    '自动回复: 报价',
    'Trả lời tự động: báo giá',
    'Automatski odgovor: Ponuda',
    'Samodejni odgovor: Ponudba',
    'Automatinis atsakymas: Pasiūlymas',
    'Automātiska atbilde: Piedāvājums',
    'Automaatvastus: Pakkumine',
    'Автоматичен отговор: Оферта',
    'Аутоматски одговор: Понуда',
    'ตอบกลับอัตโนมัติ: ใบเสนอราคา',
    'การตอบกลับอัตโนมัติ: ใบเสนอราคา',
    'Balasan otomatis: Penawaran',
    'Resposta automàtica: Oferta',
    'Sjálfvirkt svar: Tilboð',
    'پاسخ خودکار: پیشنهاد',
    'Automatisk svar: Tilbud',
    'Ausente do escritório: Re: Oferta',
    'Absence du 9 au 20 novembre',
  ])('matches %j', (subject) => {
    expect(autoReplySubject.test(subject)).toBe(true);
  });

  it.each([
    'Offer for office chairs',
    'Automation of your office',
    'Are you out of office next week?',
    'Urlaubsplanung 2027',
    'Vacation rentals',
  ])('does not match %j', (subject) => {
    expect(autoReplySubject.test(subject)).toBe(false);
  });
});
