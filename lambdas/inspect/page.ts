import { anyOf } from '../domain/mail/any-of.ts';
import { fileInAddress, type InnerFile } from './data-address.ts';
import { readMarkup, type Tag, withoutWords } from './markup.ts';
import { startsProgram } from './remote-target.ts';

/** Markup that runs something wherever it stands, also where one reading of the page takes it for a comment. */
const activeMarkup = new RegExp(
  anyOf`
    <(?:[\w-]+:)?script\b
    <hta:application
    <\?xml-stylesheet\b[^>]{0,500}\bhref\s*=\s*["'](?:#|data:|[a-z]{1,10}:\/\/|\/\/)
  `,
  'i',
);
/** The same in a tag, for readings that differ in its attributes; between tags it is a word about it. */
const activeWords = new RegExp(
  anyOf`
    \bon(?:load|error|click|begin)\s*=
    \bsrcdoc\s*=
    attributeName\s*=\s*["']?on
    javascript:
  `,
  'i',
);
/** Attributes whose value is an address that is opened or shown, also those by which SVG animates one. */
const addressNames = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'data',
  'code',
  'codebase',
  'to',
  'from',
  'by',
  'values',
  'poster',
  'background',
]);
/** Addresses that run their own content. */
const activeAddress =
  /^(?:javascript|vbscript|livescript|mocha):|;\s*javascript:|^data:(?:text\/(?:html|xml|xsl)|application\/xhtml|image\/svg)/i;
/** Characters that browsers drop from an address (WHATWG URL, basic parser), and blanks before it. */
const dropped = /[\t\r\n]|^[\0-\x20]+/g;
/** Addresses that lead out of the file. */
const leadsAway = /^(?:(?!data:|cid:|about:)[a-z][a-z0-9+.-]{1,30}:|\/\/|\\\\)/i;
const framing = new Set(['iframe', 'frame', 'embed', 'object', 'portal', 'fencedframe', 'applet']);

/**
 * Finds what a page or a drawing does when somebody opens it: scripts, forms that send what is typed, redirects, and
 * pages of others within it; ids for the event's reasons.
 *
 * @param text the whole page, decoded
 * @param isXml whether a browser reads it as XML
 * @param onFile gets the files that its addresses carry
 */
export function pageReasons(text: string, isXml: boolean, onFile: (file: InnerFile) => void = () => {}): string[] {
  const reasons = new Set<string>();
  // Words in XML may become attributes by the rules of a style sheet.
  const hasActiveWords = activeWords.test(text) && (isXml || activeWords.test(withoutWords(text)));
  if (activeMarkup.test(text) || hasActiveWords) reasons.add('html.script');
  if (text.includes('<!') && hidesInEntities(text)) reasons.add('xml.entity');
  readMarkup(text, isXml, (tag) => {
    const reason = reasonOf(tag);
    if (reason !== undefined) reasons.add(reason);
    for (const file of filesIn(tag)) onFile(file);
  });
  return [...reasons];
}

/** Elements whose address is opened or saved, not only shown. */
const opening = new Set(['a', 'area', 'base', 'form', 'button', 'input', ...framing]);

function filesIn({ name, attributes }: Tag): InnerFile[] {
  const files: InnerFile[] = [];
  const saved = attributes.get('download') ?? '';
  for (const value of attributes.values()) {
    const file = fileInAddress(value, saved, opening.has(name));
    if (file !== undefined) files.push(file);
  }
  return files;
}

function reasonOf({ name, attributes }: Tag): string | undefined {
  if (name === 'script') return 'html.script';
  if (attributes.size === 0) return undefined;
  for (const [attribute, value] of attributes) {
    if (/^on[a-z]{3,}/.test(attribute) || attribute === 'srcdoc') return 'html.script';
    if (addressNames.has(attribute) && activeAddress.test(addressIn(value))) return 'html.script';
    if (attribute === 'attributename' && /^on/i.test(value.trim())) return 'html.script';
    if (addressNames.has(attribute) && leadsToProgram(addressIn(value))) return 'html.program-link';
  }
  if (sendsWords(name, attributes)) return 'html.form';
  if (name === 'meta' && redirects(attributes)) return 'html.redirect';
  const source = attributes.get(name === 'object' ? 'data' : 'src');
  if (framing.has(name) && source !== undefined && leadsAway.test(addressIn(source))) return 'html.frame';
  return undefined;
}

/** An address without a scheme leads to the host of the page. */
const leadsToProgram = (address: string): boolean =>
  /^(?:(?!https?:)[a-z][\w+.-]{0,40}:|\\\\)/i.test(address) && startsProgram(address);

const addressIn = (value: string): string => value.replace(dropped, '');

/** Whether an element asks for a password, or sends what is typed to somebody. */
function sendsWords(name: string, attributes: Tag['attributes']): boolean {
  if (name === 'input' && attributes.get('type')?.trim().toLowerCase() === 'password') return true;
  const target = name === 'form' ? attributes.get('action') : attributes.get('formaction');
  return target !== undefined && leadsAway.test(addressIn(target));
}

/** Whether a page leads to another when it is opened (HTML, http-equiv="refresh"). */
function redirects(attributes: Tag['attributes']): boolean {
  if (attributes.get('http-equiv')?.trim().toLowerCase() !== 'refresh') return false;
  const [, target = ''] = /[;,]([\s\S]*)$/.exec(attributes.get('content') ?? '') ?? [];
  const address = target.replace(/^\s*url\s*=/i, '').replace(/^[\s'"]+/, '');
  return address !== '' && !address.startsWith('#');
}

/**
 * Whether a document type declares entities whose place is markup or another file (XML 1.0 §4.2): nobody expands them
 * here. Drawing programs declare addresses of namespaces, which hide nothing.
 */
function hidesInEntities(text: string): boolean {
  for (const { index } of text.matchAll(/<!ENTITY\b/g)) {
    const declaration = text.slice(index + 8, index + 1000);
    if (!/^\s+[\w.-]+\s+(?:"(?:https?:|urn:)[^"<&%]*"|'(?:https?:|urn:)[^'<&%]*')\s*>/.test(declaration)) return true;
  }
  return false;
}

/** Names of files that a browser or a mail program opens as a page. */
const pageName = /\.(?:html?|xhtml?|xht|shtml?|svgz?|mht|mhtml|xsl|xslt)$/i;
const xmlName = /\.(?:xhtml|xht|svgz?|xml|xsl|xslt)$/i;
const pageType = /^(?:text\/(?:html|xsl)|application\/xhtml|image\/svg)/;
/** Endings of texts that no program opens as a page. */
const plainName = /\.(?:txt|csv|tsv|log|md|json|ya?ml|ini|css|ics|vcf|rtf|eml)$/i;
/** Namespaces that make a page, a drawing or a script of any XML. */
const activeNamespace = /http:\/\/www\.w3\.org\/(?:1999\/xhtml|2000\/svg)|urn:schemas-microsoft-com:xslt/;

/**
 * Whether a file is opened as a page, by its name, by what its sender calls it, or by how it begins.
 *
 * @param detected by its content
 */
export function isPage(filename: string, contentType: string, detected = ''): boolean {
  if (pageName.test(filename) || pageType.test(contentType)) return true;
  return pageType.test(detected) && !plainName.test(filename);
}

/** Whether XML holds a page, whatever it is called. */
export const holdsPage = (text: string): boolean =>
  activeNamespace.test(text) || (text.includes('<?xml-stylesheet') && /^\s*</.test(text.slice(0, 300)));

/** Whether a browser reads a page as XML. */
export const isXmlPage = (filename: string, contentType: string, text: string): boolean =>
  pageName.test(filename)
    ? xmlName.test(filename)
    : /^(?:application\/(?:xhtml|xml)|text\/xml|image\/svg)/.test(contentType) ||
      /^\s*<\?xml\b/.test(text.slice(0, 300));
