import { anyOf } from '../../mail/any-of.ts';
import { isBlank, plain } from './quote-header.ts';

/** Longest warning: a paragraph of a few sentences. */
const maxLines = 8;
const maxLength = 700;

/** The opening of the warning that a gateway or a mail service puts in front of a mail. */
const opening = new RegExp(
  `^${anyOf`
    [[(*!\s>]*(?:external|extern[eo]?|externe[rs]?)\b.{0,40}(?:e-?mail|mail|message|sender|nachricht|absender|messaggio|mensaje|courriel)
    [[(*!\s]*external[\])*!\s]*[:-]?$
    [*!\s]*(?:caution|warning|attention|alert|notice|be careful|important|achtung|vorsicht|warnung|hinweis|attenzione|avviso|atención|precaución|advertencia|atenção|aviso|let op|waarschuwing|uwaga|ostrzeżenie|avertissement|prudence|varning|advarsel|varoitus|упозорнення|внимание|увага|注意|警告|주의)\b.{0,12}[:!.\s-].{0,120}(?:external|outside|extern|außerhalb|extérieur|esterno|externo|fuera|fora|buiten|zewn|utanför|udefra|ulkopuol|внешн|зовнішн|外部|외부|sender|unknown|phishing)
    [*!\s]*(?:this|the) (?:e-?mail|message|mail) (?:originated|originates|was sent|came|comes|is|has been sent|has been received|was received) .{0,30}(?:outside|external)
    [*!\s]*(?:this is|you (?:have )?received) an external
    [*!\s]*diese (?:e-?mail|nachricht|mail) (?:kommt|stammt|wurde|ist) .{0,40}(?:extern|außerhalb)
    [*!\s]*(?:ce (?:message|courriel|mail|e-?mail)|cet e-?mail) (?:provient|vient|a été|émane) .{0,40}(?:extérieur|externe)
    [*!\s]*este (?:mensaje|correo|e-?mail|mensagem) .{0,40}(?:externo|fuera|fora|externa)
    [*!\s]*(?:questa|questo|il presente|la presente) (?:e-?mail|messaggio|mail) .{0,40}(?:esterno|esterna|all'esterno)
    [*!\s]*(?:deze|dit) (?:e-?mail|bericht|mail) .{0,40}(?:extern|buiten)
    [*!\s]*you don['’]t often get (?:e-?mail|mail) from
    [*!\s]*(?:sie erhalten nicht oft|vous n['’]obtenez pas souvent|no suele recibir|non si ricevono spesso|u ontvangt niet vaak) .{0,40}(?:e-?mail|courrier|correo|messaggi|mail)
    [*!\s]*\[?you don['’]t often get
  `}`,
  'iu',
);

/** Words that only such warnings have, for the lines below their first. */
const goesOn = new RegExp(
  anyOf`
    (?:click|open)\b.{0,40}(?:link|attachment)
    (?:links?|attachments?)\b.{0,60}(?:unless|safe|trust|recogni[sz]e|sender)
    (?:recogni[sz]e|know|trust|verify)\b.{0,30}(?:sender|content)
    (?:content|sender) (?:is|are) (?:safe|known|trusted|legitimate)
    outside (?:of )?(?:the|your|our) (?:organi[sz]ation|company|network)
    learn why this is important
    (?:phishing|suspicious|cyber|it (?:service|support|security|help))
    (?:klicken|öffnen)\b.{0,60}(?:links?|anhänge)
    (?:links?|anhänge)\b.{0,60}(?:klicken|öffnen|absender|sicher)
    absender\b.{0,40}(?:kennen|vertrauen|bekannt)
    (?:cliquez|ouvrez)\b.{0,60}(?:liens?|pièces)
    (?:expéditeur|remitente|mittente|remetente|afzender)\b.{0,40}
    (?:haga clic|abra|cliccare|aprire|clique|abrir)\b.{0,60}(?:enlaces|adjuntos|link|allegati|links|anexos)
    (?:klik|open)\b.{0,40}(?:links?|bijlagen)
    ^[-_=*#~]{5,}$
  `,
  'iu',
);

/** Warnings that are looked for: each gateway on the way may write its own. */
const maxBanners = 3;

/**
 * The number of lines at the start of a text that gateways put there: warnings that the mail comes from outside. Only
 * lines that have the words of such a warning count, so that none of the author's goes with them.
 */
export function bannerLength(lines: readonly string[]): number {
  let length = 0;
  for (let nth = 0; nth < maxBanners; nth += 1) {
    const next = firstBanner(lines.slice(length, length + 2 * maxLines));
    if (next === 0) break;
    length += next;
  }
  return length;
}

/** The number of lines of a warning that a text begins with; 0 without one. */
function firstBanner(lines: readonly string[]): number {
  const start = lines.findIndex((line) => !isBlank(line) && !/^[-_=*#~\s]{5,}$/.test(plain(line)));
  if (start < 0) return 0;
  const paragraph = lines.slice(start, start + maxLines).map(plain);
  const [first = '', second = ''] = paragraph;
  if (first.length > maxLength || !opening.test(`${first} ${second}`.slice(0, maxLength)) || isOwnSentence(first))
    return 0;
  let end = start + 1;
  let length = first.length;
  for (const line of paragraph.slice(1)) {
    length += line.length;
    if (line === '' || length > maxLength || !(goesOn.test(line) || isRest(lines, end))) break;
    end += 1;
  }
  const rule = plain(lines[end] ?? '');
  return /^[-_=*#~]{5,}$/.test(rule) ? end + 1 : end;
}

/** Whether a short line ends the sentence of the warning above it, at the end of the paragraph. */
const isRest = (lines: readonly string[], at: number): boolean =>
  /^[\p{Ll}]/u.test(plain(lines[at]!)) && !/[.!?:]$/.test(plain(lines[at - 1]!)) && isBlank(lines[at + 1] ?? '');

/** Whether the author writes about a warning, or asks. */
const isOwnSentence = (line: string): boolean => /\?|\b(?:I|we|ich|wir|my|our|je|nous|yo|io)\b/.test(line);
