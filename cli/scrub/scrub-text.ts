import { isIPv6 } from 'node:net';
import { registrableDomainOf } from '../../lambdas/domain/mail/company-domain.ts';
import { scrubBlocks } from './encoded-blocks.ts';
import { keptInTexts } from './kept-words.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** The rules of one run. */
export interface ScrubRules {
  readonly pseudonyms: Pseudonyms;
  /** Words that are replaced wherever they are, in lower case: the names of people and companies. */
  readonly names: ReadonlySet<string>;
  /** Whether every word goes, and not only names. */
  readonly allWords: boolean;
}

const link = /(?:https?|ftp):\/\/[^\s<>"'`]{1,4000}/giu;
const base64Run = /[a-z\d+/]+/gi;
/** In characters: a word is shorter than such a run of base64. */
const longRun = 60;
/** Digits with what people write between them, of which some are telephone numbers. */
const digitGroups = /\+?\d[\d ()/.-]{6,24}\d/g;
/** Digits of a telephone, a card or an account. */
const numberDigits = 8;
const dated = /(?:^|\D)(?:19|20)\d\d[-/.]|[-/.](?:19|20)\d\d(?:\D|$)/;
const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** Hex digits and colons, of which some are addresses of the network. */
const colonRun = /[\da-f:]+/gi;
/** A piece between blanks and marks. */
const piece = /[^\s<>"'()[\]{},;|`=:/\\*]+/gu;
const domainShape = /^[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,8}$/u;

/** Replaces files, links, addresses, domains, numbers and names in a text; each line keeps its shape. */
export const scrubText = (text: string, rules: ScrubRules): string =>
  scrubBlocks(text, rules.pseudonyms, (words) => scrubLines(words, rules));

function scrubLines(text: string, rules: ScrubRules): string {
  let end = 0;
  const parts: string[] = [];
  for (const match of text.matchAll(link)) {
    parts.push(scrubPlain(text.slice(end, match.index), rules), scrubLink(match[0], rules));
    end = match.index + match[0].length;
  }
  return [...parts, scrubPlain(text.slice(end), rules)].join('');
}

const scrubPlain = (text: string, rules: ScrubRules): string =>
  text
    .replaceAll(base64Run, (run) => (run.length < longRun ? run : rules.pseudonyms.token(run).padEnd(run.length, 'A')))
    .replaceAll(digitGroups, (group) => scrubGroups(group, rules))
    .replaceAll(colonRun, (run) => (isIPv6(run) ? rules.pseudonyms.ip(run) : run))
    .replaceAll(piece, (each) => scrubPiece(each, rules));

/** Hides the digits of a long number that is written in groups; dates stay. */
function scrubGroups(group: string, { pseudonyms }: ScrubRules): string {
  const digits = group.replaceAll(/\D/g, '');
  if (digits.length < numberDigits || dated.test(group) || ipv4.test(group)) return group;
  const others = [...pseudonyms.digits(digits)];
  return group.replaceAll(/\d/g, () => others.shift()!);
}

function scrubPiece(text: string, rules: ScrubRules): string {
  const { pseudonyms } = rules;
  const core = withoutStops(text);
  const rest = text.slice(core.length);
  if (core.includes('@')) return `${core.startsWith('@') ? scrubWords(core, rules) : pseudonyms.address(core)}${rest}`;
  if (ipv4.test(core)) return `${pseudonyms.ip(core)}${rest}`;
  if (domainShape.test(core) && registrableDomainOf(core) !== undefined && /\p{L}/u.test(core))
    return `${pseudonyms.domain(core)}${rest}`;
  if (isMixed(core)) return `${pseudonyms.token(core)}${rest}`;
  return scrubWords(text, rules);
}

function withoutStops(text: string): string {
  let end = text.length;
  while (end > 0 && '.!?'.includes(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}

/** In characters: the number of an account, an order or a queue is as long. */
const longToken = 8;
/** Whether letters and digits stand in one piece. */
const isMixed = (text: string): boolean =>
  text.length >= longToken &&
  /^[\p{L}\d_-]+$/u.test(text) &&
  /\d/.test(text) &&
  /\p{L}/u.test(text) &&
  !text.startsWith('--');

const scrubWords = (text: string, rules: ScrubRules): string =>
  text.replaceAll(/\p{L}+|\d+/gu, (run) => (/^\d/.test(run) ? scrubDigits(run, rules) : scrubWord(run, rules)));

/** Three digits are too few to tell anybody, and are often a code of SMTP; years tell when. */
const scrubDigits = (run: string, { pseudonyms }: ScrubRules): string =>
  run.length <= 3 || /^(?:19|20)\d\d$/.test(run) ? run : pseudonyms.digits(run);

function scrubWord(run: string, { pseudonyms, names, allWords }: ScrubRules): string {
  const folded = run.toLowerCase();
  if (names.has(folded)) return pseudonyms.word(run);
  return allWords && run.length > 2 && !keptInTexts.has(folded) ? pseudonyms.word(run) : run;
}

/** A link to the stand-in of its host; words that say what it does stay, and whatever may name somebody goes. */
export function scrubLink(url: string, rules: ScrubRules): string {
  const { pseudonyms } = rules;
  const start = url.indexOf('//') + 2;
  const rest = url.slice(start);
  const end = rest.search(/[/?#]/);
  const [host, path] = end < 0 ? [rest, ''] : [rest.slice(0, end), rest.slice(end)];
  const scheme = url.slice(0, start);
  if (start < 2 || host === '') return url.includes('@') ? scrubText(url, { ...rules }) : pseudonyms.token(url);
  const [name = '', port] = host.slice(host.lastIndexOf('@') + 1).split(':');
  const shown = ipv4.test(name) ? pseudonyms.ip(name) : pseudonyms.domain(name);
  const hidden = path.replaceAll(/[^/?#&=.]+/gu, (part) => (linkWords.test(part) ? part : pseudonyms.token(part)));
  return `${scheme}${shown}${port === undefined ? '' : `:${port}`}${hidden}`;
}

/** Parts of links that rules of kinds look for. */
const linkWords =
  /^(?:unsubscribe|unsub|optout|opt-out|abmelden|preferences|subscription|subscriptions|manage|click|open|track|tracking|view|browser|confirm|verify|login|html?|php|aspx?|png|gif|jpe?g|pdf|utm_\w{1,20}|campaign|email|newsletter)$/i;
