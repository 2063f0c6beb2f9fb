import { translatedReason } from '../../../../lambdas/domain/understanding/bounce/wording-by-language.ts';

describe('translatedReason', () => {
  it.each([
    ['German', 'Die eingegebene E-Mail-Adresse wurde nicht gefunden.'],
    ['German, of Domino', 'Benutzer kim nicht im Domino-Verzeichnis aufgeführt'],
    ['French', 'L’adresse de messagerie que vous avez entrée est introuvable.'],
    ['Spanish', 'No se encontró la dirección: el destinatario no existe'],
    ['Portuguese', 'O endereço de email não foi encontrado.'],
    ['Italian', "L'indirizzo immesso non è stato trovato."],
    ['Dutch', 'Het e-mailadres kan niet worden gevonden, of de ontvanger bestaat niet'],
    ['Polish', 'Nie można odnaleźć wprowadzonego adresu e-mail.'],
    ['Czech', 'Zadaná e-mailová adresa nebyla nalezena.'],
    ['Slovak', 'Zadaná e-mailová adresa sa nenašla.'],
    ['Russian', 'Не удалось найти введенный адрес электронной почты.'],
    ['Ukrainian', 'Введену адресу електронної пошти не знайдено.'],
    ['Swedish', 'Det gick inte att hitta e-postadressen du angav.'],
    ['Danish', 'Den mailadresse, du skrev, blev ikke fundet.'],
    ['Norwegian', 'Finner ikke e-postadressen du skrev inn.'],
    ['Finnish', 'Antamaasi sähköpostiosoitetta ei löytynyt.'],
    ['Hungarian', 'A megadott e-mail-cím nem található.'],
    ['Romanian', 'Adresa de e-mail introdusă nu a fost găsită.'],
    ['Croatian', 'Adresa e-pošte koju ste unijeli nije pronađena.'],
    ['Lithuanian', 'Nepavyko rasti jūsų įvesto el. pašto adreso.'],
    ['Turkish', 'Girdiğiniz e-posta adresi bulunamadı.'],
    ['Greek', 'Δεν ήταν δυνατή η εύρεση της διεύθυνσης που καταχωρήσατε.'],
    ['Hebrew', 'לא היתה אפשרות למצוא את כתובת הדואר האלקטרוני שהזנת.'],
    ['Arabic', 'تعذر العثور على عنوان البريد الإلكتروني الذي أدخلته.'],
    ['Japanese', '入力した電子メール アドレスが見つかりませんでした。'],
    ['Chinese', '找不到您输入的电子邮件地址。'],
    ['Korean', '입력한 전자 메일 주소를 찾을 수 없습니다.'],
    ['Thai', 'ไม่พบที่อยู่อีเมลที่คุณป้อน'],
    ['Indonesian', 'Alamat email yang Anda masukkan tidak ditemukan.'],
    ['English, in other words', 'the address kim@quay.example is not registered'],
  ])('reads an unknown mailbox in %s', (_language, sentence) => {
    expect(translatedReason(sentence.toLowerCase().replaceAll('\u0307', ''))).toBe('userunknown');
  });

  it.each([
    ['mailboxfull', 'das postfach ist voll'],
    ['mailboxfull', 'la boîte aux lettres du destinataire est pleine'],
    ['mailboxfull', 'la casella di posta è piena'],
    ['mailboxfull', 'ящик получателя переполнен'],
    ['mailboxfull', '收件者的信箱已滿'],
    ['mailboxfull', 'メールボックスの容量が超過しています'],
    ['toolarge', 'die nachricht ist zu groß'],
    ['hostunknown', 'die domäne quay.example existiert nicht'],
    ['hostunknown', 'le domaine est introuvable'],
    ['senderrejected', 'die adresse des absenders ist ungültig'],
    [undefined, 'the weather is fine'],
    [undefined, 'die nachricht wurde zugestellt'],
    [undefined, 'the policy is not in the allowed list of this user'],
  ])('reads %s from %j', (reason, sentence) => {
    expect(translatedReason(sentence)).toBe(reason);
  });
});
