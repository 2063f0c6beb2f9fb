import { headingPlace, type Place, transcriptLine } from './places.ts';
import { reasonOf } from './reasons.ts';
import { replyCodeIn, statusesIn } from './status.ts';
import { sessionLines } from './transcript.ts';

const fieldLine =
  /^(?:subject|date|sent|from|to|cc|message-id|size|message id|queue id|arrival(?: time|-date)?)\s*[:：]/i;

/** A drawn line that ends a section of a notice, perhaps with its title. */
const ruler = /^\s*(?:[-=*_#]{3,}|<{1,2}\[|\[<)/;

/** The longest text about one recipient, in lines. */
const maxOwnLines = 30;

/** The words of a notice about each of its recipients. */
interface NoticeWords {
  readonly lines: readonly string[];
  readonly places: readonly Place[];
  readonly recipients: readonly string[];
}

/**
 * Finds the words about one recipient, the nearest first: the lines below its address, its lines of the SMTP session,
 * and the whole notice where these hold no reason, because the address stands in a list above one common reason.
 *
 * @returns a function of the recipient's address
 */
export function diagnosticsOf(notice: NoticeWords): (address: string) => string {
  const session = sessionLines(notice.lines, new Set(notice.recipients));
  const isSingle = notice.recipients.length === 1;
  let shared: string | undefined;
  return (address) => {
    const near = squeeze(ownLines(notice, address).join(' '));
    const own = trimTo(near, address);
    // Sendmail's "(reason: …)" is short, and its transcript has the code.
    if (statusesIn(near).length > 0) return own;
    const inSession = squeeze((session.get(address) ?? []).join(' '));
    if (hasCode(near) || hasReason(own)) {
      const agrees = statusesIn(inSession).length > 0 && reasonOf(inSession, undefined) === reasonOf(own, undefined);
      if (agrees) return `${own} ${inSession}`;
      const answers = isSingle ? squeeze(notice.lines.filter(isAnswer).join(' ')) : '';
      return statusesIn(answers).length > 0 ? `${own} ${answers}` : own;
    }
    if (hasCode(inSession) || hasReason(inSession)) return inSession;
    shared ??= common(notice, session);
    return shared;
  };
}

/** Whether a line is part of an SMTP session, or has a status as qmail and Exchange write it. */
const isAnswer = (line: string): boolean => transcriptLine.test(line) || /#(?:[45]\d\d )?[45]\.\d/.test(line);

/** The words about all recipients: a server's answers, or all of the notice. */
function common({ lines, recipients }: NoticeWords, session: ReadonlyMap<string, readonly string[]>): string {
  // Answers that belong to other recipients say nothing about this one.
  const ofOthers = new Set(recipients.length > 1 ? [...session.values()].flat() : []);
  const shared = lines.filter((line) => !ofOthers.has(line.trim()));
  const transcript = shared.filter(isAnswer);
  const answers = squeeze(transcript.map((line) => line.trim()).join(' '));
  const words = squeeze(shared.filter((line) => !fieldLine.test(line.trim())).join(' '));
  if (!hasCode(answers)) return words;
  // A vague answer with a plain word elsewhere: "mail.local: unknown user" above "554 Service unavailable".
  return hasReason(answers) || !hasReason(words) ? answers : words;
}

function ownLines({ lines, places, recipients }: NoticeWords, address: string): readonly string[] {
  const start = headingPlace(places.filter((place) => place.address === address))?.line;
  if (start === undefined) return [];
  const next = places.find(
    (place) => place.line > start && isHead(place) && place.address !== address && recipients.includes(place.address),
  )?.line;
  const own: string[] = [];
  for (const text of lines.slice(start, Math.min(start + maxOwnLines, next ?? lines.length))) {
    const line = text.trim();
    const isEnd =
      recipients.length > 1 && own.length > 0 && (ruler.test(line) || (line === '' && speaks(own.join(' '), address)));
    if (isEnd) break;
    if (!fieldLine.test(line) || own.length === 0) own.push(line);
  }
  return own;
}

const isHead = ({ opens, isListed, labelled }: Place): boolean => opens || isListed || labelled === 'clearly';

const speaks = (text: string, address: string): boolean => hasCode(text) || hasReason(trimTo(text, address));
const hasReason = (text: string): boolean => text !== '' && reasonOf(text, undefined) !== 'other';
const hasCode = (text: string): boolean => statusesIn(text).length > 0 || replyCodeIn(text) !== undefined;

/** Text with single blanks, cut to the length that is read of a diagnostic. */
export const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 2000);

/** Starts the diagnostic at the server's own words where there are any. */
function trimTo(text: string, address: string): string {
  const after = text.replace(/^["'<([]{0,3}[^\s"'<>(),;:@]{1,64}@[^\s"'<>(),;:]{1,255}["'>)\]]{0,3}[:;,.]?\s*/, '');
  return after === '' ? text : after.startsWith(address) ? after.slice(address.length).trim() : after;
}
