import { compact } from '../compact.ts';
import { anyOf } from '../domain/mail/any-of.ts';
import type { SafeText, TakenOut } from '../domain/mail/parsed-mail.ts';
import { cleanText } from '../domain/mail/text.ts';
import { unlessTooDeep } from './html-limits.ts';
import { createLooks } from './html-look.ts';
import { htmlToText } from './html-text.ts';
import { withoutInvisible } from './invisible-characters.ts';
import { type Markup, type MarkupMemo, sourcesOf } from './markup.ts';

/** The words of a mail, as its reader found them. */
interface Words {
  readonly text?: string | undefined;
  /** As sent. */
  readonly html?: string | undefined;
  /** Whether the text was made of the HTML. */
  readonly isTextFromHtml: boolean;
}

/** Signs of HTML with words that a person does not see, or sees otherwise. Most mail of persons has none of them. */
const mayHide = new RegExp(
  anyOf`
    \bhidden\b|display\s*:\s*none|visibility\s*:|opacity\s*:|opacity\(
    font(?:-size)?\s*:[^;"']{0,40}?(?<![\d.])(?:[012]?\.\d{1,6}|[012])(?:px|pt|em|rem|%|[;"'\s])
    (?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*[;"']
    (?:text-indent|left|top|right|margin-left|margin-top)\s*:\s*-\d{3}
    clip(?:-path)?\s*:|scale\(|mso-hide|<dialog
    color\s*[:=]\s{0,20}["']?\s{0,20}(?:#?f[0-9a-f]{2,5}|white|snow|ivory|transparent|rgba?\(|hsla?\()
    bgcolor\s*=|background(?:-color)?\s*:
    \balt\s*=\s*["'][^"']{150}
    <!--(?!\s{0,20}(?:<!)?\[|-{0,20}>)[^<>-]{12}
  `,
  'i',
);
/** A link whose words look like an address, or whose address begins with a name before the host. */
const maySayOtherTarget = new RegExp(
  anyOf`
    <a\b[^<>]{0,2000}>\s{0,20}(?:<[a-z][^<>]{0,300}>\s{0,20}){0,3}(?:https?:|www\.|[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.[a-z]{2,10}\b)
    href\s{0,5}=\s{0,5}["']?https?:[\\/]*[^"'\s\\/?#<>]{0,300}@
  `,
  'i',
);

/** Letters of a description of a picture that only a flood needs. */
const longestDescription = 150;
/** Words of a comment that may be meant for somebody. */
const fewestWords = 3;
/** Lines of the text part that are compared. */
const maxLines = 5_000;

/**
 * The text of a mail as a person sees it, for people and programs that hand mail to a language model: without hidden
 * text, characters that show nothing, and words of the text part that the HTML does not show; links whose words name
 * another address are shown by their target. The text itself is kept as it came.
 *
 * The HTML is read once more, and only where it has signs of something to take out.
 *
 * @param markup takes HTML apart
 */
export function safeTextOf(words: Words, markup?: MarkupMemo): SafeText {
  const { text, html } = words;
  const read = html === undefined ? undefined : markup?.(html);
  const shown = html === undefined || !needsSight(html, words, read) ? undefined : readSeen(html, read);
  const unseen = shown === undefined || words.isTextFromHtml ? 0 : unseenLines(text, shown.text);
  const isFromHtml = shown !== undefined && (words.isTextFromHtml || unseen > 0);
  const { text: visible, count } = withoutInvisible((isFromHtml ? shown.text : text) ?? '');
  const takenOut = filled({
    ...shown?.takenOut,
    links: isFromHtml ? shown.takenOut.links : 0,
    invisible: count,
    unseenLines: unseen,
  });
  // Most texts stay as they are.
  if (count === 0 && !isFromHtml) return compact({ takenOut });
  const safe = cleanText(visible) ?? '';
  const isSame = count === 0 && haveSameLetters(safe, text ?? '');
  return compact({ safeText: isSame ? undefined : safe, takenOut });
}

const filled = (counts: TakenOut): TakenOut | undefined => {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  return found.length === 0 ? undefined : Object.fromEntries(found);
};

/** Whether something of the HTML may be out of sight, or deceive. Only markup hides: its words need no search. */
const needsSight = (html: string, { text, isTextFromHtml }: Words, markup: Markup | undefined): boolean =>
  mayHide.test(markup === undefined ? html : sourcesOf(markup)) ||
  (isTextFromHtml ? maySayOtherTarget.test(html) : mentionsMore(text, html));

/** The word that tells a line from others: its longest one, of plain letters where it has some. */
function tellingWord(line: string): string | undefined {
  const start = line.slice(0, 500);
  const words = start.match(/[A-Za-z]{5,40}/g) ?? start.match(/\p{L}{2,40}/gu) ?? [];
  return words.reduce<string | undefined>(
    (longest, word) => (word.length > (longest?.length ?? 0) ? word : longest),
    undefined,
  );
}

/** Whether the text part has a line whose longest word is nowhere in the HTML: a cheap test before a reading. */
function mentionsMore(text: string | undefined, html: string): boolean {
  let outsideTags: string | undefined;
  for (const line of (text ?? '').split('\n', maxLines)) {
    const word = tellingWord(line.includes('//') || line.includes('[') ? withoutAddresses(line) : line);
    if (word === undefined) continue;
    // A word of the text part that is nowhere in the HTML is not outside of its tags either.
    if (!html.includes(word)) return true;
    outsideTags ??= html.replace(/<[^<>]*>/g, ' ');
    if (!outsideTags.includes(word)) return true;
  }
  return false;
}

/** Addresses of links and descriptions of pictures, which a text part writes out and the HTML does not show. */
const withoutAddresses = (line: string): string =>
  !line.includes('://') && !line.includes('[')
    ? line
    : line.replace(/https?:\/\/\S+/gi, ' ').replace(/\[(?:image|cid|logo|bild|photo)[^[\]]{0,300}\]/gi, ' ');

const lettersOf = (text: string): string =>
  text.replace(/^[\x00-\x7f]*$/.test(text) ? /[^A-Za-z0-9]+/g : /[^\p{L}\p{N}]+/gu, '').toLowerCase();

/** UTF-16 units at the start of two texts that mostly tell whether they differ. */
const tellingStart = 300;

function haveSameLetters(text: string, other: string): boolean {
  const [start, otherStart] = [startOf(text), startOf(other)];
  const length = Math.min(start.length, otherStart.length);
  return start.slice(0, length) === otherStart.slice(0, length) && lettersOf(text) === lettersOf(other);
}

/** The first letters. A small sigma depends on the letters behind it, which a cut leaves out. */
const startOf = (text: string): string => lettersOf(text.slice(0, tellingStart)).replaceAll('ς', 'σ');

/** Counts lines of the text part with words that a person who looks at the HTML does not see. */
function unseenLines(text: string | undefined, shown: string): number {
  let known: ReadonlySet<string> | undefined;
  const isUnseen = (line: string): boolean => {
    // Most lines stand there as they are.
    if (shown.includes(line.trim())) return false;
    known ??= new Set(lettersOfWords(shown));
    const words = lettersOfWords(withoutAddresses(line));
    const unknown = words.filter((word) => !known?.has(word)).length;
    return unknown >= fewestWords && unknown * 2 > words.length;
  };
  /** A mail repeats lines, such as the words of its links. */
  const verdicts = new Map<string, boolean>();
  return (text ?? '').split('\n', maxLines).filter((line) => {
    const verdict = verdicts.get(line) ?? isUnseen(line);
    verdicts.set(line, verdict);
    return verdict;
  }).length;
}

function lettersOfWords(text: string): string[] {
  const lower = text.toLowerCase();
  const isAscii = /^[\x00-\x7f]*$/.test(lower);
  return lower.match(isAscii ? /[a-z0-9]{2,60}/g : /[\p{L}\p{N}]{2,60}/gu) ?? [];
}

/** The text that a person sees, and what was left out; undefined where the HTML is nested too deep. */
function readSeen(
  html: string,
  markup: Markup | undefined,
): { readonly text: string; readonly takenOut: Required<SeenCounts> } | undefined {
  const takenOut = { hidden: 0, comments: 0, descriptions: 0, links: 0 };
  const looks = createLooks(html);
  const sight = {
    page: looks.page,
    within: looks.within,
    onPicture(description: string) {
      if (description.length > longestDescription) takenOut.descriptions += 1;
    },
    onHidden(text: string) {
      takenOut.hidden += lettersOf(text).length;
    },
    onComment(text: string) {
      if (!/^\s*(?:\[if|\[endif|<!\[endif|>)/i.test(text) && lettersOfWords(text).length >= fewestWords)
        takenOut.comments += 1;
    },
    targetOf(href: string, words: string) {
      const shown = shownTarget(href, words);
      if (shown !== undefined) takenOut.links += 1;
      return shown;
    },
  };
  const seen = unlessTooDeep(() => htmlToText(html, sight, markup));
  return seen && { text: seen.text, takenOut };
}

type SeenCounts = Pick<TakenOut, 'hidden' | 'comments' | 'descriptions' | 'links'>;

/** An address at the beginning of the words of a link. */
const shownAddress = /^\s*(?:https?:\/\/)?((?:[\p{L}\p{N}_-]{1,63}\.){1,8}\p{L}{2,24})(?=[\s/:?#@]|$)/iu;

/**
 * The target of a link in the place of words that name another host, or behind the words where the address puts a name
 * before its host; undefined for an honest link.
 */
function shownTarget(href: string, words: string): string | undefined {
  const shown = words.includes('.') ? shownAddress.exec(words)?.[1]?.toLowerCase() : undefined;
  // Most links have words, and no name before their host.
  if (shown === undefined && !href.includes('@')) return undefined;
  const target = URL.canParse(href) ? new URL(href) : undefined;
  if (target === undefined || !target.protocol.startsWith('http')) return undefined;
  const host = bareHost(target.hostname);
  const isOther = shown !== undefined && bareHost(shown) !== host && !host.endsWith(`.${bareHost(shown)}`);
  if (!isOther && target.username === '') return undefined;
  const address = `${target.protocol}//${target.host}${target.pathname}`.slice(0, 200);
  return isOther || words.trim() === '' ? address : `${words.trim()} (${address})`;
}

const bareHost = (host: string): string => host.replace(/^www\./, '');
