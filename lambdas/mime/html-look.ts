import { type Color, type Declarations, readColor, readDeclarations } from './css-values.ts';
import { unread } from './html-elements.ts';
import { readStyleSheet, type StyleSheet } from './style-sheet.ts';

/** How the text of an element looks, with what it has from the elements around it. */
export interface Look {
  readonly isGone: boolean;
  readonly isVisible: boolean;
  /** In px. */
  readonly size: number;
  readonly color: Color | 'transparent';
  readonly background: Color | 'unknown';
  /** Whether a reader sees the text. */
  readonly isSeen: boolean;
}

type Attributes = Readonly<Record<string, string>>;

/** A page before any style: black on white. */
const plain: Look = {
  isGone: false,
  isVisible: true,
  size: 16,
  color: [0, 0, 0],
  background: [255, 255, 255],
  isSeen: true,
};
/** The colour of a link that names none. */
const linkBlue: Color = [0, 0, 238];
/** Letters of this height or less are a line. In px. */
const unreadableSize = 2;
/** Steps of a colour, of 255, that no eye tells apart. */
const sameColor = 24;
/** Different styles of a mail, and different elements within one look, that are remembered. */
const maxKept = 1000;

const isSeen = ({ isGone, isVisible, size, color, background }: Omit<Look, 'isSeen'>): boolean =>
  !isGone &&
  isVisible &&
  size > unreadableSize &&
  color !== 'transparent' &&
  (background === 'unknown' || color.some((part, nth) => Math.abs(part - background[nth]!) > sameColor));

/**
 * Finds how the elements of a mail look, by their attributes, their styles and the simple rules of its style sheet.
 * Positions, pictures and scripts are beyond it.
 */
export function createLooks(html: string) {
  const sheet: StyleSheet = readStyleSheet(html);
  const styles = new Map<string, Declarations>();
  const declarationsOf = (style: string): Declarations => {
    const known = styles.get(style);
    if (known !== undefined) return known;
    const read = readDeclarations(style);
    if (styles.size < maxKept) styles.set(style, read);
    return read;
  };
  /** Mail repeats few elements many times. */
  const looks = new WeakMap<Look, Map<string, Look>>();
  return {
    page: plain,
    /** The look of an element within another. */
    within(parent: Look, name: string, attributes: Attributes): Look {
      const key = keyOf(name, attributes);
      const known = looks.get(parent) ?? new Map<string, Look>();
      const look = known.get(key) ?? lookOf(parent, name, attributes);
      if (known.size === 0) looks.set(parent, known);
      if (known.size < maxKept) known.set(key, look);
      return look;
    },
  };

  function lookOf(parent: Look, name: string, attributes: Attributes): Look {
    const { style, hidden, open } = attributes;
    const own: Declarations = {
      ...byAttributes(name, attributes),
      ...sheet.declarationsFor(name, attributes),
      ...(style === undefined ? {} : declarationsOf(style)),
    };
    const isClosed = hidden !== undefined || unread.has(name) || (name === 'dialog' && open === undefined);
    const look = {
      isGone: parent.isGone || isClosed || own.isGone === true,
      isVisible: own.isVisible ?? parent.isVisible,
      size: sizeWithin(parent, own.size),
      color: own.color ?? parent.color,
      background: own.background ?? parent.background,
    };
    return { ...look, isSeen: isSeen(look) };
  }
}

/** All that the look of an element within another depends on. */
const keyOf = (name: string, attributes: Attributes): string => {
  const { style, class: classes, id, bgcolor, background, color, text, hidden, open, href } = attributes;
  // An attribute without a value is there, too.
  const flags = [hidden, open, href].map((value) => value === undefined);
  return [name, style, classes, id, bgcolor, background, color, text, ...flags].join('\0');
};

function sizeWithin(parent: Look, size: Declarations['size']): number {
  if (size === undefined) return parent.size;
  return 'px' in size ? size.px : parent.size * size.times;
}

/** Attributes of layout that older mail has instead of styles (HTML, §15.3). */
function byAttributes(name: string, attributes: Attributes): Declarations {
  const { bgcolor, background, color, text, href } = attributes;
  const ink = (name === 'font' ? color : undefined) ?? (name === 'body' ? text : undefined);
  const inkColor = ink === undefined ? undefined : readColor(ink);
  const ground = bgcolor === undefined ? undefined : readColor(bgcolor);
  return {
    ...(name === 'a' && href !== undefined && { color: linkBlue }),
    ...(inkColor !== undefined && inkColor !== 'unknown' && { color: inkColor }),
    ...(ground !== undefined && ground !== 'transparent' && { background: ground }),
    ...(background !== undefined && { background: 'unknown' as const }),
  };
}
