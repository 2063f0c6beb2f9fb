import { anyOf } from '../domain/mail/any-of.ts';
import { readMarkup } from './markup.ts';
import type { OfficePackage } from './opc.ts';
import { leadsOff, runsOnClick } from './remote-target.ts';
import { xmlTextOf } from './xml.ts';
import type { ZipEntry } from './zip-directory.ts';

/** Names that parts with macros usually have. */
const macroEntry = new RegExp(
  String.raw`(?:^|\/)${anyOf`
    vbaProject(?:Signature\w*)?\.bin
    vbaData\.xml
    macrosheets\/[^/]+\.(?:xml|bin)
    intlmacrosheets\/[^/]+\.(?:xml|bin)
  `}$`,
  'i',
);
/** Content types of macros and their kinds of relationship, under whatever name the part stands. */
const macroType = /vbaproject|vbadata|macrosheet/;
const macroKind = /^(?:vbaproject\w*|wordvbadata|xl(?:intl)?macrosheet)$/;
const controlType = /activex/;
/** Links that wait for a click. */
const clickedKinds = new Set(['hyperlink', 'slideupdateurl', 'slideupdateinfo']);

/**
 * Finds macros, controls and content of others in an Office document (ECMA-376), by the types and relationships that its
 * own lists state; ids for the event's reasons.
 */
export function officeReasons(
  { types, relationships, isWhole }: Pick<OfficePackage, 'types' | 'relationships' | 'isWhole'>,
  entries: ReadonlyArray<Pick<ZipEntry, 'name'>>,
): string[] {
  const reasons: string[] = [];
  const hasMacros =
    types.some((type) => macroType.test(type)) ||
    relationships.some(({ kind }) => macroKind.test(kind)) ||
    entries.some(({ name }) => macroEntry.test(name));
  if (hasMacros) reasons.push('office.macros');
  const hasControls =
    types.some((type) => controlType.test(type)) || entries.some(({ name }) => /(?:^|\/)activeX\//i.test(name));
  if (hasControls) reasons.push('office.activex');
  for (const { kind, target, isExternal } of relationships) {
    if (!isExternal) continue;
    if (clickedKinds.has(kind) ? runsOnClick(target) : leadsOff(target))
      reasons.push(kind === 'attachedtemplate' ? 'office.remote-template' : 'office.external-content');
  }
  if (!isWhole) reasons.push('office.unread');
  return [...new Set(reasons)];
}

/** Marks of fields and links without which a part asks no program; entities may write any of their letters. */
const mayAsk = /instr|ddeLink|&#/;

/** Finds fields that ask another program (Dynamic Data Exchange), in a part of a document; ids for the event's reasons. */
export function partReasons(name: string, content: Buffer): string[] {
  if (!/\.xml$/i.test(name)) return [];
  const text = xmlTextOf(content);
  if (text === undefined) return ['office.unread'];
  if (!mayAsk.test(text)) return [];
  let instructions = '';
  let isInstruction = false;
  let asks = false;
  readMarkup(
    text,
    true,
    (tag) => {
      isInstruction = tag.name === 'instrtext';
      // The instruction of a field may be cut in many pieces; each field begins anew.
      if (tag.name === 'fldchar' && tag.attributes.get('fldchartype') !== 'end') instructions += '\n';
      if (tag.name === 'fldsimple') instructions += `\n${tag.attributes.get('instr') ?? ''}\n`;
      if (tag.name === 'ddelink') asks = true;
    },
    (words) => {
      if (isInstruction && words.trim() !== '') instructions += words;
    },
  );
  if (/(?:^|\s)\x22?DDE(?:AUTO)?\s+\S/i.test(instructions)) asks = true;
  const includes = /\bINCLUDETEXT\s+"?(?:https?:|\\{2})/i.test(instructions);
  return [...(asks ? ['office.dde'] : []), ...(includes ? ['office.external-content'] : [])];
}
