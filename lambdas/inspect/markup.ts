import { Tokenizer } from 'htmlparser2';

/** A start tag: lower-case names without the prefix of a namespace, and values with their entities decoded. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Attributes of one tag that are read. */
const maxAttributes = 200;
/** UTF-16 units of one value that are read; an address that carries a file is read to its end. */
const maxValue = 100_000;
/** The start of an address that carries its own content; browsers drop blanks in it (WHATWG URL, basic parser). */
const carriesFile = /^[\0-\x20]{0,64}d[\t\r\n]{0,8}a[\t\r\n]{0,8}t[\t\r\n]{0,8}a[\t\r\n]{0,8}:/i;

/** Whether the value of an attribute is an address that carries its own content (RFC 2397). */
export const isDataAddress = (value: string): boolean => carriesFile.test(value);

/**
 * Reads the tags and the words of HTML or XML from start to end. It keeps no stack of open elements, so that neither
 * depth nor a missing end costs time. No entity of a document type is expanded.
 *
 * @param isXml whether it is read as XML, where names have their case, CDATA counts, and scripts have no rules of their own
 * @param onText gets the words, in pieces
 */
export function readMarkup(
  text: string,
  isXml: boolean,
  onTag: (tag: Tag) => void,
  onText: (words: string) => void = () => {},
): void {
  let name = '';
  let attributes = new Map<string, string>();
  let attribute = '';
  let value = '';
  const add = (more: string): void => {
    if (value.length < maxValue || isDataAddress(value)) value += more;
  };
  const close = (): void => {
    if (name !== '') onTag({ name, attributes });
    name = '';
  };
  const nothing = (): void => {};
  const tokenizer = new Tokenizer(
    { xmlMode: isXml, decodeEntities: true },
    {
      onopentagname(start, end) {
        name = localName(text.slice(start, end));
        attributes = new Map();
      },
      onattribname(start, end) {
        attribute = localName(text.slice(start, end));
        value = '';
      },
      onattribdata: (start, end) => add(text.slice(start, end)),
      onattribentity: (code) => add(String.fromCodePoint(code)),
      onattribend() {
        // The first of two equal attributes counts in HTML, and XML allows none.
        if (attributes.size < maxAttributes && !attributes.has(attribute)) attributes.set(attribute, value);
      },
      onopentagend: close,
      onselfclosingtag: close,
      ontext: (start, end) => onText(text.slice(start, end)),
      ontextentity: (code) => onText(String.fromCodePoint(code)),
      oncdata: (start, end, offset) => onText(text.slice(start, end - offset)),
      onclosetag: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onprocessinginstruction: nothing,
      onend: close,
    },
  );
  tokenizer.write(text);
  tokenizer.end();
}

/**
 * The source of a page without its comments and the words between its tags. Where a tag may begin in a comment, in a value or in the words
 * of an element like `style`, readers differ in what is a tag: then all of the source stays.
 */
export function withoutWords(text: string): string {
  const kept: string[] = [];
  let from = 0;
  let tags = 0;
  let isStyle = false;
  const nothing = (): void => {};
  const leaveOut = (start: number, end: number): void => {
    kept.push(text.slice(from, start));
    from = end;
  };
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: false },
    {
      onopentagname(start, end) {
        tags += 1;
        isStyle = text.slice(start, end).toLowerCase() === 'style';
      },
      ontext(start, end) {
        // Styles may have addresses that run.
        if (!isStyle) leaveOut(start, end);
      },
      onclosetag() {
        isStyle = false;
      },
      onattribname: nothing,
      onattribdata: nothing,
      onattribentity: nothing,
      onattribend: nothing,
      onopentagend: nothing,
      onselfclosingtag: nothing,
      ontextentity: nothing,
      oncdata: nothing,
      oncomment: (start, end) => leaveOut(start, Math.max(start, end)),
      ondeclaration: nothing,
      onprocessinginstruction: nothing,
      onend: nothing,
    },
  );
  tokenizer.write(text);
  tokenizer.end();
  const mayBegin = text.match(/<[a-zA-Z]/g)?.length ?? 0;
  return mayBegin === tags ? [...kept, text.slice(from)].join(' ') : text;
}

/** The name without the prefix of its namespace. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();
