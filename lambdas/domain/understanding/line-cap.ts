import { compact } from '../../compact.ts';
import type { ParsedMail } from '../mail/parsed-mail.ts';

/**
 * The longest line that a pattern sees, in UTF-16 code units: ten times what RFC 5322 §2.1.1 allows for a line of a mail,
 * because clients unwrap paragraphs. The rest says nothing about the kind of a mail.
 */
export const longestLine = 10_000;

/** A mail as the rules see it, and the way back to what its author wrote. */
export interface CappedMail {
  readonly mail: ParsedMail;
  /** A text that the rules took of the mail, with the ends of its long lines. */
  readonly whole: (text: string) => string;
}

/** The ends of long lines that stand aside while the rules look at a text. */
interface Aside {
  /** A character of no text of the mail, which stands around the number of an end; absent when each is taken. */
  readonly mark: string | undefined;
  readonly ends: string[];
}

const firstMark = 0xe010;
const marks = 64;

/**
 * Cuts every line of a mail that a pattern may see at `longestLine`, so that no line of a sender takes long, whatever the
 * pattern. The event keeps the text whole.
 */
export function capLines(mail: ParsedMail): CappedMail {
  const { text, markedText, report, returned, returnedText } = mail;
  const isShort = [text, markedText, report, returned, returnedText, mail.subject].every(hasShortLines);
  if (isShort && !mail.headers.some(({ value }) => value.length > longestLine)) return { mail, whole: (same) => same };
  const aside: Aside = { mark: freeMark([text, markedText]), ends: [] };
  const seen: ParsedMail = {
    ...mail,
    headers: mail.headers.map(({ name, value }) => ({ name, value: value.slice(0, longestLine) })),
    ...compact({
      subject: mail.subject?.slice(0, longestLine),
      text: text && capped(text, aside),
      markedText: markedText && capped(markedText, aside),
      report: report && capped(report),
      returned: returned && capped(returned),
      returnedText: returnedText && capped(returnedText),
    }),
  };
  return { mail: seen, whole: (part) => restored(part, aside) };
}

function hasShortLines(text: string | undefined): boolean {
  if (text === undefined || text.length <= longestLine) return true;
  let start = 0;
  while (text.length - start > longestLine) {
    // The last line feed within reach, so that short lines are passed over many at a time.
    const end = text.lastIndexOf('\n', start + longestLine);
    if (end < start) return false;
    start = end + 1;
  }
  return true;
}

function freeMark(texts: ReadonlyArray<string | undefined>): string | undefined {
  for (let code = firstMark; code < firstMark + marks; code += 1) {
    const mark = String.fromCharCode(code);
    if (!texts.some((text) => text?.includes(mark))) return mark;
  }
  return undefined;
}

function capped(text: string, aside?: Aside): string {
  if (hasShortLines(text)) return text;
  return text
    .split('\n')
    .map((line) => {
      if (line.length <= longestLine) return line;
      if (aside?.mark === undefined) return line.slice(0, longestLine);
      aside.ends.push(line.slice(longestLine));
      return `${line.slice(0, longestLine)}${aside.mark}${aside.ends.length - 1}${aside.mark}`;
    })
    .join('\n');
}

/** Puts the ends back. Each mark stands once in a text of the rules, so the whole is no longer than the mail. */
function restored(text: string, { mark, ends }: Aside): string {
  if (mark === undefined || !text.includes(mark)) return text;
  return text
    .split(mark)
    .map((part, place) => (place % 2 === 0 ? part : (ends[Number(part)] ?? '')))
    .join('');
}
