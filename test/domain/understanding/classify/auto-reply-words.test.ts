import {
  absence,
  autoReplySubject,
  machineSpeaks,
} from '../../../../lambdas/domain/understanding/classify/auto-reply-words.ts';

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

describe('machineSpeaks', () => {
  it.each([
    'Hello. This is an automated reply.',
    'This message was automatically generated in response to your mail.',
    'Diese Nachricht wurde automatisch erstellt.',
    'Ceci est une réponse automatique.',
    'Esta es una respuesta automática.',
    'Questo è un messaggio automatico.',
    'Dit is een automatisch bericht.',
    'Это автоматическое сообщение.',
    'このメールは自動返信です。',
  ])('matches %j', (text) => {
    expect(machineSpeaks.test(text)).toBe(true);
  });

  it.each(['This is a reply to your mail.', 'We sell automated gates.', 'Diese Nachricht ist wichtig.'])(
    'does not match %j',
    (text) => {
      expect(machineSpeaks.test(text)).toBe(false);
    },
  );
});

describe('absence', () => {
  it.each([
    'I am currently out of the office until Monday.',
    'We have received your message.',
    'Ich bin bis Montag nicht im Büro.',
    'Je suis actuellement en vacances.',
    'Estoy de vacaciones hasta el lunes.',
    'Sono in ferie fino a lunedì.',
    'Ik ben tot maandag afwezig.',
    'Jag är på semester.',
    'Я в отпуске до понедельника.',
    '休暇中です。',
  ])('matches %j', (text) => {
    expect(absence.test(text)).toBe(true);
  });

  it.each(['I am in the office until Monday.', 'Ich bin ab Montag im Büro.', 'The offer is out.'])(
    'does not match %j',
    (text) => {
      expect(absence.test(text)).toBe(false);
    },
  );
});
