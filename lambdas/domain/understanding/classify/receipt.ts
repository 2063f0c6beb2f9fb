import { anyOf } from '../../mail/any-of.ts';
import { foldText } from './folded-text.ts';
import { createPhraseReader } from './phrases.ts';
import type { Rule } from './rule.ts';
import { recalled, shown } from './words/receipt.ts';

/** RFC 8098 §3: somebody's client says that a mail was shown, or deleted unread. */
export const dispositionReport: Rule = ({ mail }) =>
  mail.contentType.reportType === 'disposition-notification' ||
  mail.partTypes.includes('message/disposition-notification')
    ? { kind: 'receipt', confidence: 1, because: 'the mail is a disposition report (RFC 8098)' }
    : undefined;

/** Prefixes by which Outlook, Notes and other clients name such mail, folded, in the languages of Outlook. */
const receiptSubject = new RegExp(
  `^${anyOf`
    (?:not |un)?read|deleted|displayed|opened|seen
    (?:return |read(?:ing)?[ -]|delivery )?receipt(?: \(displayed\))?(?: for| of| notification)?
    (?:message )?recall(?: success| failure| report)?
    (?:un|nicht )?gelesen|ungelesen geloscht|geloscht|lesebestatigung|empfangsbestatigung(?: \(angezeigt\))?
    ruckruf|zuruckrufen|nachrichtenruckruf
    (?:non )?lu|supprime|confirmation de lecture|accuse de (?:lecture|reception(?: \(affiche\))?)
    rappel(?: de message)?
    (?:no )?leido|(?:no )?leida|eliminado|confirmacion de lectura|acuse de lectura|recuperar|retirar
    (?:non )?letto|(?:non )?letta|eliminato|conferma di lettura|ricevuta di ritorno|richiam[ao]
    (?:nao )?lid[ao]|confirmacao de leitura|recibo de leitura|excluida|eliminada|recolher|revogar|cancelar
    (?:niet )?gelezen|ongelezen|verwijderd|leesbevestiging|ontvangstbevestiging|intrekken
    (?:nie)?(?:przeczytan[aoey]|odczytan[aoey])|potwierdzenie (?:odczytu|przeczytania)|odwolanie|wycofanie|odwolaj
    o?last|inte last|laskvitto|aterkall(?:a|else)?
    (?:ikke |u)?(?:laest|lest)|kvittering for laesning|lesebekreftelse|laesebekraeftelse|tilbagekald(?:else|ing)?|tilbakekall(?:ing)?
    luettu|lukematta|ei luettu|lukukuittaus|peruutus|peruuttaminen|viestin peruutus
    (?:ne)?prectena?o?|(?:ne)?precitane|potvrzeni o precteni|odvolani|odvolanie|stiahnut
    elolvasva|olvasott|olvasatlan|nem olvasott|olvasasi visszaigazolas|visszahivas
    (?:ne)?citit|confirmare de citire|rechemare|retragere
    (?:не )?прочитано|прочтено|прочитанное|(?:уведомление|подтверждение) о прочтении|отзыв|отозвать|відкликання|відкликати
    okundu|okunmadi|geri (?:cagirma|cekme)|geri cagir
    (?:δεν )?(?:διαβαστηκε|αναγνωστηκε)|αναγνωσμενο|αναγνωσμενα|ανακληση
    (?:לא )?נקרא(?:ה)?|אישור קריאה|אחזור|ביטול
    مقروءة?|تمت القراءة|تم(?:ت)? قراءة|غير مقروءة?|استرجاع|استدعاء
    開封済み?|既読|未読|開封確認|取り消し|メッセージの取り消し
    읽음|읽지 않음|회수|메시지 회수
    (?:已|未)(?:读|讀|阅读|閱讀)|撤回|召回|收回
  `} ?[:：-]`,
);

/** Something before a colon or a dash that is no prefix of an answer: most subjects have none. */
const mayBePrefix = /^(?!(?:re|aw|sv|fwd?|wg):)[^:：-]{2,50}[:：-]/i;

const readPhrases = createPhraseReader({ shown, recalled });

/** A note of a client is this short: what is longer is a person's mail about one. */
const longest = 1200;

/**
 * Receipts and recalls whose structure was lost on the way, as gateways and older clients send them: a known prefix
 * before our subject, and one sentence of a client.
 */
export const receiptWords: Rule = ({ mail }) => {
  const { subject = '', text = '' } = mail;
  if (text.length > longest || !mayBePrefix.test(subject)) return undefined;
  if (!receiptSubject.test(foldText(subject.slice(0, 200)))) return undefined;
  const family = readPhrases(foldText(text))[0]?.family;
  if (family === undefined) return undefined;
  return {
    kind: 'receipt',
    confidence: 0.85,
    because:
      family === 'shown'
        ? 'a mail client says what became of an earlier mail'
        : 'a mail client asks to forget an earlier mail',
  };
};
