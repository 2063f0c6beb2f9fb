import { compact } from '../compact.ts';
import { codePageText } from './code-page.ts';
import { type RtfToken, rtfTokens } from './rtf-tokens.ts';

/** The words of a document in RTF: as HTML where it was made of HTML. */
interface RtfWords {
  readonly text?: string;
  readonly html?: string;
}

/** UTF-16 units of words that are read; the rest is left out. */
const maxLength = 8 * 1024 * 1024;
/** Groups within each other that are told apart: deeper ones share the state of the deepest. */
const maxGroups = 1000;

/** The purpose of a group: words to read, the font table, encapsulated HTML, or nothing for a reader. */
type Destination = 'words' | 'fonts' | 'html' | 'nothing';

/** The state that a group inherits, and gives back at its end. */
interface Group {
  readonly destination: Destination;
  /** Whether this is RTF's own rendering of the HTML (`\\htmlrtf`, MS-OXRTFEX §2.1.3.1.3). */
  readonly isRtfOnly: boolean;
  readonly isHidden: boolean;
  /** Code page of the font; absent where it is the document's. */
  readonly codePage?: number;
  /** Characters behind `\u` that stand in for it in readers without Unicode. */
  readonly standIns: number;
}

interface Reading {
  group: Group;
  readonly outer: Group[];
  /** Groups beyond the limit that are open. */
  uncounted: number;
  isHtml: boolean;
  /** Whether the next word names an optional destination. */
  isOptional: boolean;
  /** Stand-ins that are still to be left out. */
  skipped: number;
  codePage: number;
  readonly fonts: Map<number, number>;
  /** The font that the list describes, or the default one. */
  font: number;
  /** Finished words, in few and long strings; the newest ones stand in `recent`. */
  readonly words: string[];
  recent: string[];
  length: number;
  /** Bytes of one code page that wait for the rest of their characters. */
  pending: Buffer;
  pendingBytes: number;
  pendingPage: number;
}

/** Code pages of the values of `\fcharset`; 0 is the western one, 1 the default, 2 symbols. */
const charsetPages: Readonly<Record<number, number>> = {
  0: 1252,
  77: 10000,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
  254: 437,
  255: 850,
};

/** Destinations without words; those that are marked as optional and unknown are left out as well. */
const wordless: ReadonlySet<string> = new Set(
  `colortbl stylesheet info pict objdata objclass header headerl headerr headerf footer footerl footerr footerf footnote
  annotation nonesttables private xe tc fldinst mhtmltag`.split(/\s+/),
);

/** The characters that a control word or symbol stands for, in text and in HTML (MS-OXRTFEX §2.2.3.2). */
const shown: Readonly<Record<string, readonly [text: string, html: string]>> = {
  par: ['\n', '\r\n'],
  line: ['\n', '\r\n'],
  sect: ['\n', '\r\n'],
  page: ['\n', '\r\n'],
  row: ['\n', '\r\n'],
  cell: ['\t', '\t'],
  tab: ['\t', '\t'],
  lquote: ['‘', '&lsquo;'],
  rquote: ['’', '&rsquo;'],
  ldblquote: ['“', '&ldquo;'],
  rdblquote: ['”', '&rdquo;'],
  bullet: ['•', '&bull;'],
  endash: ['–', '&ndash;'],
  emdash: ['—', '&mdash;'],
  emspace: [' ', '&emsp;'],
  enspace: [' ', '&ensp;'],
  '~': ['\u00a0', '&nbsp;'],
  _: ['\u2011', '&#8209;'],
  '-': ['', '&shy;'],
  '\r': ['\n', '\r\n'],
  '\n': ['\n', '\r\n'],
};

/**
 * Reads the words of RTF 1.9.1. Where Outlook made it of HTML (`\fromhtml1`), that HTML is taken out of it again as
 * MS-OXRTFEX describes; else the words come as text. Nothing is fetched, and objects and pictures are left out.
 *
 * @returns absent when the bytes are no RTF
 */
export function readRtf(rtf: Buffer): RtfWords | undefined {
  if (!/^\s{0,20}\{\\rtf/.test(rtf.toString('latin1', 0, 40))) return undefined;
  const start: Group = { destination: 'words', isRtfOnly: false, isHidden: false, standIns: 1 };
  const reading: Reading = {
    group: start,
    outer: [],
    uncounted: 0,
    isHtml: false,
    isOptional: false,
    skipped: 0,
    codePage: 1252,
    fonts: new Map(),
    font: -1,
    words: [],
    recent: [],
    length: 0,
    pending: Buffer.allocUnsafe(1024),
    pendingBytes: 0,
    pendingPage: 0,
  };
  for (const token of rtfTokens(rtf)) {
    if (reading.length >= maxLength) break;
    readToken(reading, token);
  }
  flush(reading);
  const words = [...reading.words, ...reading.recent].join('').slice(0, maxLength);
  if (words.trim() === '') return {};
  return reading.isHtml ? { html: words } : { text: words.trimEnd() };
}

function readToken(reading: Reading, token: RtfToken): void {
  if (token.kind === 'open') openGroup(reading);
  else if (token.kind === 'close') closeGroup(reading);
  else if (token.kind === 'bytes') readBytes(reading, token.bytes);
  else if (token.kind === 'word') readWord(reading, token.name, token.value);
  else if (token.name === '*') reading.isOptional = true;
  else show(reading, token.name);
}

function openGroup(reading: Reading): void {
  reading.skipped = 0;
  if (reading.outer.length < maxGroups) reading.outer.push(reading.group);
  else reading.uncounted += 1;
}

function closeGroup(reading: Reading): void {
  reading.skipped = 0;
  reading.isOptional = false;
  if (reading.uncounted > 0) reading.uncounted -= 1;
  else reading.group = reading.outer.pop() ?? reading.group;
}

const change = (reading: Reading, changed: Partial<Group>): void => {
  reading.group = { ...reading.group, ...changed };
};

function readWord(reading: Reading, name: string, value: number | undefined): void {
  const { isOptional, group } = reading;
  reading.isOptional = false;
  if (Object.hasOwn(wordRules, name)) wordRules[name]!(reading, value);
  else if (wordless.has(name) || isOptional) change(reading, { destination: 'nothing' });
  else if (group.destination !== 'fonts') show(reading, name);
}

/** The rules of the control words that change how the bytes behind them are read. */
const wordRules: Readonly<Record<string, (reading: Reading, value: number | undefined) => void>> = {
  fromhtml: (reading, value) => {
    if (reading.length === 0) reading.isHtml = value !== 0;
  },
  htmltag: (reading) => {
    if (reading.group.destination === 'words') change(reading, { destination: 'html' });
  },
  htmlrtf: (reading, value) => change(reading, { isRtfOnly: value !== 0 }),
  v: (reading, value) => change(reading, { isHidden: value !== 0 }),
  fonttbl: (reading) => change(reading, { destination: 'fonts' }),
  ansicpg: (reading, value) => {
    reading.codePage = value ?? reading.codePage;
  },
  mac: (reading) => {
    reading.codePage = 10000;
  },
  pc: (reading) => {
    reading.codePage = 437;
  },
  pca: (reading) => {
    reading.codePage = 850;
  },
  f: (reading, value = 0) => {
    if (reading.group.destination === 'fonts') reading.font = value;
    else useFont(reading, value);
  },
  plain: (reading) => useFont(reading, undefined),
  fcharset: (reading, value = 1) => {
    const page = charsetPages[value];
    if (reading.group.destination === 'fonts' && page !== undefined) reading.fonts.set(reading.font, page);
  },
  cpg: (reading, value) => {
    if (reading.group.destination === 'fonts' && value !== undefined) reading.fonts.set(reading.font, value);
  },
  uc: (reading, value = 1) => change(reading, { standIns: Math.min(Math.max(0, value), 10) }),
  u: (reading, value = 0) => {
    write(reading, String.fromCharCode(value & 0xffff));
    reading.skipped = reading.group.standIns;
  },
};

function useFont(reading: Reading, font: number | undefined): void {
  const { codePage: _, ...group } = reading.group;
  reading.group = { ...group, ...compact({ codePage: font === undefined ? undefined : reading.fonts.get(font) }) };
}

/** Whether the text at this place belongs to the words of the document. */
function isShown({ group: { destination, isRtfOnly, isHidden }, isHtml }: Reading): boolean {
  if (destination === 'html') return isHtml;
  return destination === 'words' && !(isHtml && isRtfOnly) && !(isHidden && !isHtml);
}

function show(reading: Reading, name: string): void {
  if (!Object.hasOwn(shown, name)) return;
  if (reading.skipped > 0) reading.skipped -= 1;
  else write(reading, shown[name]![reading.isHtml ? 1 : 0]);
}

function readBytes(reading: Reading, sent: Buffer): void {
  const bytes = sent.subarray(reading.skipped);
  reading.skipped -= sent.length - bytes.length;
  if (bytes.length === 0 || !isShown(reading)) return;
  const page = (reading.group.destination === 'words' ? reading.group.codePage : undefined) ?? reading.codePage;
  if (page !== reading.pendingPage) flush(reading);
  reading.pendingPage = page;
  const size = reading.pendingBytes + bytes.length;
  if (size > reading.pending.length) {
    const larger = Buffer.allocUnsafe(size * 2);
    reading.pending.copy(larger, 0, 0, reading.pendingBytes);
    reading.pending = larger;
  }
  bytes.copy(reading.pending, reading.pendingBytes);
  reading.pendingBytes = size;
}

function write(reading: Reading, words: string): void {
  if (!isShown(reading)) return;
  flush(reading);
  add(reading, words);
}

/** Decodes the bytes that wait: a character may have several, each written by itself. */
function flush(reading: Reading): void {
  if (reading.pendingBytes === 0) return;
  const bytes = reading.pending.subarray(0, reading.pendingBytes);
  reading.pendingBytes = 0;
  add(reading, codePageText(bytes, reading.pendingPage));
}

function add(reading: Reading, words: string): void {
  reading.recent.push(words);
  reading.length += words.length;
  if (reading.recent.length < 4096) return;
  reading.words.push(reading.recent.join(''));
  reading.recent = [];
}
