import { anyOf } from '../../mail/any-of.ts';
import { addressesIn } from './recipient.ts';

/** An address in the words of a notice, and how the words present it. */
export interface Place {
  readonly line: number;
  readonly address: string;
  /** The line begins with the address, alone or before a colon: it heads its diagnostic. */
  readonly opens: boolean;
  /** It stands in the list below a sentence that announces recipients. */
  readonly isListed: boolean;
  /** Words before it call it the recipient; `To:` alone may belong to the header of a quoted mail. */
  readonly labelled?: 'clearly' | 'perhaps';
  /** It stands in an SMTP command or in a server's answer. */
  readonly isTranscript: boolean;
  /** Words before it call it the sender, or it stands in a field that names no recipient. */
  readonly isOther: boolean;
}

/** A line that begins with an address, perhaps behind a bullet, and ends or goes on as a diagnostic does. */
const opener = new RegExp(
  [
    String.raw`^[ \t]*(?:(?:[-*•]{1,3}|\d{1,2}[.)]) )?`,
    `["'<([]{0,2}(?:(?:smtp|mailto|rfc822)[:;] ?)?["'<(]{0,2}`,
    String.raw`[^\s"'<>(),;:@]{1,64}@[^\s"'<>(),;:]{1,255}`,
    String.raw`["'>)\]]{0,2}(?: ?\t| {2}|[ \t]*`,
    String.raw`(?:$|[:;,.，、：]|\.{3}|\(|\[|<|on \d|-\s|=>|failed|was|is |could|does|cannot|\d{3}[ -]|User|user|The|Re|Invalid))`,
  ].join(''),
  'u',
);

const label = new RegExp(
  String.raw`(?:^|[\s*([-])${anyOf`
    (?:final |original |failed |intended )?recipients?(?: address(?:es)?| name)?
    to|addressee
    rcpt ?(?:to)?
    (?:failed|failure|error|problem|bounced?)(?: recipient| address| to| for| delivering to){0,3}
    user(?: unknown)?
    e-?mail(?: address)?
    (?:failed |invalid |bad |unknown )?address(?: not found)?|envelope-to|delivered-to|addressed to|destination
    could not be delivered to
    undeliverable (?:to|address|message recipient)
    mail(?:box)? (?:to|for)
    (?:e-?mail|message|mail|text|sms) (?:to|for|sent to)
    (?:message|mail|delivery|sending) (?:delivery )?(?:to|failed to|failed for)
    (?:un)?(?:able|success\w{0,8}) to (?:send|deliver|reach)(?: (?:your|the|this) (?:message|mail|e-?mail))?(?: to)?
    (?:delivery|message|delivering|mail|sent|sending|transmission)(?: \w{1,12}){0,3} to
    not deliver(?:ed|able)?(?: your message| it)? to(?: the following)?(?: recipients?| addresse{0,2}s?)?
    delivery to(?: the following recipients?)?
    (?:unknown|invalid|no such|nonexistent|bad) (?:user|recipient|address|host|domain|mailbox|account|userid)
    (?:mailbox|account|inbox)(?: full| unknown| not found| unavailable| disabled)?
    quota exceeded
    delivery userid
    failed \d{1,4} attempts
    because (?:the )?(?:address|recipient)
    empf[aä]nger(?:adresse)?|destinataires?|destinatario|destinat[áa]rio|ontvanger|adresat|odbiorca|mottagare|modtager|mottaker
    zustellung an|remise à|consegna a|entrega a
    宛先|あて先|收件人|收件者|受信者|받는 사람|수신자|收件地址|收信人|收件箱
    адресату|на адрес|кому|адресат|получател[ьюя]
  `}(?: is| was)? ?[:=：-]? ?(?:[:=：]|<|"|')? ?["'<([]{0,2}(?:smtp:? ?|mailto:)?["'<(]{0,2}$`,
  'iu',
);

/** A line of an SMTP transcript, or one that quotes a server's answer. */
export const transcriptLine = new RegExp(
  anyOf`
    \brcpt to\b
    ^\s*(?:<<<|>>>|<--|-->|<-|->)
    ^\s*[45]\d\d[ -]
    (?:said|says|reply|replied|response|error|answer|reason|responded)\b[^\n]{0,40}[:;]
    \b[45]\d\d[ -][45]\.\d
  `,
  'iu',
);

const helpWords = new RegExp(
  String.raw`\b${anyOf`
    contact
    please (?:send|write|forward|reply)
    assistance|help|questions?|support
    report(?:ed)? (?:this|it) to
    from:
  `}\b[^@]{0,60}$`,
  'iu',
);

/** Fields that name a mail, a sender or a host, and never the recipient. */
const otherField = new RegExp(
  String.raw`^[>\s|]*${anyOf`
    (?:original[- ]|x-[\w-]{0,30})?message[- ]?id
    references|in-reply-to|reply-to|return-path|sender|envelope-from|original sender|mail from|received|resent-from
    thread-\w{1,10}|content-\w{1,30}|x-[\w-]{1,40}|dkim-signature|list-[\w-]{1,20}|errors-to|authentication-results
    feedback-id|message identifier|reference
  `}\s?[:=]`,
  'iu',
);

const senderWords =
  /(?:\b(?:from|sender|reply-to|by|von|from:|de la part de|od|от)|寄件者|发件人|差出人)[:：]?\s{0,3}["'<(]{0,3}$/iu;

/** Words of a sentence that announces the recipients that follow. */
const heading = new RegExp(
  anyOf`
    recipient|addressee|address|user|deliver|reach|sent|send|affected|failed
    empfänger|adress|zustell|zugestellt|destinat|remis|entreg|consegn|recapit|ontvanger|geadresseerde|bezorg
    odbiorc|mottagar|modtager|mottaker|leverer|vastaanot|toimit|příjem|príjem|doruč|címzett|kézbes|alıcı|teslim
    получател|адрес|достав|одержувач|παραλήπ|παράδοση|נמען|נמענ|المستلم|المستلمين
    宛先|受信|送信|配信|アドレス|收件|传递|傳遞|投递|送达|받는|수신|배달|người nhận|ผู้รับ|primatelj|prejemnik|gavėj|saņēm|adressaat
  `,
  'iu',
);

/** The most lines of a list of recipients. */
const maxListed = 1000;

/** The lines that stand below a heading, up to a blank line that follows an entry. */
function listedLines(lines: readonly string[]): ReadonlySet<number> {
  const listed = new Set<number>();
  for (let index = 0; index < lines.length && listed.size < maxListed; index += 1) {
    const text = lines[index]!.trimEnd();
    if (text.length > 400 || !/[:：]$/u.test(text) || text.includes('@') || !heading.test(text)) continue;
    let entries = 0;
    for (let below = index + 1; below < lines.length && below < index + 60; below += 1) {
      const isBlank = lines[below]!.trim() === '';
      if (isBlank && entries > 0) break;
      if (isBlank) continue;
      entries += 1;
      listed.add(below);
    }
  }
  return listed;
}

/** The addresses of a notice with the way in which its words present them. */
export function placesOf(lines: readonly string[], isCandidate: (address: string) => boolean): Place[] {
  const listed = listedLines(lines);
  const places: Place[] = [];
  for (const [line, text] of lines.entries()) {
    // Below the mark of a signature stand the addresses of a help desk.
    if (/^--\s?$/.test(text) && places.length > 0) break;
    if (!text.includes('@') || text.length > 4000) continue;
    if (/\bmail from\b/i.test(text) && !/\brcpt to\b/i.test(text)) continue;
    places.push(...placesOnLine(text, line, listed.has(line), isCandidate));
  }
  return places;
}

/** Between two addresses of a list on one line. */
const separator = /^[\s"'>)\]]{0,9}(?:[,;&]|and|und|et|y|e|en|och|og|и)?[\s"'<([]{0,9}$/iu;

function placesOnLine(
  text: string,
  line: number,
  isListed: boolean,
  isCandidate: (address: string) => boolean,
): readonly Place[] {
  const isOtherField = otherField.test(text);
  const places: Place[] = [];
  const lower = text.toLowerCase();
  let end = 0;
  for (const [nth, address] of addressesIn(text).entries()) {
    const start = Math.max(end, lower.indexOf(address.split('@')[0]!, end));
    const before = text.slice(0, start);
    const gap = text.slice(end, start);
    end = Math.min(text.length, start + address.length);
    // An address to ask for help, or within a link, is no recipient.
    if (!isCandidate(address) || helpWords.test(gap) || /:\/\/\S{0,500}$/.test(gap)) continue;
    const last = places.at(-1);
    if (last !== undefined && separator.test(gap)) places.push({ ...last, address });
    else
      places.push({
        line,
        address,
        opens: nth === 0 && !isOtherField && opener.test(text) && !/^\s*(?:>>>|<<<)/.test(text),
        isListed: nth === 0 && !isOtherField && isListed,
        ...(isOtherField ? {} : labelOf(before)),
        isTranscript: transcriptLine.test(text),
        isOther: isOtherField || senderWords.test(before.slice(-60)),
      });
  }
  return places;
}

/**
 * The end of the text before an address, with single blanks: optional blanks in a row could share a run in many ways.
 */
const squeezed = (before: string): string => before.slice(-1000).replace(/\s+/g, ' ');

function labelOf(before: string): Pick<Place, 'labelled'> {
  const end = squeezed(before);
  if (/\b(?:generated (?:from|by)|expanded from)[: ]{0,2}<?$/i.test(end)) return { labelled: 'clearly' };
  if (!label.test(end) || /\b(?:from|sender|reply-to)\b/i.test(before)) return {};
  return { labelled: /^\s*(?:to|address|user|e-?mail)\s*:/i.test(before) ? 'perhaps' : 'clearly' };
}

/** The place of an address that heads its diagnostic, the surest first. */
export const headingPlace = (places: readonly Place[]): Place | undefined =>
  places.find(({ opens }) => opens) ??
  places.find(({ isListed }) => isListed) ??
  places.find(({ labelled }) => labelled === 'clearly') ??
  places.find(({ labelled }) => labelled !== undefined) ??
  places.find(({ isTranscript }) => isTranscript) ??
  places[0];
