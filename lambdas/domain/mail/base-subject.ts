import { anyOf } from './any-of.ts';

/**
 * Reply and forward prefixes of the world's mail clients, and counters such as `Re[2]:`. Blanks are single ones: a
 * subject is matched once its blanks are collapsed.
 */
const prefix = new RegExp(
  String.raw`^${anyOf`
    re|aw|antw|antwort|sv|svar|vs|vá|válasz|odp|odpověď|ynt|yan|rif|ri|r|res|resp|respuesta|rta|ref|réf|rép|réponse
    risposta|resposta|beantwoord|vastaus|vast|tr|ant|bls|balas|atb|ats|ots|odg|odgovor|одг|одговор|отг|отговор
    răspuns|răsp|απ|απάντηση|σχετ|ответ|отв|отн|на|відп|відповідь|תשובה|השב|הועבר|رد|الرد|پاسخ
    fwd?|fw|wg|weitergeleitet|wtr|doorst|doorgestuurd|rv|reenv|enc|encam|pd|przek|przekaż|vb|vl|fv
    edasi|eds|pārs|persiųsta|pers|posr|posredovano|proslijeđeno|prosleđeno|přeposláno|předáno
    továbbítás|tov|ilt|i|inoltra|inoltro|trs|terusan|fs|videresendt|vidaresend|redir|προώθ|προώθηση|πρθ
    пересл|переслано|препр|препратено|просл|прослеђено|إعادة توجيه|تحويل|ارسال
    回复|回復|回覆|答复|答復|答覆|轉寄|轉發|转发|转寄|返信|転送|回信|回答|답장|회신|답변|전달
    ตอบ|ตอบกลับ|ส่งต่อ
    trả lời
    chuyển tiếp
  `} ?(?:\[\d+\]|\(\d+\)|\^\d+|\d+)?\.? ?[:：﹕︰] ?`,
  'iu',
);
/** Marks that nobody sees: writing direction, joints, byte order. Clients put them around a prefix. */
const invisible = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/g;
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
  let text = (subject ?? '').slice(0, 1000).replace(invisible, '').replace(/\s+/gu, ' ').trim();
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
  ...[
    '会议通知',
    '测试邮件',
    '报价请求',
    '询价邮件',
    '产品询价',
    '產品詢價',
    '會議通知',
    '測試郵件',
    '没有主题',
    '沒有主旨',
    '感谢来信',
  ],
  ...[
    'お問い合わせ',
    'お見積り',
    '見積依頼',
    'ご連絡',
    'ありがとうございます',
    'お世話になっております',
    '打ち合わせ',
    '会議案内',
  ],
  ...['문의드립니다', '안녕하세요', '감사합니다', '견적문의', '견적요청', '회의안내'],
]);

/** A syllable or a word in one sign: it says about as much as two letters. */
const wordSign = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const lengthInLetters = (text: string): number => [...text].length + (text.match(wordSign)?.length ?? 0);

/**
 * Whether a base subject is telling enough to find a conversation by: two words, or eight letters, where a Chinese,
 * Japanese or Korean sign counts for two.
 */
export function isTelling(text: string): boolean {
  if (commonSubjects.has(text)) return false;
  const length = lengthInLetters(text);
  return length >= 8 || (length >= 5 && /\S\s+\S/.test(text));
}
