import type { AST } from '@eslint-community/regexpp';

/** Characters with which a text of a pattern can begin or end: one letter in every case, a class, or any character. */
export type Start =
  | { readonly letter: string; readonly forms: readonly string[] }
  | { readonly raw: string; readonly flags: string }
  | 'any';

/** How the texts of a part of a pattern begin, or end. */
interface Starts {
  readonly first: readonly Start[];
  /** Whether the part has an empty text, so that what stands next to it counts, too. */
  readonly canBeEmpty: boolean;
}

/** The first characters of a sequence of elements, no fewer than it has. Conditions only forbid some. */
export const startsOf = (elements: readonly AST.Element[], flags: string): Starts => edgeOf(elements, flags, 'first');

/** The last characters of a sequence of elements, no fewer than it has. */
export const endsOf = (elements: readonly AST.Element[], flags: string): Starts => edgeOf(elements, flags, 'last');

function edgeOf(elements: readonly AST.Element[], flags: string, side: 'first' | 'last'): Starts {
  const first: Start[] = [];
  for (const element of side === 'first' ? elements : elements.toReversed()) {
    if (element.type === 'Assertion') continue;
    const own = edgeOfElement(element, flags, side);
    first.push(...own.first);
    if (!own.canBeEmpty) return { first, canBeEmpty: false };
  }
  return { first, canBeEmpty: true };
}

function edgeOfElement(element: AST.Element, flags: string, side: 'first' | 'last'): Starts {
  switch (element.type) {
    case 'Character': {
      const letter = String.fromCodePoint(element.value);
      return { first: [{ letter, forms: formsOf(letter) }], canBeEmpty: false };
    }
    case 'CharacterClass':
    case 'CharacterSet':
      return { first: [{ raw: element.raw, flags }], canBeEmpty: false };
    case 'CapturingGroup':
    case 'Group': {
      if (element.type === 'Group' && element.modifiers !== null) return anything;
      const each = element.alternatives.map(({ elements }) => edgeOf(elements, flags, side));
      return { first: each.flatMap(({ first }) => first), canBeEmpty: each.some(({ canBeEmpty }) => canBeEmpty) };
    }
    case 'Quantifier': {
      const { first, canBeEmpty } = edgeOfElement(element.element, flags, side);
      return { first, canBeEmpty: canBeEmpty || element.min === 0 };
    }
    default:
      return anything;
  }
}

const anything: Starts = { first: ['any'], canBeEmpty: true };

/** Whether two sets can have a character in common. */
export function overlap(left: Start, right: Start): boolean {
  if (left === 'any' || right === 'any') return true;
  if ('letter' in left && 'letter' in right) return left.forms.some((form) => right.forms.includes(form));
  if ('letter' in left) return left.forms.some((form) => patternOf(right as Class).test(form));
  if ('letter' in right) return overlap(right, left);
  const [characters, others] = [charactersOf(left), charactersOf(right)];
  return (characters.isOpen && others.isOpen) || characters.units.some((unit) => others.has[unit] === 1);
}

type Class = Extract<Start, { raw: string }>;

/** A letter in every case, because a pattern may ignore it. */
const formsOf = (letter: string): readonly string[] => [
  ...new Set([letter, letter.toLowerCase(), letter.toUpperCase(), letter.toUpperCase().toLowerCase()]),
];

function patternOf({ raw, flags }: Class): RegExp {
  const key = `${raw}/${flags}`;
  const pattern = patterns.get(key) ?? new RegExp(`^(?:${raw})$`, flags);
  patterns.set(key, pattern);
  return pattern;
}
const patterns = new Map<string, RegExp>();

/** The characters of a class up to U+FFFF. */
interface Characters {
  readonly units: readonly number[];
  readonly has: Uint8Array;
  /** Whether the class may have characters above U+FFFF, of which any two classes may have the same. */
  readonly isOpen: boolean;
}

function charactersOf(characterClass: Class): Characters {
  const key = `${characterClass.raw}/${characterClass.flags}`;
  const known = charactersByClass.get(key);
  if (known !== undefined) return known;
  const pattern = patternOf(characterClass);
  const has = new Uint8Array(0x1_00_00);
  const units: number[] = [];
  for (let unit = 0; unit < has.length; unit += 1) {
    if (!pattern.test(String.fromCharCode(unit))) continue;
    has[unit] = 1;
    units.push(unit);
  }
  const isOpen = /[uv]/.test(characterClass.flags) && /^\.|\[\^|\\[pPSWDux]|[\ud800-\udfff]/.test(characterClass.raw);
  const found = { units, has, isOpen };
  charactersByClass.set(key, found);
  return found;
}
const charactersByClass = new Map<string, Characters>();
