import { fieldTargets } from './field-targets.ts';
import { leadsOff, startsProgram } from './remote-target.ts';

/** UTF-16 units of one destination that are read. */
const maxDestination = 2000;
/** Destinations of a kind that are read; a long document has some hundreds. */
const maxDestinations = 10_000;

/** Whether bytes begin as RTF does; its programs take the mark without its last letter, too. */
export const isRtf = (bytes: Buffer): boolean => /^\s{0,64}\{\\rt/.test(bytes.toString('latin1', 0, 80));

/**
 * Finds objects, templates of others and fields that ask a program, in an RTF document; ids for the event's reasons.
 *
 * @see https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxrtfex the groups and control words of RTF
 */
export function rtfReasons(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const reasons: string[] = [];
  if (/\\obj(?:data|emb|link|autlink|ocx|update|html|class|sub|pub|icemb)(?![a-z])/.test(text))
    reasons.push('rtf.object');
  const templates = destinations(text, '\\template');
  const fields = destinations(text, '\\fldinst');
  if (templates.length + fields.length >= maxDestinations) reasons.push('office.unread');
  if (templates.some(leadsOff)) reasons.push('office.remote-template');
  if (fields.some((field) => /\bDDE(?:AUTO)?\s/i.test(field))) reasons.push('office.dde');
  if (fields.some((field) => /\bINCLUDE(?:TEXT|PICTURE)\s+"?(?:https?:|\\{2})/i.test(field)))
    reasons.push('office.external-content');
  else if (fields.some((field) => fieldTargets(field).some(startsProgram))) reasons.push('office.external-content');
  return reasons;
}

/** The words of each group with a control word, up to the end of the group. */
function destinations(text: string, word: string): string[] {
  const found: string[] = [];
  for (
    let at = text.indexOf(word);
    at >= 0 && found.length < maxDestinations;
    at = text.indexOf(word, at + word.length)
  )
    if (!/[a-z]/.test(text[at + word.length] ?? ''))
      found.push(wordsIn(text.slice(at + word.length, at + maxDestination)));
  return found;
}

/** The words of a group, without its braces and control words, up to the brace that closes it. */
function wordsIn(group: string): string {
  let depth = 0;
  let end = 0;
  for (; end < group.length && depth >= 0; end += 1) {
    if (group[end] === '\\') end += 1;
    else if (group[end] === '{') depth += 1;
    else if (group[end] === '}') depth -= 1;
  }
  return group
    .slice(0, end)
    .replace(/\\'([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\u(\d{1,5}) ?\??/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/\\\\/g, '\0')
    .replace(/\\[a-z]{1,32}-?\d{0,10} ?|\\\*|[{}\r\n]/g, '')
    .replaceAll('\0', '\\')
    .trim();
}
