import { anyOf } from '../../mail/any-of.ts';
import { returnDateOf } from './absence.ts';
import { type Family, openingOf } from './opening.ts';
import type { RuleInput } from './rule.ts';
import type { MachineSign } from './signs-of-machine.ts';

/** The words of a mail as the signs look at them. */
interface Words {
  readonly input: RuleInput;
  readonly text: string;
  readonly asks: boolean;
  readonly isLong: boolean;
  readonly times: (family: Family) => number;
  readonly has: (...families: readonly Family[]) => boolean;
}

const isNote = ({ has }: Words): boolean => has('absence') || has('departed');

const hasAnswered = ({ input: { mail } }: Words): boolean =>
  mail.inReplyTo !== undefined || /^(?:re|aw|sv|antw|odp|ynt|vá|vs|回复|回覆|答复)\s*[:：]/iu.test(mail.subject ?? '');

/** An address, a telephone number. */
const isReachable = ({ text }: Words): boolean => /@[\w-]|\d[\d ()/-]{5,16}\d/.test(text);

/** Words of subjects that confirm a request, in the languages of `words/acknowledgement.ts`. */
const confirmingSubject = new RegExp(
  anyOf`
    ticket
    \b(?:received|receipt|request|case|confirmation|acknowledge?ment)\b
    \[[^[\]]{0,40}\d{3}\]|#\d{3}
    eingang|empfang|erhalten|anfrage
    r[eé]ception|demande
    recibo|recibid|solicitud|consulta
    ricev|richiesta
    receb|solicita|protocolo
    ontvang|melding
    potwierdz|zg[lł]oszen
    bekr[aeæä]|mottag|modtag|mottat|[aä]rende|henvendelse
    vastaanot|potvrz|potvrd|visszaigazol|confirm
    обращен|заявк|запрос|получ|звернен
    talep|al[ıi]nd|受付|受け付け|受理|收到|접수|문의
  `,
  'iu',
);

/** Subjects that name nothing but the confirmation. */
const isReceipt =
  /^(?:eingangs|empfangs)best[aä]tigung|^accus[eé] de r[eé]ception|^acuse de recibo|^ontvangstbevestiging|^(?:conferma di|avviso di) ri(?:cezione|cevimento)|^potwierdzenie (?:przyj|otrzym)|^potvrzen[ií] (?:p[rř]ijet|o p[rř]ijet)|^ticket (?:received|created|opened|creado|aperto|aangemaakt)|^(?:request|case) received|^\[(?:request|ticket) received\]|^受付(?:完了|確認)/i;

const subjectConfirms = ({ input }: Words): boolean => confirmingSubject.test(input.mail.subject ?? '');

/** Signs of an automatic reply in words; each weighs little, as people write most of them too. */
const signs: ReadonlyArray<readonly [weight: number, holds: (words: Words) => boolean, sign: string]> = [
  [3, ({ has }) => has('automaticReply'), 'its words say that they are an automatic reply'],
  [1, (words) => words.has('automaticReply') && hasAnswered(words), 'it answers a mail'],
  [2, ({ has }) => has('automaticMessage'), 'its words say that a machine sent it'],
  [1, ({ has }) => has('noReply'), 'it asks for no answer'],
  [2, ({ has }) => has('absence'), 'it opens like an absence note'],
  [1, ({ times }) => times('absence') > 1, 'it says so twice'],
  [2, ({ has }) => has('departed'), 'it says that a person or a mailbox is gone'],
  [1, (words) => isNote(words) && returnDateOf(words.input.mail) !== undefined, 'it names the day of return'],
  [1, (words) => isNote(words) && words.has('standIn') && isReachable(words), 'it names who stands in'],
  [1, (words) => words.has('departed', 'standIn') && isReachable(words), 'it leads to another address'],
  [2, ({ has }) => has('received'), 'it confirms that a mail arrived'],
  [1, ({ has }) => has('willAnswer') && !has('absence'), 'it promises an answer'],
  [1, ({ has }) => has('ticketNumber'), 'it gives a number of a request'],
  [1, ({ has }) => has('thanksForMail'), 'it thanks for a mail'],
  [1, (words) => words.has('received') && subjectConfirms(words), 'its subject is a confirmation’s'],
  [1, ({ input, has }) => has('received') && isReceipt.test(input.mail.subject ?? ''), 'its subject says nothing else'],
  [-1, ({ asks }) => asks, 'it asks a question'],
  [-1, ({ asks, has }) => asks && !has('automaticReply'), 'it may be a person’s'],
  [-2, ({ isLong }) => isLong, 'it is long'],
];

/** Finds the signs of an automatic reply in the words of a mail; none where no sentence is a responder's. */
export function wordSigns(input: RuleInput): MachineSign[] {
  const { counts, ...opening } = openingOf(input);
  const has = (...families: readonly Family[]): boolean => families.every((family) => counts.has(family));
  const words: Words = { ...opening, input, has, times: (family) => counts.get(family) ?? 0 };
  return isResponders(words)
    ? signs.filter(([, holds]) => holds(words)).map(([weight, , sign]) => ({ weight, sign }))
    : [];
}

/** Whether a sentence is one of a responder; "a machine sent this" makes an answer a reply, and a first mail a notice. */
const isResponders = (words: Words): boolean =>
  responders.some((family) => words.has(family)) ||
  words.has('willAnswer', 'thanksForMail') ||
  (words.has('automaticMessage') && hasAnswered(words));

const responders: readonly Family[] = ['automaticReply', 'absence', 'departed', 'received'];

/** The weight of signs together. */
export const sumOf = (found: readonly MachineSign[]): number => found.reduce((sum, { weight }) => sum + weight, 0);
