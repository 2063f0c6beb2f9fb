import { compact } from '../../../compact.ts';
import { plain, signatureMark } from './quote-header.ts';

/** What a signature says of the person, where it says it clearly. */
export interface SignatureContact {
  readonly phone?: string;
  readonly title?: string;
  readonly company?: string;
}

/** Lines that phones and mail apps add by themselves. */
const deviceLine =
  /^[-–—\s*_<([]*(?:(?:sent|get|written|typed|posted|composed)\b.{0,20}\b(?:from|via|with|using|by|on)(?=[\s:']).{1,80}|(?:sent|get) (?:outlook|from|via|with) .{1,80}|(?:von|aus) (?:meinem|meiner|unterwegs|mein).{1,60}(?:gesendet|gesandt|verschickt|geschrieben)|(?:gesendet|diese nachricht wurde|unterwegs gesendet|mobil gesendet)(?=[\s:']).{0,80}|(?:outlook|yahoo).{0,30}(?:für|pour|para|per|voor|na|for) (?:ios|android|iphone|mac|windows|apple).{0,40}|(?:envoyé|envoye|télécharger|obtenez|provenance)(?=[\s:']).{1,80}|(?:enviado|enviada|obtener|obter|obtenga)(?=[\s:']).{1,80}|(?:inviato|scarica|ottieni)(?=[\s:']).{1,80}|(?:verzonden|verstuurd|gestuurd|outlook downloaden)(?=[\s:']).{1,80}|(?:wysłan[eoay]|wyślij|pobierz)(?=[\s:']).{1,80}|(?:skickat|hämta|sendt|lähetetty|hanki|odesláno|odoslané|получ|отправлено|надіслано|iphone'?(?:um|)dan gönderildi|şuradan gönderildi).{0,80}|.{0,40}(?:から送信|から送信されました|에서 보냄|에서 보냈습니다|'?dan gönderildi|'?den gönderildi)[。.]?|(?:发自|從我的|发送自|寄件自|来自|來自).{0,40}|(?:được gửi|gửi) từ .{0,40}|נשלח מ.{0,40}|(?:مرسل|أرسلت|تم الإرسال) من .{0,40}|(?:sendt|skickat) fr[aå]n? .{0,60})[\])>*_.]*$/iu;
const deviceNames =
  /iphone|ipad|ipod|android|samsung|galaxy|blackberry|huawei|xiaomi|redmi|oneplus|nokia|windows ?phone|windows ?10|windows ?mail|mobile|mobil|handy|phone|smartphone|outlook|yahoo|gmail|protonmail|proton mail|tablet|device|appareil|dispositivo|telefon|handheld|t-mobile|verizon|sprint|at&t|aol|mail\.ru|yandex|mailbox|nine|k-9|k9|thunderbird|spark|airmail|mac\b|mailspring|superhuman|hey\b|wireless|zimbra|gmx|web\.de|携帯|手机|wireless|bell|rogers|vodafone|orange|free\b|posteo|tutanota|fairmail|bluemail|edison|samsunga|телефон|мобильн|аппарат|почт/iu;

/** The delimiter of RFC 3676 §4.3 ("-- "), and what clients make of it. */
const delimiter = /^(?:--|-- |—|––|- -|__)$/;
const wideDelimiter = /^(?:-{3,}|_{3,}|={3,}|\*{3,}|~{3,}|—{2,})$/;

/** Footers that lists, scanners and lawyers append; everything below belongs to them. */
const footer =
  /^(?:(?:this|the) (?:e-?mail|message|communication|transmission|electronic mail)(?: message)?(?:,| and|\(| and any| is| may| contains| transmission| including| was| has).{0,200}(?:confidential|privileged|intended (?:only|solely|for)|checked (?:for|by)|virus|proprietary|legally)|confidentiality (?:notice|note)|(?:legal )?disclaimer\b|notice of confidentiality|privileged (?:and|&|\/) confidential|the information (?:contained )?(?:in|transmitted)|this e-?mail (?:has been|was) (?:checked|scanned)|virus-free\.|diese (?:e-?mail|nachricht).{0,80}(?:vertraulich|viren)|der inhalt dieser (?:e-?mail|nachricht)|ce (?:message|courriel|mail|courrier).{0,80}(?:confidentiel|virus)|este (?:mensaje|correo|e-?mail|mensagem).{0,80}(?:confidencial|virus)|(?:questo|il presente) (?:messaggio|e-?mail).{0,80}(?:riservat|virus)|dit (?:bericht|e-?mail).{0,80}vertrouwelijk|to unsubscribe (?:from|send|visit|go)|you (?:received|are receiving) this (?:message|e-?mail|because)|_{5,}\s*$|(?:please )?consider the environment before printing|(?:p )?(?:please )?think (?:of|about) the environment|avast (?:logo|antivirus)|[\w.-]{1,60} mailing list$|mailing list\b.{0,60}(?:@|http)|no virus found in this|e-?mail (?:guaranteed|sent via)|do you yahoo)/iu;

const closing =
  /^(?:(?:with )?(?:best|kind|warm|kindest|warmest)?\s?(?:regards|wishes)|best|all the best|thanks(?: again| so much| a lot| in advance| and regards| & regards)?|thank you(?: very much| again| in advance)?|many thanks|cheers|sincerely(?: yours)?|yours(?: truly| sincerely| faithfully)?|respectfully|cordially|rgds|br|regards|(?:mit )?(?:freundlich\S*|besten|herzlich\S*|viele\S*|liebe|schöne\S*|beste) (?:gr[uü](?:[sß]|ss)\S*|dank)|mfg|lg|vg|gr[uü][sß]e|gruß|cordialement|bien (?:à (?:vous|toi)|cordialement)|(?:sincères |meilleures )?salutations|amicalement|merci|saludos(?: cordiales)?|un saludo|atentamente|cordialmente|gracias|(?:cordiali|distinti) saluti|grazie|saluti|atenciosamente|obrigad[oa]|(?:abra[cç]o|att)s?|met vriendelijke groet\S*|mvg|groet(?:en|jes)?|(?:z )?(?:poważaniem|pozdrawiam)|pozdrowienia|med v[aä]nlig(?:a|e)? h[aä]lsning\S*|(?:med )?(?:venlig|vennlig) hilsen|mvh|hälsningar|hilsen|ystävällisin terveisin|terveisin|s pozdravem|с уважением|всего доброго|з повагою|saygılarımla|best,|よろしくお願い\S*|敬具|此致|谢谢|감사합니다)\s*[,.!–-]*$/iu;

const phone =
  /(?:(?:tel|phone|ph|mobile|mob|cell|fon|telefon|t[eé]l[eé]fono?|tlf|mobil|office|direct|direkt|handy|m|t|p|c|o|f)\s?[.:)]{0,2}\s{0,2})?(\+?\(?\d[\d\s().\-/]{6,18}\d)(?:\s?(?:x|ext\.?)\s?\d{1,6})?/iu;
const title =
  /\b(?:ceo|cto|cfo|coo|cmo|cio|vp|svp|evp|(?:vice )?president|director|manager|engineer|developer|consultant|analyst|head of|chief|founder|co-?founder|partner|officer|lead|architect|specialist|coordinator|assistant|associate|executive|representative|administrator|designer|professor|attorney|owner|geschäftsführer(?:in)?|leiter(?:in)?|berater(?:in)?|entwickler(?:in)?|vertrieb|directeur|directrice|responsable|ingénieur|chargée? d|gérant|gerente|jefe|ingeniero|direttore|responsabile|diretor|coordenador|directora?)\b/iu;
const company =
  /\b(?:inc|llc|ltd|limited|corp(?:oration)?|gmbh|ag|kg|ug|s\.?a\.?s?|s\.?r\.?l|s\.?l\.?|b\.?v|n\.?v|a\/s|aps|ab|as|oy|plc|pty|co|company|group|university|universität|institute|k\.k|sp\. z o\.o|s\.p\.a|e\.v)\b\.?(?:[,|]|$)/iu;
/** The letter before the `@` is enough, and does not make the pattern walk a long word again from each of its letters. */
const webOrMail = /https?:\/\/|www\.[\w-]+\.|[^\s@]@[^\s@]+\.\p{L}{2}/iu;

export interface SplitSignature {
  readonly words: readonly string[];
  readonly signature: readonly string[];
}

/**
 * Parts the words of one stretch of own text from the signature below them.
 *
 * Sure signs first: a delimiter line, a line that a device wrote, a footer. Without one, a closing such as "Best
 * regards" followed by lines that hold a phone number, a web address or the like is a signature; a closing with
 * a name alone is the person's own words and stays.
 */
export function splitSignature(lines: readonly string[]): SplitSignature {
  const cut = lines.findIndex((_line, index) => isStart(lines, index) && !(index === 0 && lines.length > 12));
  const words = cut < 0 ? lines : lines.slice(0, cut);
  const below = cut < 0 ? [] : lines.slice(cut);
  const end = trimmedEnd(words);
  const block = contactBlockStart(words.slice(0, end));
  if (block === undefined) return { words: words.slice(0, end), signature: below };
  return {
    words: words.slice(0, trimmedEnd(words.slice(0, block))),
    signature: [...words.slice(block, end), ...below],
  };
}

function isStart(lines: readonly string[], index: number): boolean {
  const raw = lines[index]!;
  if (raw.startsWith(signatureMark)) return true;
  const line = plain(raw);
  if (line === '') return false;
  if (delimiter.test(raw.trimEnd()) || delimiter.test(line)) return true;
  // "-Ada Lovelace", as the last line: a name behind a dash, and no list of which it would be the end.
  if (signedName.test(line) && filledBelow(lines, index, 1).length === 0 && !/^[-*•]/.test(filledAbove(lines, index)))
    return true;
  if (isDeviceLine(line)) return filledBelow(lines, index, 9).length <= 8;
  if (wideDelimiter.test(line)) return isFooterBelow(filledBelow(lines, index, 15));
  return line.length > 12 && footer.test(line) && isLast(lines, index);
}

const signedName = /^(?:-{1,2}|–|—|~)\s?\p{Lu}[\p{L}.'-]{0,20}(?: \p{Lu}[\p{L}.'-]{0,20}){0,2}$/u;

/** The nearest line above that is not blank. */
function filledAbove(lines: readonly string[], index: number): string {
  for (let at = index - 1; at >= Math.max(0, index - 20); at -= 1) {
    const line = plain(lines[at]!);
    if (line !== '') return line;
  }
  return '';
}

/** The next lines that are not blank, as many as are asked for: more need not be known. */
function filledBelow(lines: readonly string[], index: number, count: number): string[] {
  const below: string[] = [];
  for (let at = index + 1; at < lines.length && below.length < count; at += 1) {
    const line = plain(lines[at]!);
    if (line !== '') below.push(line);
  }
  return below;
}

/** Whether a line is one that a device or app adds. */
const isDeviceLine = (line: string): boolean =>
  /^\(?sent from (?:my|a|an|the) [^.!?]{1,50}\)?$/i.test(line) ||
  (line.length < 120 && deviceLine.test(line) && deviceNames.test(line));

/** A footer ends the mail: no more than a few paragraphs follow, or it comes after a blank line. */
const isLast = (lines: readonly string[], index: number): boolean =>
  index === 0 ? false : plain(lines[index - 1]!) === '' || isRow(lines[index - 1]!) || lines.length - index < 12;
const isRow = (line: string): boolean => wideDelimiter.test(plain(line));

/** A drawn line opens a signature only above few, short lines of which one is contact data or a footer. */
const isFooterBelow = (below: readonly string[]): boolean =>
  below.length > 0 &&
  below.length <= 14 &&
  below
    .slice(0, 4)
    .some((line) => footer.test(line) || webOrMail.test(line) || isPhoneLine(line) || /\bmailing list\b/i.test(line)) &&
  below.filter((line) => line.length > 120).length <= below.length / 2;

const isPhoneLine = (line: string): boolean =>
  line.length < 100 && (phone.exec(line)?.[1]?.replace(/\D/g, '').length ?? 0) >= 7 && !/\d{1,2}:\d{2}/.test(line);

function trimmedEnd(lines: readonly string[]): number {
  let end = lines.length;
  while (end > 0 && plain(lines[end - 1]!) === '') end -= 1;
  return end;
}

/** Where an undelimited signature starts: at the last closing, when contact data stands below it. */
function contactBlockStart(lines: readonly string[]): number | undefined {
  const from = Math.max(1, lines.length - 14);
  for (let index = lines.length - 2; index >= from; index -= 1) {
    const line = plain(lines[index]!);
    if (line.length > 40 || !closing.test(line)) continue;
    const below = lines
      .slice(index + 1)
      .map(plain)
      .filter(Boolean);
    const contact = below.filter(
      (text) => isPhoneLine(text) || webOrMail.test(text) || company.test(text) || title.test(text),
    );
    return below.length >= 2 && contact.length >= 1 && below.every((text) => text.length < 100) ? index : undefined;
  }
  return undefined;
}

/** Phone number, title and company of a signature; absent where a line leaves doubt. */
export function readContact(signature: string): SignatureContact {
  const lines = signature
    .split('\n')
    .map(plain)
    .filter((line) => line !== '' && line.length < 120 && !isDeviceLine(line));
  const numbered = lines.find((line) => isPhoneLine(line) && !/\bfax\b/i.test(line.slice(0, 12)));
  const number = numbered && phone.exec(numbered)?.[1]?.trim();
  const head = lines.slice(0, 7).filter((line) => !webOrMail.test(line) && !isPhoneLine(line) && !closing.test(line));
  const named = head.find((line) => title.test(line) && line.length < 70 && !/[.!?]$/.test(line));
  const [titlePart, companyPart] = (named ?? '')
    .split(/[|•·@,]| at | bei | - | – /)
    .map((part) => part.trim())
    .filter(Boolean);
  const employer =
    head.find((line) => company.test(line) && line.length < 70) ??
    (named !== undefined && companyPart && !title.test(companyPart) ? companyPart : undefined);
  return compact({
    phone: number || undefined,
    title: titlePart && title.test(titlePart) ? titlePart : undefined,
    company: employer ? employer.replace(/^.*[|•·]\s*/, '').trim() : undefined,
  });
}
