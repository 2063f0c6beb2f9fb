import { domainOf, normalizeAddress } from './address.ts';

/** The words of one mail at most: a subject of a thousand words costs as much as one of thirty. */
const mostWords = 40;
/** The words of a question at most. */
const mostAsked = 12;
/** In UTF-16 units: what lies behind it is in no list of words. */
const longestText = 2000;
/** In UTF-16 units: a longer word is cut, in the mail as in the question. */
const longestWord = 128;

/** A letter or digit of any script, with its marks. */
const wordShape = /[\p{L}\p{M}\p{N}]+/gu;
/** Scripts without blanks between words: two neighbours make a word. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
/** A name with dots, as a domain or a file has one. */
const dottedShape = /^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$/u;

/** The parts of a mail that people look for it by. */
export interface SearchedMail {
  /** Ids of the mail and its event, found by their whole text. */
  readonly ids: readonly string[];
  readonly messageId?: string | undefined;
  /** The authors first: where a mail has too many words, the last are left out. */
  readonly addresses: readonly string[];
  readonly subject?: string | undefined;
}

/**
 * The words by which a mail is found: its ids, its Message-ID, each address whole and by its domain, and the words of the subject
 * in lower case (NFKC). Text of scripts without blanks gives each pair of neighbours, and a single character gives itself.
 */
export function searchWordsOf({ ids, messageId, addresses, subject = '' }: SearchedMail): string[] {
  const [author = [], ...others] = addresses.map(addressWords);
  const words = [
    ...ids.map(folded),
    ...(messageId === undefined ? [] : [folded(messageId)]),
    ...author,
    ...textWords(subject.slice(0, longestText)),
    ...others.flat(),
  ];
  return [...new Set(words.filter((word) => word !== '').map(cut))].slice(0, mostWords);
}

/** The words of a question, each of which a mail must have. */
export function askedWordsOf(question: string): string[] {
  const words = tokensOf(question).flatMap((token) => {
    if (token.includes('@')) return [token.startsWith('@') ? (domainOf(`x${token}`) ?? token) : wholeAddress(token)];
    return dottedShape.test(token) ? [dottedName(token)] : [...(idShape.exec(token) ?? partsOf(token))];
  });
  return [...new Set(words.filter((word) => word !== '').map(cut))].slice(0, mostAsked);
}

/** An id of an event, whose mark would part it into two words. */
const idShape = /^evt_[0-9a-f]{32}$/;

const addressWords = (address: string): string[] => {
  const domain = domainOf(address);
  return domain === undefined ? [wholeAddress(address)] : [wholeAddress(address), domain];
};

const wholeAddress = (text: string): string => folded(normalizeAddress(text));

/** A name with dots as addresses have it: a domain in ASCII. */
const dottedName = (token: string): string => domainOf(`x@${token}`) ?? token;

/** The words of a text: of a name with dots or an address the whole as well, so that it is found either way. */
const textWords = (text: string): string[] =>
  tokensOf(text).flatMap((token) => {
    if (token.includes('@')) return [wholeAddress(token), ...partsOf(token)];
    return dottedShape.test(token) ? [dottedName(token), ...partsOf(token)] : partsOf(token);
  });

/** The texts between blanks, without the marks around them. */
const tokensOf = (text: string): string[] =>
  folded(text)
    .split(/\s/u)
    .map((token) => trimmed(token, /[^\p{L}\p{M}\p{N}@]/u));

function trimmed(text: string, unwanted: RegExp): string {
  const characters = [...text];
  const first = characters.findIndex((character) => !unwanted.test(character));
  const last = characters.findLastIndex((character) => !unwanted.test(character));
  return first < 0 ? '' : characters.slice(first, last + 1).join('');
}

const partsOf = (token: string): string[] =>
  [...token.matchAll(wordShape)].flatMap(([word]) => {
    const spaced = word.replaceAll(unspaced, ' ').split(' ');
    const pairs = [...word.matchAll(unspaced)].flatMap(([run]) => pairsOf(run));
    return [...spaced.filter((part) => part !== ''), ...pairs];
  });

function pairsOf(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, nth) => `${characters[nth]}${character}`);
}

/** NFKC, in lower case, without angle brackets around it. */
const folded = (text: string): string =>
  text.normalize('NFKC').toLowerCase().normalize('NFKC').replace(/^<|>$/g, '').trim();

const cut = (word: string): string => (word.length > longestWord ? [...word.slice(0, longestWord)].join('') : word);
