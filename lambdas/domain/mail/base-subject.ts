import { anyOf } from './any-of.ts';

/**
 * Reply and forward prefixes of the world's mail clients, and counters such as `Re[2]:`. Blanks are single ones: a
 * subject is matched once its blanks are collapsed.
 */
const prefix = new RegExp(
  String.raw`^${anyOf`
    re|aw|antw|antwort|sv|vs|vá|odp|ynt|rif|ri|r|res|ref|tr|ant|bls|atb|ots|απ|σχετ|ответ|отв|на
    відп|תשובה|הועבר|رد|fwd?|fw|wg|wtr|doorst|rv|enc|pd|vb|vl|továbbítás|ilt|i|trs|fs|videresendt|回复
    回覆|答复|答覆|轉寄|转发|返信|転送|回信|답장|회신|전달
    trả lời
    chuyển tiếp
  `} ?(?:\[\d+\]|\(\d+\)|\^\d+|\d+)? ?[:：] ?`,
  'iu',
);
const blob = /^\[[^[\]]{1,60}\] ?/;
const trailer = / ?\((?:fwd|wg|tr)\) ?$/i;

/** A subject without the additions of mail clients and lists, and whether a client marks it as an answer. */
interface BaseSubject {
  /** Lower case, blanks collapsed; empty when nothing is left. */
  readonly text: string;
  /** The same in the sender's spelling: the title of a conversation. */
  readonly title: string;
  readonly isAnswer: boolean;
}

/**
 * The base subject of RFC 5256 §2.1, widened by the prefixes that clients write in other languages. A list's
 * `[tag]` is dropped only while something is left.
 */
export function baseSubject(subject: string | undefined): BaseSubject {
  let text = (subject ?? '').slice(0, 1000).replace(/\s+/gu, ' ').trim();
  let isAnswer = false;
  for (;;) {
    const before = text;
    text = text.replace(trailer, '');
    if (prefix.test(text)) {
      isAnswer = true;
      text = text.replace(prefix, '');
    }
    const bare = text.replace(blob, '');
    if (bare !== '') text = bare;
    if (text === before) return { text: text.toLowerCase().trim(), title: text.trim(), isAnswer };
  }
}

/** Subjects that say nothing of a conversation, so that two mails may share them by chance. */
const commonSubjects: ReadonlySet<string> = new Set([
  ...['hi', 'hello', 'hey', 'test', 'question', 'update', 'info', 'information', 'invoice', 'order', 'meeting'],
  ...['request', 'help', 'urgent', 'thanks', 'thank you', '(no subject)', 'no subject'],
  ...['hallo', 'anfrage', 'rechnung', 'frage', 'termin'],
  ...['bonjour', 'facture'],
  ...['hola', 'consulta', 'factura'],
]);

/** Whether a base subject is telling enough to find a conversation by: two words, or eight letters. */
export const isTelling = (text: string): boolean =>
  !commonSubjects.has(text) && (/\S\s+\S/.test(text) || [...text].length >= 8) && [...text].length >= 5;
