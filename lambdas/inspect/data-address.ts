import { isDataAddress } from './markup.ts';

/** A file within a page or another text. */
export interface InnerFile {
  /** Empty where the text gives none. */
  readonly name: string;
  readonly content: Buffer;
  /** Whether it is only shown or kept beside the words, so that an unknown format is nothing against it. */
  readonly isShown: boolean;
}

const shownType = /^(?:image|font|audio|video)\/(?!svg)|^application\/(?:x-)?font/;
/** First bytes of what no picture or font begins with: programs, archives, and documents that may hold them. */
const otherOpenings = [
  '4d5a',
  '7f454c46',
  '504b0304',
  '504b0506',
  '2321',
  'cafebabe',
  'feedface',
  'feedfacf',
  'cefaedfe',
  'cffaedfe',
  'd0cf11e0',
  '25504446',
  '7b5c7274',
  '4c000000',
  '52617221',
  '377abcaf',
  '1f8b',
  '49545346',
  '4d534346',
];

/**
 * The file in an address that carries its own content (`data:`, RFC 2397; WHATWG Fetch, data: URL processor).
 *
 * @param isOpened whether the address is opened or saved, and not only shown as a picture or a font
 * @returns absent for any other address, and for what is only shown and begins as a picture or a font does
 */
export function fileInAddress(address: string, name: string, isOpened: boolean): InnerFile | undefined {
  if (!isDataAddress(address)) return undefined;
  const comma = address.indexOf(',');
  if (comma < 0) return undefined;
  const type = unescaped(address.slice(address.indexOf(':') + 1, comma))
    .replace(/[\t\r\n]/g, '')
    .trim()
    .toLowerCase();
  const isBase64 = /;\x20{0,64}base64$/.test(type);
  const isShown = !isOpened || shownType.test(type);
  if (isShown && !beginsOtherwise(decoded(address.slice(comma + 1, comma + 100), isBase64))) return undefined;
  return innerFile(name, decoded(address.slice(comma + 1), isBase64), isShown);
}

/** @returns absent for what is only shown and begins as a picture or a font does */
export const innerFile = (name: string, content: Buffer, isShown: boolean): InnerFile | undefined =>
  isShown && !beginsOtherwise(content) ? undefined : { name, content, isShown };

const decoded = (data: string, isBase64: boolean): Buffer =>
  Buffer.from(unescaped(data), isBase64 ? 'base64' : 'latin1');

const beginsOtherwise = (content: Buffer): boolean => {
  const opening = content.toString('hex', 0, 8);
  return otherOpenings.some((mark) => opening.startsWith(mark));
};

const unescaped = (text: string): string =>
  text.includes('%')
    ? text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
