import { anyOf } from '../../mail/any-of.ts';
import { withoutEnd, withoutStart } from '../../mail/text.ts';
import { plain } from './quote-header.ts';

type Field = 'from' | 'date' | 'to' | 'subject' | 'cc';

/** Names of the fields that clients write above what they quote or forward, in the languages they speak. */
const names: Readonly<Record<Field, string>> = {
  from: anyOf`
    from|von|de|da|van|od|från|fra|lähettäjä|от|від
    от кого
    kimden|gönderen|差出人|送信者|発信者|送信元
    보낸 ?사람
    发件人|寄件者|寄件人|từ
    người gửi
    מאת|من|feladó
    de la
    expéditeur|expediteur|remitente|mittente|afzender|nadawca|avsändare|avsender|afsender|absender
    odesílatel|odosielateľ|από|lähettänyt|шаље|saatja|nuo|no|dari|daripada|frá|nork|จาก|प्रेषक|از
    від кого
    pošiljatelj|pošiljalac
  `,
  date: anyOf`
    sent|date|gesendet|datum
    envoyé(?:e)?(?: le)?
    enviado(?: el)?
    enviada(?: em)?
    fecha
    inviato(?: il)?
    data|verzonden|wysłano|wysłane
    data wysłania
    skickat|sendt|dato|lähetetty|päivämäärä|päiväys|odesláno|dátum|odoslané|дата|отправлено
    надіслано|gönderildi
    gönderme tarihi
    gönderilme tarihi
    tarih|送信日時|日時|日付|送信日
    보낸 ?날짜
    날짜|发送时间|发送日期|发件时间|日期|時間|时间|寄件日期|傳送日期|ngày
    đã gửi
    gửi|נשלח|תאריך|تاريخ|التاريخ
    تم الإرسال
    أرسلت|elküldve|trimis|ημερομηνία
    sent on
    sent at
    στάλθηκε|αποστολή|απεστάλη|poslano|poslato|послато|изпратено|испратено|дата на изпращане|išsiųsta|nosūtīts
    saadetud|kuupäev|enviat|bidalia|dikirim|terkirim|tanggal|dihantar|tarikh|gestuur|sendur|ส่ง|วันที่|भेजा गया
    ارسال شده|trimis la
  `,
  to: anyOf`
    to|an|à|a|para|per|aan|do|till|til|vastaanottaja|komu|кому|kime|alıcı|宛先|送信先
    받는 ?사람
    收件人|收件者|tới|đến
    người nhận
    אל|إلى|الى|címzett|destinataire|destinatario|destinatário|către|προς|pour|za|prima|primatelj|do koho|до|за|kam
    adresāts|adressaat|kellele|kepada|untuk|aanvanger|nori|per a|ถึง|प्रति|به|til|viðtakandi
  `,
  subject: anyOf`
    subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|ämne|emne|aihe|předmět|predmet|тема
    konu|件名|표제|제목|主题|主旨|主題|标题
    chủ đề
    tiêu đề
    נושא|الموضوع|tárgy|subiect|θέμα|re|zadeva|относно|тема на|наслов|naslov|tēma|teema|assumpte|gaia|perihal|subjek
    tema|efni|เรื่อง|विषय|موضوع|subjekt
  `,
  cc: anyOf`
    cc|kopie|kopia|kopio|copie|copia|cópia
    copie à
    κοιν|κοινοποίηση|kp|cópia para|tembusan|สำเนา|koopia
    kopi|копия|копія|bilgi|参照|抄送|副本|참조|עותק|העתק|نسخة|bcc|reply-to
    répondre à
    organization|newsgroups|attachments?|anlagen?|importance|priority|wichtigkeit|priorität|anhang
    pièces jointes
    x-mailer|message-id|in-reply-to|references|sender|mailto|delivered-to
  `,
};
const fieldNames = ['from', 'date', 'to', 'subject', 'cc'] as const satisfies readonly Field[];
const patterns = fieldNames.map((field) => [field, fieldPattern(names[field])] as const);

/** A field of one of these names, emphasized or not; the group is its value. */
function fieldPattern(anyName: string): RegExp {
  return new RegExp(String.raw`^(?:[*_]{0,2})${anyName}\s?(?:[*_]{0,2})\s?[:：]\s?(?:[*_]{0,2})(.*)$`, 'iu');
}

/** A header block in the midst of a text. */
export interface HeaderLines {
  /** Index of its first line, and of the first line behind it. */
  readonly start: number;
  readonly end: number;
  readonly fields: Readonly<Partial<Record<Field, string>>>;
}

const reach = 14;

/**
 * Reads the block that Outlook and forwarding clients write above the mail they quote: sender and two more of
 * date, recipients and subject, one a line, long ones wrapped.
 *
 * @param isAnnounced whether a divider stands above it: then sender and one more field are enough
 */
export function headerLinesAt(lines: readonly string[], start: number, isAnnounced: boolean): HeaderLines | undefined {
  const first = fieldOf(lines[start]!)?.[0];
  if (first === undefined) return undefined;
  const { fields, end } = readFields(lines, start);
  if (isMailHeader(fields, isAnnounced)) return { start, end, fields };
  return first === 'to' ? notesBlock(lines, start, fields, end) : undefined;
}

/**
 * Reads the block of older Notes, which names no fields for author and date: they stand on lines of their own above the
 * recipients, or on one line as `"Bob Ray" <bob@x> on 01/02/2001 09:00 AM`.
 */
function notesBlock(lines: readonly string[], index: number, fields: Fields, end: number): HeaderLines | undefined {
  if (fields.to === undefined || fields.subject === undefined || fields.from !== undefined) return undefined;
  const date = unmarked(lines[index - 1] ?? '');
  const joint = /^(\S.{1,100}?) on (\d{1,2}[./-]\d{1,2}[./-]\d{2,4} .{0,20})$/.exec(date);
  if (joint) return { start: index - 1, end, fields: { ...fields, from: joint[1]!, date: joint[2]! } };
  const from = unmarked(lines[index - 2] ?? '');
  const isDated = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4} \d{1,2}:\d{2}.{0,15}$/.test(date);
  return isDated && from !== '' && from.length < 80
    ? { start: index - 2, end, fields: { ...fields, from, date } }
    : undefined;
}

type Fields = Partial<Record<Field, string>>;

/** Reads fields and their continuations, as far as they go. */
function readFields(lines: readonly string[], start: number): { readonly fields: Fields; readonly end: number } {
  const fields: Fields = {};
  let end = start;
  let last: Field | undefined;
  for (let index = start; index < Math.min(lines.length, start + reach); index += 1) {
    const line = unmarked(lines[index]!);
    if (line === '') {
      if (endsFields(nextFilled(lines, index), fields)) break;
      continue;
    }
    const field = fieldOf(lines[index]!);
    if (field !== undefined) {
      fields[field[0]] ??= field[1];
      last = field[0];
    } else if (last === undefined) break;
    else if (isContinuation(line, last, lines[index - 1])) fields[last] = `${fields[last]} ${line}`;
    else if (!isUnknownField(line, lines[index + 1])) break;
    end = index + 1;
  }
  return { fields, end };
}

/** Whether a line is a field that only its client knows: a label, and a known field on the next line. */
const isUnknownField = (line: string, next: string | undefined): boolean =>
  next !== undefined && line.length < 200 && /^[\p{L}][\p{L}. -]{0,24}[:：]/u.test(line) && fieldOf(next) !== undefined;

const nextFilled = (lines: readonly string[], from: number): string | undefined =>
  lines.slice(from, from + 3).find((line) => unmarked(line) !== '');

/** Whether a blank line ends the block: it may also part the fields. */
const endsFields = (next: string | undefined, fields: Fields): boolean =>
  next === undefined || fieldOf(next) === undefined || Object.keys(fields).length > 3;

/** Whether fields are those of a mail: "From: Paris, To: London" is somebody's order. */
function isMailHeader({ from, date, to, subject }: Fields, isAnnounced: boolean): boolean {
  const others = [date, to, subject].filter((value) => value !== undefined).length;
  if (from === undefined || others < (isAnnounced ? 1 : 2)) return false;
  // A mail's header names an address, or a day and an hour.
  return isAnnounced || /@/.test(`${from} ${to}`) || /\d{4}|\d{1,2}[:.]\d{2}/.test(date ?? '');
}

/** Header lines inside a quote carry its marks. */
const unmarked = (line: string): string => plain(line.replace(/^(?:\s{0,3}>)+\s?/, '').replace(/^[|]\s/, ''));

/** A line without a quote mark and without a colon among its first letters, as most are. */
const opensInWords = /^[!-9;-=?-{}~][ -9;-~]{39}/;

function fieldOf(raw: string): readonly [Field, string] | undefined {
  if (opensInWords.test(raw)) return undefined;
  const line = unmarked(raw);
  if (line.length > 2000 || !/[:：]/.test(line.slice(0, 40))) return undefined;
  for (const [field, pattern] of patterns) {
    const value = pattern.exec(line)?.[1];
    if (value !== undefined) return [field, withoutEnd(withoutStart(value, /[*_\s]/), /[*_\s]/)];
  }
  return undefined;
}

/** A wrapped value: more recipients, or the value on a line of its own below the name. */
const isContinuation = (line: string, last: Field, above: string | undefined): boolean =>
  ((last === 'to' || last === 'cc') && /[@;,]/.test(line) && line.length < 400) ||
  (above !== undefined && /[:：]\s*$/.test(above) && line.length < 300) ||
  (last !== 'subject' && line.slice(1, -1).includes('@') && !/\s/.test(line));
