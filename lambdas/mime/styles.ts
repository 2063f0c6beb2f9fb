import { anyOf } from '../domain/mail/any-of.ts';

/**
 * Properties that paint or lay out an element within its own place. None of them fetches, and none paints outside: no
 * position, transform, z-index, outline or shadow.
 */
const properties = new Set([
  'color',
  'background',
  'background-color',
  'background-repeat',
  'background-position',
  'background-size',
  'font',
  'font-family',
  'font-size',
  'font-style',
  'font-variant',
  'font-weight',
  'line-height',
  'letter-spacing',
  'word-spacing',
  'text-align',
  'text-align-last',
  'text-decoration',
  'text-decoration-color',
  'text-decoration-line',
  'text-decoration-style',
  'text-indent',
  'text-overflow',
  'text-transform',
  'vertical-align',
  'white-space',
  'word-break',
  'word-wrap',
  'overflow-wrap',
  'hyphens',
  'direction',
  'width',
  'min-width',
  'max-width',
  'height',
  'min-height',
  'max-height',
  'box-sizing',
  'display',
  'visibility',
  'overflow',
  'float',
  'clear',
  'opacity',
  'border-collapse',
  'border-spacing',
  'border-radius',
  'caption-side',
  'empty-cells',
  'table-layout',
  'list-style',
  'list-style-type',
  'list-style-position',
]);
/** Boxes with a side or none, and the parts of a border. */
const boxes = new RegExp(anyOf`
  ^(?:margin|padding)(?:-(?:top|right|bottom|left))?$
  ^border(?:-(?:top|right|bottom|left))?(?:-(?:width|style|color))?$
  ^border-(?:top|bottom)-(?:left|right)-radius$
`);

/** The longest style, beyond any that a client writes; a longer one is left out. */
const maxStyleLength = 4_000;

/** Words that move an element out of its place, in any property that reads them as a value. */
const displaced = /^(?:fixed|absolute|sticky|-webkit-sticky)$/i;

/**
 * One word of a value: a name, a number with its unit, a colour, a quoted font, or a colour function of plain numbers.
 * There is no other function, no backslash, no comment and no URL among them.
 */
const word = new RegExp(
  String.raw`\s*(?:,\s*|\/\s*)?${anyOf`
    (-?[a-z\p{L}][\w\p{L}-]*)
    (-?)[+]?(?:\d+(?:\.\d*)?|\.\d+)(%|[a-z]{1,4})?
    #[0-9a-f]{3,8}
    "[\w\p{L} .,&-]*"
    '[\w\p{L} .,&-]*'
    (?:rgb|hsl)a?\([\d.,%\s/deg+-]*\)
    !\s*important
  `}(?=[\s,/!"'#]|$)`,
  'iuy',
);

/**
 * The declarations of a style that are harmless in every page, by an allow-list of properties and values (CSS Values and
 * Units, §2). They are written anew, so that a browser reads exactly what was checked here.
 *
 * @returns absent when none is left
 */
export function safeStyle(style: string): string | undefined {
  if (style.length > maxStyleLength) return undefined;
  const declarations: string[] = [];
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    const property = declaration.slice(0, colon).trim().toLowerCase();
    const value = declaration.slice(colon + 1).trim();
    if ((properties.has(property) || boxes.test(property)) && isSafeValue(property, value))
      declarations.push(`${property}:${value}`);
  }
  return declarations.length === 0 ? undefined : declarations.join(';');
}

function isSafeValue(property: string, value: string): boolean {
  if (value === '') return false;
  for (word.lastIndex = 0; word.lastIndex < value.length; ) {
    const match = word.exec(value);
    if (match === null) return false;
    const [, name, sign, unit] = match;
    if (name !== undefined && displaced.test(name)) return false;
    // A negative margin or indent moves over what stands beside; letters may stand a little closer.
    if (sign === '-' && !isTightening(property, match[0], unit)) return false;
  }
  return true;
}

const isTightening = (property: string, number: string, unit = ''): boolean =>
  property === 'letter-spacing' && /^(?:px|pt|em)?$/i.test(unit) && Math.abs(Number.parseFloat(number.trim())) <= 3;
