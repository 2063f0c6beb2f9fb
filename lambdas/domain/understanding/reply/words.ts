import { compact } from '../../../compact.ts';
import { isMailable, type Mailbox } from '../../mail/address.ts';
import { anyOf } from '../../mail/any-of.ts';
import type { EmailReceived } from '../../mail/event.ts';
import { readHeaderBlock } from '../../mail/header-block.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { cleanLine, cleanText, withoutEnd, withoutStart } from '../../mail/text.ts';
import type { HeaderLines } from './header-lines.ts';
import { plain, withoutMarks } from './quote-header.ts';
import { type Reply, readReply } from './read-reply.ts';
import { readContact } from './signature.ts';

/** The author's own words, and the mail that they forward. */
export interface Words {
  readonly reply?: NonNullable<EmailReceived['body']['reply']>;
  readonly forwarded?: NonNullable<EmailReceived['message']['forwarded']>;
  /** The form of the mail that shows it, for `postern explain`. */
  readonly from: 'text' | 'html' | 'none';
  readonly quotes: number;
}

/** Subject prefixes of forwarding, in the languages of the clients; lone letters (Italian `I:`) as well. */
const forwardSubject = new RegExp(
  String.raw`^(?:\[[^\]]{1,40}\]\s*)?${anyOf`
    fwd?|fw|wg|wtr|tr|rv|i|enc
    res env
    doorst|pd
    podaj dalej
    vb|vs|vl|videresendt|fs|továbbítás|trs|ilt|i̇lt|İLT|πρθ|προώθ|препр|přeposláno|přep|prosl|edst
    ynt fw
    转发|轉寄|转寄|転送|전달|пересл|הועבר
  `}\s*[:：]`,
  'iu',
);

/**
 * Parts the author's words from quotes and signature, by the text and, where its structure says more, by the
 * HTML: many clients mark a quote only there.
 */
export function readWords(mail: ParsedMail): Words {
  const byText = mail.isTextFromHtml || mail.text === undefined ? undefined : readReply(withoutMarks(mail.text));
  const byHtml = mail.markedText === undefined ? undefined : readReply(mail.markedText);
  const isHtmlBetter = byHtml !== undefined && saysMore(byHtml, byText, mail);
  const chosen = isHtmlBetter ? byHtml : byText && withoutSignature(byText, byHtml?.signature);
  return compact({
    reply: chosen && wordsOf(chosen),
    forwarded: forwardedIn(mail, [chosen, byHtml]),
    from: chosen === undefined ? 'none' : isHtmlBetter ? 'html' : 'text',
    quotes: chosen?.quotes ?? 0,
  });
}

/** Whether the HTML parts more than the text: it alone marks the quotes. */
const saysMore = (byHtml: Reply, byText: Reply | undefined, { hasMarkedQuotes }: ParsedMail): boolean =>
  byText === undefined || (hasMarkedQuotes === true && byText.quotes === 0 && byHtml.quotes > 0);

/** The author's words and signature; absent where the mail has neither. */
function wordsOf(reply: Reply): Words['reply'] {
  const text = cleanText(reply.text);
  const signature = cleanText(reply.signature);
  if (text === undefined && signature === undefined) return undefined;
  const contact = signature === undefined ? {} : readContact(signature);
  return compact({ text, signature, contact: Object.keys(contact).length > 0 ? contact : undefined });
}

/** The mail that this one forwards, in its text or as a part. */
function forwardedIn(mail: ParsedMail, readings: ReadonlyArray<Reply | undefined>): Words['forwarded'] {
  const isForwardSubject = forwardSubject.test(mail.subject ?? '');
  const original = readings.find((reading) => reading?.original !== undefined)?.original;
  if (readings.some((reading) => reading?.isForward) || (isForwardSubject && original !== undefined))
    return forwardedOf(original);
  return isForwardSubject || carriesMail(mail) ? embeddedOf(mail) : undefined;
}

const carriesMail = ({ contentType, attachments }: ParsedMail): boolean =>
  contentType.type !== 'multipart/report' &&
  attachments.some(({ contentType: type, filename = '' }) => type === 'message/rfc822' || /\.eml$/i.test(filename));

/** The text without the signature that the HTML marks: the same lines at its end. */
function withoutSignature(reply: Reply, signature: string | undefined): Reply {
  if (signature === undefined || reply.signature !== undefined || reply.text === undefined) return reply;
  const signed = lettersOf(signature);
  if (signed.length < 5) return reply;
  const lines = reply.text.split('\n');
  let tail = '';
  for (let start = lines.length - 1; start > 0; start -= 1) {
    const letters = lettersOf(lines[start]!);
    if (letters === '') continue;
    tail = letters + tail;
    if (tail.length > signed.length) break;
    if (tail === signed)
      return {
        ...reply,
        text: lines.slice(0, start).join('\n').trimEnd(),
        signature: lines.slice(start).join('\n').trim(),
      };
  }
  return reply;
}

const lettersOf = (text: string): string => plain(text).replace(/[^\p{L}\p{N}]/gu, '');

function forwardedOf(fields: HeaderLines['fields'] | undefined): Words['forwarded'] {
  if (fields === undefined) return {};
  const from = mailboxOf(fields.from);
  const date = dateOf(fields.date);
  const subject = cleanLine(fields.subject);
  return compact({ from, date, subject });
}

/** A forward that carries the mail itself as a part names its author in that mail's header. */
function embeddedOf(mail: ParsedMail): Words['forwarded'] {
  if (mail.returned === undefined) return undefined;
  const fields = readHeaderBlock(mail.returned);
  return forwardedOf(
    compact({
      from: fields.get('from'),
      date: fields.get('date'),
      subject: fields.get('subject'),
    }),
  );
}

/** The first word with an `@` within: it begins where a word does, or a long word would be tried from each letter. */
const addressWord = /(?<![^\s<>"'()[\]])[^\s<>"'()[\]]{1,320}@[^\s<>"'()[\],;]+/;

/** A sender as header lines show it: `Name <a@b>`, `Name [mailto:a@b]`, `"a@b" <a@b>`, or the address alone. */
function mailboxOf(value: string | undefined): Mailbox | undefined {
  const line = cleanLine(value?.replace(/\[mailto:([^[\]]*)\]/i, '<$1>').replace(/<mailto:[^<>]*>/i, ''));
  const address = addressWord.exec(line ?? '')?.[0];
  if (line === undefined || address === undefined || !isMailable(address)) return undefined;
  const before = withoutStart(line.slice(0, line.indexOf(address)), /["'*]/).trimEnd();
  const name = cleanLine(withoutEnd(withoutEnd(before, /[<"'*(]/).trimEnd(), /["'*]/));
  return compact({ name: name !== undefined && name !== address ? name : undefined, address });
}

/** A date that every reader reads alike; absent for Outlook's local forms, which nobody can tell for sure. */
function dateOf(value: string | undefined): string | undefined {
  const line = cleanLine(value)
    ?.replace(/\bat\b/i, '')
    .replace(/^[\p{L}]{2,10}\.?,\s*/u, '');
  if (line === undefined || !/\b(?:19|20)\d\d\b/.test(line)) return undefined;
  const isIso = /^\d{4}-\d\d-\d\d/.test(line);
  const isNamed = /^\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|^[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}/.test(line);
  if (!isIso && !isNamed) return undefined;
  const hasZone = /(?:Z|GMT|UTC|[+-]\d{2}:?\d{2})\b/.test(line);
  const time = Date.parse(hasZone ? line : `${line} UTC`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
