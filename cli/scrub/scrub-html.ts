import { DomUtils, parseDocument } from 'htmlparser2';
import { type ScrubRules, scrubLink, scrubText } from './scrub-text.ts';

type Node = ReturnType<typeof parseDocument>['children'][number];

/** Attributes whose value is a link. */
const links = new Set(['href', 'src', 'action', 'background', 'cite', 'longdesc', 'poster', 'data']);
/** Attributes that say how something looks, or by which a mail program marks its quotes. */
const looks = new Set([
  ...['style', 'class', 'width', 'height', 'colspan', 'rowspan', 'align', 'valign', 'bgcolor', 'color', 'size'],
  ...['border', 'cellpadding', 'cellspacing', 'dir', 'lang', 'type', 'charset', 'http-equiv', 'rel', 'target'],
]);

/** Replaces what names somebody in a page, and keeps its elements. Scripts go; they show nothing in a mail. */
export function scrubHtml(html: string, rules: ScrubRules): string {
  const document = parseDocument(html);
  // A list in place of recursion: mail may nest its elements as deep as it likes.
  const waiting: Node[] = [...document.children];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if ('data' in node) node.data = scrubText(node.data, rules);
    if (!('children' in node)) continue;
    if ('attribs' in node) scrubAttributes(node.attribs, rules);
    if ('name' in node && node.name === 'script') node.children = [];
    else if (!('name' in node && node.name === 'style')) waiting.push(...(node.children as Node[]));
  }
  try {
    return DomUtils.getOuterHTML(document);
  } catch {
    // Too deep to be written: nobody could read it either.
    return '<p>…</p>';
  }
}

function scrubAttributes(attributes: Record<string, string>, rules: ScrubRules): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (links.has(name)) attributes[name] = scrubTarget(value, rules);
    else if (!looks.has(name)) attributes[name] = scrubText(value, rules);
    else if (name === 'style' && value.includes('url(')) attributes[name] = scrubText(value, rules);
  }
}

function scrubTarget(value: string, rules: ScrubRules): string {
  const trimmed = value.trim();
  if (/^cid:/i.test(trimmed)) return `cid:${rules.pseudonyms.id(trimmed.slice('cid:'.length))}`;
  if (/^data:/i.test(trimmed)) return 'data:,';
  if (/^[a-z]+:\/\//i.test(trimmed)) return scrubLink(trimmed, rules);
  return scrubText(value, rules);
}
