import { headerLinesAt } from '../../../../lambdas/domain/understanding/reply/header-lines.ts';

const at = (text: string, isAnnounced = false) => headerLinesAt(text.split('\n'), 0, isAnnounced);

describe('headerLinesAt', () => {
  it.each<[string, string]>([
    ['English', 'From: Bob <bob@ours.example>\nSent: Friday, November 20, 2026\nTo: Ada\nSubject: Prices'],
    ['German', 'Von: Bob <bob@ours.example>\nGesendet: Freitag, 20. November 2026\nAn: Ada\nBetreff: Prices'],
    ['French, in bold', '*De :* Bob <bob@ours.example>\n*Envoyé :* vendredi 20 novembre 2026\n*Objet :* Prices'],
    ['Greek', 'Από: Bob <bob@ours.example>\nΣτάλθηκε: Πέμπτη, 19 Νοεμβρίου 2026\nΠρος: Ada\nΘέμα: Prices'],
    ['Greek, of the web', 'Από: Bob <bob@ours.example>\nΑποστολή: Πέμπτη, 19 Νοεμβρίου 2026\nΠρος: Ada\nΘέμα: Prices'],
    ['Slovene', 'Od: Bob <bob@ours.example>\nPoslano: torek, 17. november 2026\nZa: Ada\nZadeva: Prices'],
    ['Croatian', 'Od: Bob <bob@ours.example>\nPoslano: utorak, 17. studenoga 2026.\nPrima: Ada\nPredmet: Prices'],
    ['Serbian', 'Шаље: Bob <bob@ours.example>\nПослато: уторак 17. новембар 2026.\nЗа: Ada\nНаслов: Prices'],
    ['Bulgarian', 'От: Bob <bob@ours.example>\nИзпратено: четвъртък, 19 ноември 2026 г.\nДо: Ada\nОтносно: Prices'],
    ['Lithuanian', 'Nuo: Bob <bob@ours.example>\nIšsiųsta: 2026 m. lapkričio 19 d.\nKam: Ada\nTema: Prices'],
    ['Latvian', 'No: Bob <bob@ours.example>\nNosūtīts: 2026. gada 19. novembris\nKam: Ada\nTēma: Prices'],
    ['Estonian', 'Saatja: Bob <bob@ours.example>\nSaadetud: 19. november 2026\nAdressaat: Ada\nTeema: Prices'],
    ['Thai', 'จาก: Bob <bob@ours.example>\nส่ง: 19 พฤศจิกายน 2026\nถึง: Ada\nเรื่อง: Prices'],
    ['Turkish', 'Kimden: Bob <bob@ours.example>\nGönderildi: 19 Kasım 2026\nKime: Ada\nKonu: Prices'],
    ['Indonesian', 'Dari: Bob <bob@ours.example>\nTerkirim: 19 November 2026\nKepada: Ada\nPerihal: Prices'],
    ['Catalan', 'De: Bob <bob@ours.example>\nEnviat: 19 de novembre de 2026\nPer a: Ada\nAssumpte: Prices'],
    ['Icelandic', 'Frá: Bob <bob@ours.example>\nSent: 19. nóvember 2026\nTil: Ada\nEfni: Prices'],
    ['Hindi', 'प्रेषक: Bob <bob@ours.example>\nभेजा गया: 19 नवंबर 2026\nप्रति: Ada\nविषय: Prices'],
    ['Persian', 'از: Bob <bob@ours.example>\nارسال شده: 19 نوامبر 2026\nبه: Ada\nموضوع: Prices'],
    [
      'a client with a field of its own',
      'Da: Bob <bob@ours.example>\nRisposta: Bob / Prices\nData: 1 novembre 2026\nA: Ada\nOggetto: Prices',
    ],
    [
      'blank lines between its fields',
      'From: Bob <bob@ours.example>\n\t\n\nTo: Ada\nDate: 20 Nov 2026\nSubject: Prices',
    ],
    ['a quoted block', '> From: Bob <bob@ours.example>\n> Date: 20 Nov 2026\n> Subject: Prices'],
  ])('reads a block in %s', (_name, text) => {
    expect(at(text)?.fields).toMatchObject({ from: 'Bob <bob@ours.example>', subject: 'Prices' });
  });

  it('joins a wrapped list of recipients', () => {
    const block = at(
      'From: Bob <bob@ours.example>\nTo: Ada <ada@customer.example>;\n Cy <cy@customer.example>\nSubject: Prices',
    );

    expect(block?.fields.to).toBe('Ada <ada@customer.example>; Cy <cy@customer.example>');
    expect(block?.end).toBe(4);
  });

  it('does not take somebody’s order for a header', () => {
    expect(at('From: Paris\nTo: London\nSubject: trains')).toBeUndefined();
  });

  it('asks less of a block below a divider', () => {
    const block = 'From: Bob\nSubject: Prices';

    expect([at(block, true) !== undefined, at(block)]).toEqual([true, undefined]);
  });
});

describe('a block of Notes', () => {
  it.each<[string, string, number, object]>([
    [
      'author and date on lines of their own',
      'Bob Ray@OURS\n20/11/2026 09:00 AM\nTo:\tAda/Sales\ncc:\nSubject:\tPrices',
      2,
      { start: 0, end: 5, fields: { from: 'Bob Ray@OURS', date: '20/11/2026 09:00 AM', subject: 'Prices' } },
    ],
    [
      'both on one line',
      '"Bob" <bob@ours.example> on 20/11/2026 09:00 AM\nTo: Ada\ncc:\nSubject: Prices',
      1,
      { start: 0, end: 4, fields: { from: '"Bob" <bob@ours.example>' } },
    ],
  ])('reads %s', (_name, text, at, block) => {
    expect(headerLinesAt(text.split('\n'), at, false)).toMatchObject(block);
  });

  it('takes no order for a header', () => {
    expect(headerLinesAt(['We need:', 'ten chairs', 'To: Ada', 'Subject: chairs'], 2, false)).toBeUndefined();
  });
});
