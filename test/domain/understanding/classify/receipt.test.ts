import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import { dispositionReport, receiptWords } from '../../../../lambdas/domain/understanding/classify/receipt.ts';
import type { Rule } from '../../../../lambdas/domain/understanding/classify/rule.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const findingOf = (rule: Rule, changes: Partial<ParsedMail>) => rule({ mail: aParsedMail(changes), recipients: [] });

describe('dispositionReport', () => {
  it.each<[string, Partial<ParsedMail>]>([
    ['its root', { contentType: { type: 'multipart/report', reportType: 'disposition-notification' } }],
    ['a part', { partTypes: ['message/disposition-notification'] }],
  ])('finds a disposition report by %s', (_name, changes) => {
    expect(findingOf(dispositionReport, changes)).toMatchObject({ kind: 'receipt', confidence: 1 });
  });

  it('leaves a delivery report', () => {
    expect(findingOf(dispositionReport, { partTypes: ['message/delivery-status'] })).toBeUndefined();
  });
});

describe('receiptWords', () => {
  it.each<[string, string]>([
    ['Read: Offer', 'Your message\n\n  To: Jo\n  Subject: Offer\n\nwas read on 19 November 2026 09:30.'],
    ['Not read: Offer', 'Your message\n\n  To: Jo\n\nwas deleted without being read on 19 November 2026.'],
    ['Gelesen: Angebot', 'Ihre Nachricht\n\n  An: Jo\n\nwurde am Donnerstag, 19. November 2026 09:30 gelesen.'],
    ['Ungelesen: Angebot', 'Ihre Nachricht an Jo wurde ungelesen gelöscht am 19.11.2026.'],
    ['Lu : Offre', 'Votre message\n\n  À : Jo\n\na été lu le jeudi 19 novembre 2026 09:30.'],
    ['Non lu : Offre', 'Votre message a été supprimé sans avoir été lu le 19 novembre.'],
    ['No leído: Oferta', 'El mensaje se eliminó sin leer el jueves, 19 de noviembre de 2026.'],
    ['Letto: Offerta', 'Il messaggio è stato letto il giovedì 19 novembre 2026 09:30.'],
    ['Lest: Tilbud', 'Meldingen ble lest 19. november 2026 09:30.'],
    ['Læst: Tilbud', 'Meddelelsen blev læst den 19. november 2026.'],
    ['Luettu: Tarjous', 'Viestisi luettiin 19. marraskuuta 2026 9.30.'],
    ['Přečteno: Nabídka', 'Zpráva byla přečtena 19. listopadu 2026.'],
    ['Okundu: Teklif', 'İletiniz 19 Kasım 2026 tarihinde okundu.'],
    ['읽음: 제안', '메시지를 2026년 11월 19일에 읽었습니다.'],
    ['已读: 报价', '您的邮件已于2026年11月19日被阅读。'],
    ['Recall: Prices', 'Jo Baker would like to recall the message, "Prices".'],
    ['Message Recall Failure: Prices', 'Your message recall failed for Jo Baker.'],
    ['Intrekken: Prijzen', 'Jo Baker wil het bericht "Prijzen" intrekken.'],
    ['Återkalla: Priser', 'Jo Baker vill återkalla meddelandet "Priser".'],
    ['Отзыв: Цены', 'Jo Baker хочет отозвать сообщение "Цены".'],
    ['撤回: 价格', 'Jo Baker 希望撤回邮件“价格”。'],
  ])('finds a note of a client in %j: %j', (subject, text) => {
    expect(findingOf(receiptWords, { subject, text })).toMatchObject({ kind: 'receipt', confidence: 0.85 });
  });

  it.each<[string, string]>([
    ['Read: the new brochure', 'I like it, when was it printed?'],
    ['Offer', 'Your offer was read on Monday by all of us.'],
    ['Rappel : facture', 'Bonjour, merci de payer la facture.'],
    ['Cancelar: pedido', 'Quiero cancelar mi pedido.'],
    ['Read: Offer', `It was read by everybody. ${'And this is why. '.repeat(100)}`],
  ])('leaves a person’s mail: %j: %j', (subject, text) => {
    expect(findingOf(receiptWords, { subject, text })).toBeUndefined();
  });

  it('says which of the two it is', () => {
    const recall = findingOf(receiptWords, { subject: 'Recall: A', text: 'Jo would like to recall the message, "A".' });
    const reading = findingOf(receiptWords, { subject: 'Read: A', text: 'It was read on Monday.' });

    expect(recall?.because).toBe('a mail client asks to forget an earlier mail');
    expect(reading?.because).toBe('a mail client says what became of an earlier mail');
  });
});
