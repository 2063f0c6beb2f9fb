/** A phrase that a text holds. */
export interface PhraseMatch<F extends string> {
  readonly family: F;
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
}

/**
 * Words of one sentence that may stand where a phrase has `~`; the points of dates and addresses end none. Each character is
 * read in one way only: a second way would double the time at every point.
 */
const abbreviation = String.raw`(?:\d|inkl|incl|einschl|bzw|\bca|\bnr|\btel)\.`;
const gap = String.raw`(?:[^.!?。！？\n]|\.(?!(?<!${abbreviation})(?!\S))){0,60}`;

/** Phrases, one a line: each is a pattern over folded text (`foldText`), and `~` stands for any words of a sentence. */
export const phrases = (lines: TemplateStringsArray, ...parts: readonly string[]): readonly string[] =>
  String.raw(lines, ...parts)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A phrase with its place in the order in which matches are reported. */
interface Phrase<F> {
  readonly family: F;
  readonly source: string;
  /** Phrases of one group that begin at the same place count as one: the first that fits. */
  readonly group: number;
  readonly order: number;
}

/** A node of the tree of the letters with which phrases begin. */
interface Node<F> {
  readonly parent: Node<F> | undefined;
  /** The letters that lead on, as UTF-16 code units, and the node behind each: few, so that a loop finds one fastest. */
  readonly codes: number[];
  readonly nodes: Array<Node<F>>;
  /** Phrases whose literal letters end here. */
  readonly phrases: Array<Phrase<F>>;
  /** The patterns of all phrases on the way to this node, made when a text first leads here. */
  patterns?: ReadonlyArray<{ readonly family: F; readonly pattern: RegExp }>;
}

const createNode = <F>(parent?: Node<F>): Node<F> => ({ parent, codes: [], nodes: [], phrases: [] });

/** The node behind a letter. */
function nextNode<F>({ codes, nodes }: Node<F>, code: number): Node<F> | undefined {
  for (let at = 0; at < codes.length; at += 1) if (codes[at] === code) return nodes[at];
  return undefined;
}

/** The literal letters of a phrase that are compared before its pattern is. */
const longestPrefix = 16;
/** The letters by which phrases are grouped. */
const longestKey = 3;

/**
 * Creates a reader that finds the phrases of many families and languages in one pass over a text.
 *
 * A tree of the letters with which phrases begin is walked from the beginning of each word; only phrases whose literal
 * letters all stand there are tried, so that a thousand phrases cost little more than ten. Thus a phrase begins with a
 * literal letter, at best with several.
 *
 * @throws Error for a phrase that begins with a pattern
 */
export function createPhraseReader<F extends string>(
  families: Readonly<Record<F, readonly string[]>>,
): (text: string) => Array<PhraseMatch<F>> {
  const root = createNode<F>();
  for (const [place, family] of familiesOf(families).entries())
    for (const [order, source] of families[family].entries()) {
      // Matches at one place come by the length of their key, and then by family.
      const group = Math.min(literalOf(source).length, longestKey) * maxFamilies + place;
      for (const prefix of prefixesOf(source)) addPhrase(root, prefix, { family, source, group, order });
    }
  const beginnings = beginningsOf(root);
  return (text) => {
    const matches: Array<PhraseMatch<F>> = [];
    let isInWord = false;
    for (let start = 0; start < text.length; start += 1) {
      const code = text.charCodeAt(start);
      if (!isLetter(code)) {
        isInWord = false;
        continue;
      }
      const isApart = isWithoutBlanks(code);
      const isStart = !isInWord || isApart;
      isInWord = !isApart;
      if (!isStart) continue;
      const node = deepestNode(beginnings, text, start);
      if (node === undefined) continue;
      node.patterns ??= patternsOf(node);
      for (const { family, pattern } of node.patterns) {
        pattern.lastIndex = start;
        if (pattern.test(text)) matches.push({ family, start, end: pattern.lastIndex });
      }
    }
    return matches;
  };
}

/** More families than a reader has. */
const maxFamilies = 1000;

function addPhrase<F>(root: Node<F>, prefix: string, phrase: Phrase<F>): void {
  let node = root;
  for (let at = 0; at < prefix.length; at += 1) {
    const code = prefix.charCodeAt(at);
    let next = nextNode(node, code);
    if (next === undefined) {
      next = createNode(node);
      node.codes.push(code);
      node.nodes.push(next);
    }
    node = next;
  }
  node.phrases.push(phrase);
}

/** The beginnings of phrases: from there on, few letters lead on. */
interface Beginnings<F> {
  /** The nodes behind the first two letters, by both. */
  readonly pairs: ReadonlyMap<number, Node<F>>;
  /** The nodes behind the first letter where phrases have one literal letter only, by it. */
  readonly singles: ReadonlyMap<number, Node<F>>;
}

/** Two letters as one number. */
const pairOf = (first: number, second: number): number => first * 0x1_0000 + second;

function beginningsOf<F>(root: Node<F>): Beginnings<F> {
  const pairs = new Map<number, Node<F>>();
  const singles = new Map<number, Node<F>>();
  for (const [place, node] of root.nodes.entries()) {
    const first = root.codes[place]!;
    if (node.phrases.length > 0) singles.set(first, node);
    for (const [nth, next] of node.nodes.entries()) pairs.set(pairOf(first, node.codes[nth]!), next);
  }
  return { pairs, singles };
}

/** The deepest node with phrases to which the letters of a text lead. */
function deepestNode<F>({ pairs, singles }: Beginnings<F>, text: string, start: number): Node<F> | undefined {
  const first = text.charCodeAt(start);
  let node = start + 1 < text.length ? pairs.get(pairOf(first, text.charCodeAt(start + 1))) : undefined;
  if (node === undefined) return singles.get(first);
  let found = node.parent!.phrases.length > 0 ? node.parent : undefined;
  for (let at = start + 2; node !== undefined; at += 1) {
    if (node.phrases.length > 0) found = node;
    if (at >= text.length) break;
    node = nextNode(node, text.charCodeAt(at));
  }
  return found;
}

/** The patterns of the phrases on the way to a node, one a group, in the order of their matches. */
function patternsOf<F>(node: Node<F>): NonNullable<Node<F>['patterns']> {
  const phrases: Array<Phrase<F>> = [];
  for (let above: Node<F> | undefined = node; above !== undefined; above = above.parent) phrases.push(...above.phrases);
  phrases.sort((left, right) => left.group - right.group || left.order - right.order);
  return [...Map.groupBy(phrases, ({ group }) => group).values()].map((members) => ({
    family: members[0]!.family,
    pattern: patternOfPhrases(
      members.map(({ source }) => source),
      'y',
    ),
  }));
}

/**
 * The pattern of phrases, the first that fits before the others. A word in a phrase (`\S+`) is no longer than the words for
 * `~`: a text of one long word would otherwise be read to its end from every beginning of a phrase.
 */
export const patternOfPhrases = (sources: readonly string[], flags: string): RegExp =>
  new RegExp(`(?:${sources.map(limited).join('|')})`, flags);

const limited = (source: string): string =>
  source
    .replace(
      /(\\[Sdsw]|\])(?:([+*])|{(\d),})/g,
      (_run, characters: string, sign?: string, least?: string) =>
        `${characters}{${least ?? (sign === '+' ? 1 : 0)},60}`,
    )
    .replaceAll('~', gap);

const familiesOf = <F extends string>(families: Readonly<Record<F, readonly string[]>>): F[] =>
  Object.keys(families).filter((family): family is F => family in families);

/** The literal letters with which every text of a phrase begins. */
function literalOf(phrase: string): string {
  const literal = literalStart.exec(phrase)?.[0];
  if (literal === undefined) throw new Error(`a phrase begins with a literal letter: ${phrase}`);
  return literal;
}

const literalStart = /^[^[\](){}|?*+.^$\\~]+(?![?*{])/;

/** The literal letters with which the texts of a phrase begin: two forms where one letter may be left out (`e-?mail`). */
function prefixesOf(phrase: string): readonly string[] {
  const literal = literalOf(phrase);
  if (isAlternation(phrase)) return [literal.slice(0, longestKey)];
  const behind = phrase.slice(literal.length);
  const [, optional] = /^([^[\](){}|?*+.^$\\~])\?(?!\?)/.exec(behind) ?? [];
  if (optional === undefined) return [literal.slice(0, longestPrefix)];
  const rest = literalStart.exec(behind.slice(2))?.[0] ?? '';
  return [optional + rest, rest].map((more) => (literal + more).slice(0, longestPrefix));
}

/** Whether a phrase has alternatives outside of all brackets. */
const isAlternation = (phrase: string): boolean => {
  let depth = 0;
  for (const [letter] of phrase.matchAll(/\\.|\[[^\]]{0,200}\]|[()|]/g)) {
    if (letter === '(') depth += 1;
    else if (letter === ')') depth -= 1;
    else if (letter === '|' && depth === 0) return true;
  }
  return false;
};

/** Thai, Japanese, Chinese and Korean: a phrase may begin at any letter. */
const isWithoutBlanks = (code: number): boolean =>
  (code >= 0x3040 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7af) || (code >= 0x0e00 && code <= 0x0e7f);

/** Letters, digits and marks; punctuation beyond ASCII parts words as well. */
const isLetter = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0xc0 && code < 0x2000) ||
  (code > 0x206f && (code < 0x3000 || code > 0x303f) && code < 0xff00);
