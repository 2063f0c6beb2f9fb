import { readMarkup } from './markup.ts';
import { leadsOff, startsProgram } from './remote-target.ts';
import { xmlTextOf } from './xml.ts';

/** Libraries of Basic, and scripts of other languages. Their own lists are no macros. */
const macroPart = /^(?:Basic|Scripts)\/(?!script-lc\.xml$|(?:[^/]+\/)?script-lb\.xml$)..+(?<!\/)$/;
/** Parts that the program reads when it opens the document. */
const readPart = /(?:^|\/)(?:content|styles|meta|settings|manifest)\.xml$/;
/** Marks without which such a part does none of what is looked for. */
const mayAct = /script|xlink|dde|encryption-data|&#/i;
const shown = new Set(['object', 'object-ole', 'plugin', 'applet', 'floating-frame', 'section-source', 'table-source']);
/** Links that wait for a click. */
const clicked = new Set(['a', 'event-listener', 'image-map', 'area-rectangle', 'area-circle', 'area-polygon']);

/** Finds macros, links to programs and content of others in a part of an OpenDocument (ODF 1.3); ids for the event's reasons. */
export function openDocumentReasons(name: string, content: Buffer): string[] {
  if (macroPart.test(name)) return ['office.macros'];
  if (!readPart.test(name)) return [];
  const text = xmlTextOf(content);
  if (text === undefined) return ['office.unread'];
  if (!mayAct.test(text)) return [];
  const reasons = new Set<string>();
  readMarkup(text, true, (tag) => {
    const target = tag.attributes.get('href') ?? '';
    if (/^\s*(?:vnd\.sun\.star\.script|macro):/i.test(target)) reasons.add('office.macros');
    if (tag.name === 'template' && leadsOff(target)) reasons.add('office.remote-template');
    if (shown.has(tag.name) && leadsOff(target)) reasons.add('office.external-content');
    if (clicked.has(tag.name) && startsProgram(target)) reasons.add('office.external-content');
    // Actions of a click on a slide (ODF 1.3 part 3, presentation:action).
    if (tag.name === 'event-listener' && /^\s*(?:execute|run-macro)\s*$/i.test(tag.attributes.get('action') ?? ''))
      reasons.add('office.external-content');
    if (/^dde-/.test(tag.name)) reasons.add('office.dde');
    if (tag.name === 'encryption-data') reasons.add('office.encrypted');
  });
  return [...reasons];
}
