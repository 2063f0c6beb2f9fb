import { Tokenizer } from 'htmlparser2';

/** A start tag: lower-case names without the prefix of a namespace, and values with their entities decoded. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Attributes of one tag that are read. */
const maxAttributes = 200;
/** UTF-16 units of one value that are read. */
const maxValue = 100_000;

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
    if (value.length < maxValue) value += more;
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

/** The name without the prefix of its namespace. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();
