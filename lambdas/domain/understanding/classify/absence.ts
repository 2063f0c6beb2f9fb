import { compact } from '../../../compact.ts';
import { isMailable, normalizeAddress } from '../../mail/address.ts';
import { anyOf } from '../../mail/any-of.ts';
import type { Classification } from '../../mail/event.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { addressesIn } from '../bounce/recipient.ts';

type Absence = NonNullable<Classification['autoReply']>;

/** Month names by their first letters, over the languages in which dates are read; without accents. */
const months: ReadonlyArray<RegExp> = [
  /^(?:jan|ene|gen|styc|янв|tammi|led)/,
  /^(?:feb|fev|fév|lut|фев|helmi|unor|únor)/,
  /^(?:mar|mär|maa|mrt|мар|brez|břez)/,
  /^(?:apr|abr|avr|kwi|апр|huhti|dub)/,
  /^(?:may|mai|mag|mei|maj|май|мая|touko|kvě)/,
  /^(?:jun|juin|giu|cze|июн|kesä|čer)/,
  /^(?:jul|juil|lug|lip|июл|heinä)/,
  /^(?:aug|ago|aoû|aou|sie|авг|elo|srp)/,
  /^(?:sep|set|wrz|сен|syys|zář)/,
  /^(?:oct|okt|ott|out|paź|окт|loka|říj)/,
  /^(?:nov|lis|ноя|marras)/,
  /^(?:dec|dez|dic|déc|gru|дек|joulu|pro)/,
];

/** Names of the days of the week; Portuguese ones without "-feira". */
const weekday = anyOf`
  mon|tue|wed|thu|fri|sat|sun
  montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag
  lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
  lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo
  luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|maandag|dinsdag
  woensdag|donderdag|vrijdag|segunda|ter[cç]a
  quarta|quinta|sexta
`;

/** Words between "until" and the day. */
const articleOrOn = anyOf`
  the|den|dem|le|el|il|dia
  el d[ií]a
  and including
  einschlie[sß]lich
  on
  el pr[oó]ximo
`;

/** Words that stand before the day of return. */
const until = new RegExp(
  String.raw`${anyOf`
    \b${anyOf`
      until|till|through|thru
      ${anyOf`
        back
        return(?:ing)?
        available|respond|reply
        in the office
      `}(?: again)?(?: to (?:the )?(?:office|work))?(?: \w+)?(?: on| from| as of)?
      bis(?: einschlie[sß]lich| zum| zu| inkl\.?)?
      wieder (?:ab|am|im)
      ab (?:dem|montag|dienstag|mittwoch|donnerstag|freitag)
      zur[uü]ck (?:am|ab)
      erreichbar ab
      am|jusqu'?au|jusqu'?à
      de retour (?:le|à partir)
      retour le
      au
      hasta(?: el)?
      regreso el
      vuelvo el
      de vuelta el
      fino al?
      rientro il
      torner[oò] il
      at[eé](?: ao?)?(?: dia)?
      regresso a
      retorno em
      tot(?: en met)?
      terug op
      weer aanwezig op
      do(?: dnia)?
      till|tillbaka
      til og med
      tilbake|asti|saakka
    `}
    (?:до|по|с|вернусь)
  `}[ :,]{1,3}(?:${articleOrOn}[ ,]{1,2})?(?:${weekday}[a-z-]*\.?[ ,]{1,2})?(?:(?:the|den|dem|le|el|il|dia)[ ,]{1,2})?`,
  'giu',
);

const iso = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})/;
const dayMonth =
  /^(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[ -]{0,2}(?:of |de |d')?([\p{L}]{3,12})\.?,?(?: ?(?:de |of )?(\d{4}))?/iu;
const monthDay = /^([\p{L}]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?/iu;
const numeric = /^(\d{1,2})([./-])(\d{1,2})(?:[./-](\d{4}|\d{2})?)?/;

/**
 * Reads the day of return and the deputy of an absent person, where the note names them.
 *
 * Dates are relative to the day of the mail: a date without a year is the next one. `04/05` has the month first; a day
 * comes first before a point or a dash, and where the first number is no month.
 */
export function readAbsence(mail: ParsedMail): Absence {
  const text = (mail.text ?? '').slice(0, 4000);
  const returnsAt = mail.date && readReturn(`${mail.subject ?? ''}\n${text}`, mail.date);
  const delegate = delegateIn(text, mail);
  return compact({ returnsAt, delegate });
}

function readReturn(text: string, sentAt: Date): string | undefined {
  const line = text.replace(/\s+/g, ' ');
  const asian = /(\d{4})年(\d{1,2})月(\d{1,2})日(?:[^\d]{0,8})(?:まで|まで不在|前|为止|回)/u.exec(line);
  if (asian) return dayOf(Number(asian[1]), Number(asian[2]), Number(asian[3]), sentAt);
  for (const match of line.matchAll(until)) {
    const day = readDate(line.slice(match.index + match[0].length, match.index + match[0].length + 40), sentAt);
    if (day !== undefined) return day;
  }
  return undefined;
}

function readDate(text: string, sentAt: Date): string | undefined {
  const year = iso.exec(text);
  if (year) return dayOf(Number(year[1]), Number(year[2]), Number(year[3]), sentAt);
  const byName = dayMonth.exec(text);
  if (byName && monthOf(byName[2]!)) return dayOf(yearOf(byName[3]), monthOf(byName[2]!), Number(byName[1]), sentAt);
  const english = monthDay.exec(text);
  if (english && monthOf(english[1]!))
    return dayOf(yearOf(english[3]), monthOf(english[1]!), Number(english[2]), sentAt);
  const digits = numeric.exec(text);
  if (!digits) return undefined;
  const [first, second] = [Number(digits[1]), Number(digits[3])];
  const dayFirst = digits[2] !== '/' || first > 12;
  return dayOf(yearOf(digits[4]), dayFirst ? second : first, dayFirst ? first : second, sentAt);
}

const monthOf = (word: string): number | undefined => {
  const index = months.findIndex((month) => month.test(word.toLowerCase()));
  return index < 0 ? undefined : index + 1;
};

const yearOf = (digits: string | undefined): number | undefined =>
  digits === undefined || digits === '' ? undefined : digits.length === 2 ? 2000 + Number(digits) : Number(digits);

/** The day as ISO 8601 at midnight UTC; absent when no such day exists, or it lies a year off. */
function dayOf(year: number | undefined, month: number | undefined, day: number, sentAt: Date): string | undefined {
  if (month === undefined || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const assumed = year ?? sentAt.getUTCFullYear();
  const time = Date.UTC(assumed, month - 1, day);
  if (new Date(time).getUTCDate() !== day) return undefined;
  const isPast = time < sentAt.getTime() - 86_400_000;
  const chosen = isPast && year === undefined ? Date.UTC(assumed + 1, month - 1, day) : time;
  const distance = chosen - sentAt.getTime();
  return distance < -86_400_000 || distance > 400 * 86_400_000 ? undefined : new Date(chosen).toISOString();
}

const standIn = new RegExp(
  `${anyOf`
    contact
    write to
    reach(?: out)?(?: to)?
    e-?mail
    get in touch with
    direct[^.@]{0,30} to
    forward[^.@]{0,30} to
    assist|urgent|emergency|immediate
    wenden sie sich
    kontaktieren|vertret|dringend|contacter|adresser|urgence|contactar|contacte|dir[ií]jase|urgente
    urgenza|contattare|rivolgersi|contatar
    contact op
    neem|dringende|kontakt|pil|обра[щт]|срочн|緊急|联系|連絡
  `}`,
  'iu',
);

/** The first address after words such as "contact" or "urgent", and neither party's own. */
function delegateIn(text: string, mail: ParsedMail): string | undefined {
  const own = new Set(
    [...(mail.from ? [mail.from] : []), ...mail.to, ...mail.cc, ...mail.replyTo].map(({ address }) =>
      normalizeAddress(address),
    ),
  );
  const start = standIn.exec(text)?.index;
  if (start === undefined) return undefined;
  return addressesIn(text.slice(start, start + 1500)).find((address) => isMailable(address) && !own.has(address));
}
