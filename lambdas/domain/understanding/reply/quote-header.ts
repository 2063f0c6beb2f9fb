import { withoutEnd, withoutStart } from '../../mail/text.ts';

/** Marks that the HTML reader leaves in its text: private use characters, which are taken out of the mail's own words. */
export const cutMark = '\ue000';
export const signatureMark = '\ue003';

/** The words of a mail without characters that would pass for our marks. */
export const withoutMarks = (text: string): string =>
  /[\ue000\ue003]/.test(text) ? text.replace(/[\ue000\ue003]/g, '') : text;

/** "wrote", as mail clients say it above a quote. */
const wrote =
  /(?:\bwrote\b|\bwrites\b|\bsaid\b|\bwrote:?|a écrit|ecrit\b|\bschrieb|\bschreef|\bgeschreven|\bheeft .{0,60}geschreven|escribi[oó]|ha scritto|scrive\b|\bscrisse|escreveu|\bpisze|napisał|\bskrev\b|kirjoitti|napsala?\b|napísal|написал|пишет|писал|написав|пише|yazdı|έγραψε|\bírta\b|a scris\b|viết|写道|寫道|写到|さんは書きました|書きました|のメール|wrote\b|작성|님이|כתב|كتب|napisao|skrifaði|rašė|kirjutas|menulis|เขียน|ha escrit)/iu;
const dated = /\b(?:19|20)\d\d\b|(?:19|20)\d\d年|\d{1,2}[:.h]\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b/u;
const addressed = /[^\s<>@"']@[^\s<>@"']|\[mailto:/u;
/** How a quote header begins; tells where it starts when it is wrapped over lines. */
const opener =
  /^(?:-{2,}\s*)?(?:on|le|am|em|el|il(?: giorno)?|op|w dniu|dnia|den|på|dne|dňa|pe|la|în|στις|в|во|у|пн|вт|ср|чт|пт|сб|вс|нд|vào|pada|at|in|quoting|mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|pon|wt|śr|czw|pt|sob|ndz|ma|ti|ke|to|pe|la|su|po|út|st|čt|pá|so|ne|בתאריך|ב-|في|בְּ|\d{1,4}[-./年]|\d{1,2}\.? \p{L}|\d{1,2} [\p{L}.]+ \d{4}|在|於|于)(?=[\s,.:\d(년年،、‎‏-]|$)/iu;

const invisible = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A line as it is compared: without invisible marks, emphasis and no-break blanks. */
export const plain = (line: string): string =>
  /[^\t-~]/.test(line)
    ? line
        .replace(invisible, '')
        .replace(/\u00a0/g, ' ')
        .trim()
    : line.trim();

/** Quote marks: `>`, initials before it (supercite), and the bar of some clients where it is no table. */
export const isQuoted = (line: string): boolean =>
  /^\s{0,3}(?:>|&gt;)/.test(line) ||
  /^\s?[A-Z][A-Za-z]{1,2}> /.test(line) ||
  (/^ ?\| /.test(line) && !/\|/.test(line.slice(3)));

/** Longest GroupWise header: name, address and date, and what blanks follow. */
const maxGroupWiseLength = 400;

/** GroupWise's header, which looks like a quote and stands above one that has no marks. */
export const isGroupWiseHeader = (line: string): boolean =>
  line.length < maxGroupWiseLength && /^>>> .{2,200}\d.{0,60}>>>\s*$/.test(line) && /\d{1,2}[:./-]\d{1,2}/.test(line);

/** A body line that an mbox file has escaped ("From " at the start of a line), which is nobody's quote. */
export const isEscapedFrom = (line: string): boolean => /^>From /.test(line);

const maxHeaderLines = 5;
const maxHeaderLength = 500;

/** Whether a trimmed line could end a quote header: a colon, or the dashes that Zoho puts there. */
const endsHeader = (line: string): boolean => /(?:[:：]|---|wrote\.?|écrit)$/iu.test(line) || bareHeader.test(line);
/** Older Gmail wrote the date and the name alone. */
const bareHeader = /^\d{4}[/-]\d{1,2}[/-]\d{1,2}\b.{0,120}<[^<>\s][^<>\s@]*@[^<>\s]+>$/u;
/** Phones frame the line in dashes. */
const framedHeader = /^-{2,}\s.{1,120}\s(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu)\s-{2,}$/iu;

/**
 * Finds a quote header ("On … wrote:") that ends at a line, and says where it starts.
 *
 * Most languages say "wrote"; Gmail in some writes only date, name and address before a colon, which is as
 * telling. A header may be wrapped over several lines.
 *
 * @param isBeforeQuote whether the next line that is not blank is quoted: then less is asked of the words
 */
export function quoteHeaderStart(lines: readonly string[], end: number, isBeforeQuote: boolean): number | undefined {
  const last = plain(lines[end]!);
  // Asked of every line, so the last letter is asked first.
  if (last.length === 0 || last.length > maxHeaderLength || !':：-.etET>'.includes(last.at(-1)!)) return undefined;
  if (!endsHeader(last)) return undefined;
  let found: number | undefined;
  let joined = '';
  for (let start = end; start > end - maxHeaderLines && start >= 0; start -= 1) {
    const line = withoutEnd(withoutStart(plain(lines[start]!), /[*_]/), /[*_]/);
    if (line === '' || isQuoted(lines[start]!)) break;
    joined = `${line} ${joined}`.trim();
    if (joined.length > maxHeaderLength) break;
    if (!isQuoteHeader(joined, isBeforeQuote)) continue;
    if (opener.test(line) && dated.test(line)) return start;
    found ??= start;
    // A header whose first line is the date alone: go on while the lines above may still belong to it.
    if (opener.test(line)) return start;
  }
  return found;
}

function isQuoteHeader(joined: string, isBeforeQuote: boolean): boolean {
  if (framedHeader.test(joined) || (isBeforeQuote && bareHeader.test(joined))) return true;
  const hasVerb = wrote.test(joined);
  const hasDate = dated.test(joined);
  const hasAddress = addressed.test(joined);
  if (hasDate && hasAddress) return hasVerb || isBeforeQuote || /<[^<>\s][^<>\s@]*@[^<>\s]+>\s*[:：]$/u.test(joined);
  if (hasAddress && isBeforeQuote && joined.length < 200 && /[:：]$/u.test(joined))
    return (
      hasVerb ||
      /^(?:quoting|zitat von|citando|mensaje citado por|en réponse à|in article|<?[^\s<>][^\s<>@]*@[^\s<>]+>?\s*:)/iu.test(
        joined,
      )
    );
  if (hasVerb && hasDate) return isBeforeQuote || (opener.test(joined) && joined.length < 250);
  if (hasVerb && hasAddress)
    return (
      isBeforeQuote ||
      /^\S.{0,120}(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|написал\S*)\s*[:：]$/iu.test(joined)
    );
  return (
    hasVerb &&
    isBeforeQuote &&
    joined.length < 160 &&
    /(?:wrote|writes|said|schrieb|a écrit|escribi[oó]|ha scritto|escreveu|schreef|pisze|napisał\S*|skrev|kirjoitti|napsal\S*|написал\S*|пишет|пише|yazdı|写道|寫道)[^.!?]{0,40}[:：]$/iu.test(
      joined,
    )
  );
}

const dashes = '[-–—_=*~\\s>]';
const originalWords =
  "original message|original e-?mail|original appointment|originalnachricht|original-?nachricht|ursprüngliche (?:nachricht|mail|e-mail)|urspruengliche nachricht|message (?:d['’ ]?origine|original|initial)|courriel original|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|origineel bericht|(?:wiadomość oryginalna|oryginalna wiadomość|wiadomość pierwotna)|ursprungligt meddelande|originalmeddelande|ursprungligt mail|opprinnelig melding|original melding|oprindelig (?:meddelelse|besked|mail)|alkuperäinen viesti|původní (?:zpráva|e-mail)|pôvodná správa|исходное сообщение|первоначальное сообщение|оригинальное сообщение|исходное письмо|оригінальне повідомлення|orijinal (?:ileti|mesaj|mail)|özgün ileti|eredeti üzenet|mesaj original|原始邮件|原始郵件|原邮件|元のメッセージ|元のメール|원본 메시지|원본 메일|הודעה מקורית|الرسالة الأصلية|thư gốc|reply (?:message|separator)|antwort-nachricht";
const forwardWords =
  'forwarded (?:message|mail|e-?mail|by [^-]{1,120})|weitergeleitete (?:nachricht|e-?mail)|(?:message|courriel) (?:transféré|transmis|transferé|forwardé)|mensaje reenviado|messaggio inoltrato|mensagem (?:encaminhada|reencaminhada)|doorgestuurd bericht|doorgezonden bericht|(?:wiadomość przekazana|przekazana wiadomość|treść przekazanej wiadomości)|vidarebefordrat (?:meddelande|mail)|videresendt (?:melding|meddelelse|besked|e-post)|(?:välitetty|edelleen lähetetty|edelleenlähetetty) viesti|(?:přeposlaná|předaná) zpráva|preposlaná správa|пересылаемое (?:сообщение|письмо)|пересланное (?:сообщение|письмо)|переслане повідомлення|перенаправлен\\S+ (?:сообщение|письмо)|(?:iletilen|yönlendirilen|iletilmiş) (?:ileti|mesaj|e-posta)|továbbított (?:üzenet|levél)|mesaj redirecționat|转发(?:的)?邮件|轉寄(?:的)?郵件|转发邮件信息|轉寄的訊息|転送(?:された)?メッセージ|転送メール|전달된 (?:메시지|메일)|הודעה שהועברה|רسالة|(?:الرسالة|رسالة) (?:المعاد توجيهها|المُعاد توجيهها|محولة|معاد توجيهها)|thư được chuyển tiếp|ursprünglich weitergeleitet';
const originalMarker = new RegExp(`^${dashes}{2,}(?:${originalWords})(?:[:：])?${dashes}*$`, 'iu');
const forwardMarker = new RegExp(`^${dashes}{2,}(?:${forwardWords})[:：]?${dashes}*$`, 'iu');
/** Apple Mail's line, which has no dashes. */
const appleForward =
  /^(?:begin forwarded message|start van doorgestuurd bericht|begin doorgestuurd bericht|anfang der weitergeleiteten (?:nachricht|e-?mail)|début du (?:message|courriel) (?:transféré|réexpédié)|inicio del mensaje reenviado|inizio messaggio inoltrato|início da mensagem (?:encaminhada|reencaminhada)|początek przekazywanej wiadomości|vidarebefordrat brev|videresendt melding|start på videresendt (?:besked|melding)|välitetty viesti alkaa|začátek přeposílané zprávy|начало переадресованного сообщения|початок листа, що пересилається|iletilmiş iletinin başlangıcı|以下は転送メッセージ|以下是转发的邮件|开始转发的邮件|전달된 메시지 시작|הודעה שהועברה|بدء الرسالة المعاد توجيهها)\s*[:：]?$/iu;

/** The line that help desks put above what they send, and cut at themselves. */
const replyAbove =
  /^[-#*=_~>\s]{0,12}(?:please )?(?:(?:type|write|enter|add|put)? ?(?:your )?(?:reply|response|answer|comments?)|reply|respond|write)\b.{0,20} above (?:this|the) line|^[-#*=_~>\s]{0,12}(?:bitte )?.{0,30}(?:oberhalb|über) dieser (?:zeile|linie)|^[-#*=_~>\s]{0,12}.{0,40}au-dessus de cette ligne|^[-#*=_~>\s]{0,12}.{0,40}(?:encima|arriba) de esta línea/iu;

/** "-----Original Message-----" in any of the languages. */
export const isOriginalMarker = (line: string): boolean =>
  line.length < 200 && (originalMarker.test(plain(line)) || replyAbove.test(plain(line)));

/** The line above a forwarded mail. */
export const isForwardMarker = (line: string): boolean =>
  line.length < 250 && (forwardMarker.test(plain(line)) || appleForward.test(plain(line)));

/** A row of underscores or dashes, as Outlook draws it above the header block of what it quotes. */
export const isRule = (line: string): boolean =>
  line.length >= 10 && /^\s*[-_=*][-_=*\s]*$/.test(line) && /^[-_=*]{10,}$/.test(plain(line).replace(/\s/g, ''));
