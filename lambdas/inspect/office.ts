import { anyOf } from '../domain/mail/any-of.ts';
import { fieldTargets } from './field-targets.ts';
import { readMarkup, type Tag } from './markup.ts';
import type { OfficePackage } from './opc.ts';
import { leadsOff, runsOnClick, startsProgram } from './remote-target.ts';
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
    // Programs open a name that is wrongly called a part of the document, too.
    if (clickedKinds.has(kind)) {
      if (startsProgram(target) || (isExternal && runsOnClick(target))) reasons.push('office.external-content');
    } else if (isExternal && leadsOff(target))
      reasons.push(kind === 'attachedtemplate' ? 'office.remote-template' : 'office.external-content');
  }
  if (!isWhole) reasons.push('office.unread');
  return [...new Set(reasons)];
}

/** Marks of fields, links and actions without which a part starts no program; entities may write any of their letters. */
const mayAsk = /instr|ddeLink|&#|HYPERLINK|[pP][pP][aA][cC]/;
/** Actions of a slide that run something (MS-OI29500 §2.1.1395). */
const runningAction = /^\s{0,64}ppaction:\/\/(?:program|macro)/i;
const fileAction = /^\s{0,64}ppaction:\/\/hlinkfile/i;

/**
 * Finds fields that ask another program (Dynamic Data Exchange), and links and actions that start one, in a part of a
 * document; ids for the event's reasons.
 */
export function partReasons(name: string, content: Buffer): string[] {
  if (!/\.xml$/i.test(name)) return [];
  const text = xmlTextOf(content);
  if (text === undefined) return ['office.unread'];
  if (!mayAsk.test(text)) return [];
  let instructions = '';
  let isInstruction = false;
  const reasons = new Set<string>();
  readMarkup(
    text,
    true,
    (tag) => {
      isInstruction = tag.name === 'instrtext' || tag.name === 'f' || tag.name === 'formula';
      // The instruction of a field may be cut in many pieces; each field begins anew, and so does each formula.
      if (tag.name === 'f' || (tag.name === 'fldchar' && tag.attributes.get('fldchartype') !== 'end'))
        instructions += '\n';
      if (tag.name === 'fldsimple') instructions += `\n${tag.attributes.get('instr') ?? ''}\n`;
      if (tag.name === 'ddelink') reasons.add('office.dde');
      if (runsProgram(tag)) reasons.add('office.external-content');
    },
    (words) => {
      if (isInstruction && words.trim() !== '') instructions += words;
    },
  );
  if (/(?:^|\s)\x22?DDE(?:AUTO)?\s+\S/i.test(instructions)) reasons.add('office.dde');
  if (/\bINCLUDETEXT\s+"?(?:https?:|\\{2})/i.test(instructions)) reasons.add('office.external-content');
  if (fieldTargets(instructions).some(startsProgram)) reasons.add('office.external-content');
  return [...reasons];
}

/** Whether an action of a slide starts a program, or opens a file without a click. */
function runsProgram({ name, attributes }: Tag): boolean {
  const action = attributes.get('action') ?? '';
  return runningAction.test(action) || (name === 'hlinkmouseover' && fileAction.test(action));
}
