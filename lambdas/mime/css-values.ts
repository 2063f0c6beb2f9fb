/** A colour as red, green and blue, 0 to 255 each. */
export type Color = readonly [red: number, green: number, blue: number];

/** The declarations of a style that decide whether a text can be seen. */
export interface Declarations {
  /** The element shows nothing, and nothing within it can change that. */
  readonly isGone?: boolean;
  readonly isVisible?: boolean;
  /** In px, or as a multiple of the size around it. */
  readonly size?: { readonly px: number } | { readonly times: number };
  readonly color?: Color | 'transparent';
  /** `unknown`: a picture, or a colour that lets another one through. */
  readonly background?: Color | 'unknown';
}

const named: Readonly<Record<string, string>> = {
  white: 'fff',
  snow: 'fffafa',
  ivory: 'fffff0',
  ghostwhite: 'f8f8ff',
  floralwhite: 'fffaf0',
  whitesmoke: 'f5f5f5',
  mintcream: 'f5fffa',
  azure: 'f0ffff',
  aliceblue: 'f0f8ff',
  seashell: 'fff5ee',
  black: '000',
  gray: '808080',
  grey: '808080',
  silver: 'c0c0c0',
  lightgray: 'd3d3d3',
  lightgrey: 'd3d3d3',
  gainsboro: 'dcdcdc',
  red: 'f00',
  green: '008000',
  lime: '0f0',
  blue: '00f',
  navy: '000080',
  yellow: 'ff0',
  orange: 'ffa500',
};

/** Reads a colour (CSS Color 4, §4 to §6); undefined where it names none that is known here. */
export function readColor(value: string): Color | 'transparent' | 'unknown' | undefined {
  const word = value.trim().toLowerCase();
  if (word === 'transparent') return 'transparent';
  const hex = Object.hasOwn(named, word) ? named[word]! : /^#?([0-9a-f]{3,8})$/.exec(word)?.[1];
  if (hex !== undefined) return hexColor(hex);
  const call = /^(rgb|hsl)a?\(([^()]{1,80})\)$/.exec(word);
  if (call === null) return undefined;
  const [a = 0, b = 0, c = 0, alpha = 1] = call[2]!
    .split(/[\s,/]+/)
    .filter((part) => part !== '')
    .map((part, nth) => number(part, call[1] === 'rgb' && nth < 3 ? 255 : 1));
  if (alpha < 0.1) return 'transparent';
  if (alpha < 0.6) return 'unknown';
  if (call[1] === 'rgb') return [a, b, c];
  // Only greys, and what is nearly white or black, can vanish; the hue of the others does not matter.
  const isGrey = b < 0.1 || c > 0.97 || c < 0.03;
  return isGrey ? [c * 255, c * 255, c * 255] : 'unknown';
}

const number = (part: string, whole: number): number => {
  const value = Number.parseFloat(part);
  return part.endsWith('%') ? (value / 100) * whole : value;
};

function hexColor(hex: string): Color | 'transparent' | undefined {
  const short = hex.length <= 4;
  if (![3, 4, 6, 8].includes(hex.length)) return undefined;
  const parts = [0, 1, 2, 3].map((nth) =>
    short ? (hex[nth] ?? 'f').repeat(2) : hex.slice(nth * 2, nth * 2 + 2) || 'ff',
  );
  const [red, green, blue, alpha] = parts.map((part) => Number.parseInt(part, 16));
  return alpha! < 26 ? 'transparent' : [red!, green!, blue!];
}

/** The longest style that is read. */
const maxStyleLength = 4_000;
/** Pixels beyond the edge at which nothing is seen any more. */
const farAway = -400;
const pixelsPerUnit: Readonly<Record<string, number>> = { px: 1, pt: 4 / 3, pc: 16, in: 96, cm: 37.8, mm: 3.78 };

/** Reads the declarations of a style that decide whether a text can be seen. */
export function readDeclarations(style: string): Declarations {
  const values = new Map<string, string>();
  for (const declaration of style.slice(0, maxStyleLength).split(';')) {
    const colon = declaration.indexOf(':');
    const value = declaration
      .slice(colon + 1)
      .trim()
      .toLowerCase()
      .replace(/\s{0,20}!\s{0,20}important$/, '');
    if (colon > 0) values.set(declaration.slice(0, colon).trim().toLowerCase(), value);
  }
  return {
    ...(isGone(values) && { isGone: true }),
    ...visibilityOf(values.get('visibility')),
    ...sizeOf(values.get('font-size') ?? fontSizeIn(values.get('font'))),
    ...colorOf(values.get('-webkit-text-fill-color') ?? values.get('color')),
    ...backgroundOf(values),
  };
}

const isZero = (value: string | undefined, most = 1): boolean =>
  value !== undefined && /^[\d.]/.test(value) && Number.parseFloat(value) <= most;

/** The properties by which authors take a text out of sight. */
function isGone(values: ReadonlyMap<string, string>): boolean {
  const get = (name: string): string => values.get(name) ?? '';
  const opacity = Number.parseFloat(values.get('opacity') ?? '1') / (get('opacity').endsWith('%') ? 100 : 1);
  const isCut = /hidden|clip/.test(get('overflow')) || /hidden|clip/.test(get('overflow-y'));
  return (
    get('display').startsWith('none') ||
    get('mso-hide') === 'all' ||
    get('content-visibility') === 'hidden' ||
    opacity < 0.1 ||
    isZero(values.get('max-height')) ||
    isZero(values.get('max-width')) ||
    (isCut && (isZero(values.get('height')) || isZero(values.get('width')))) ||
    ['text-indent', 'left', 'top', 'right', 'margin-left', 'margin-top'].some(
      (name) => Number.parseFloat(get(name)) * (/\d(?:r?em|%)/.test(get(name)) ? 10 : 1) <= farAway,
    ) ||
    /^rect\(\s*(?:0|1px)/.test(get('clip')) ||
    /^(?:inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0)/.test(get('clip-path')) ||
    /scale[xy]?\(\s*0(?:\.0\d{0,20})?\s*[,)]/.test(get('transform')) ||
    /opacity\(\s*0/.test(get('filter'))
  );
}

const visibilityOf = (value: string | undefined): Pick<Declarations, 'isVisible'> =>
  value === 'hidden' || value === 'collapse' ? { isVisible: false } : value === 'visible' ? { isVisible: true } : {};

const fontSizeIn = (font: string | undefined): string | undefined =>
  font === undefined ? undefined : /(?:^|\s)(\d{0,6}\.?\d{1,6}(?:px|pt|pc|in|cm|mm|r?em|%))/.exec(font)?.[1];

function sizeOf(value: string | undefined): Pick<Declarations, 'size'> {
  const match = /^(\d{0,6}\.?\d{0,6})(px|pt|pc|in|cm|mm|rem|em|%|vw|vh)?$/.exec(value ?? '');
  const amount = Number.parseFloat(match?.[1] ?? '');
  if (match === null || Number.isNaN(amount)) return {};
  const unit = match[2] ?? 'px';
  if (unit === 'em') return { size: { times: amount } };
  if (unit === '%') return { size: { times: amount / 100 } };
  return { size: { px: amount * (pixelsPerUnit[unit] ?? 16) } };
}

function colorOf(value: string | undefined): Pick<Declarations, 'color'> {
  const color = value === undefined ? undefined : readColor(value);
  return color === undefined || color === 'unknown' ? {} : { color };
}

function backgroundOf(values: ReadonlyMap<string, string>): Pick<Declarations, 'background'> {
  const shorthand = values.get('background');
  const value = values.get('background-color') ?? shorthand;
  if (/url\(|gradient\(/.test(`${values.get('background-image') ?? ''}${shorthand ?? ''}`))
    return { background: 'unknown' };
  if (value === undefined) return {};
  const color = readColor(value) ?? readColor(value.split(/\s(?![^(]{0,200}\))/)[0] ?? '');
  return color === undefined || color === 'transparent' ? {} : { background: color };
}
