import { fileInAddress, type InnerFile, innerFile } from './data-address.ts';
import { isDataAddress } from './markup.ts';
import { leadsOff, startsProgram } from './remote-target.ts';

/** The start of a calendar (RFC 5545), a card (RFC 6350, and versions before it), or an entry of one. */
const opening = /^BEGIN[ \t]{0,8}:[ \t]{0,8}V(?:CALENDAR|CARD|EVENT|TODO|JOURNAL|NOTE|ALARM)/im;
/** Properties whose value is the address of a file or a page. */
const addressed = new Set(['ATTACH', 'URL', 'IMAGE', 'PHOTO', 'LOGO', 'SOUND', 'KEY', 'SOURCE', 'CONFERENCE', 'AGENT']);
/** Those whose files are opened by a click. */
const attached = new Set(['ATTACH', 'AGENT']);

/** Lines over which the name and the parameters of a property may be folded to be known before its value ends. */
const maxHeadLines = 10;

/** Whether a text is a calendar or a card. */
export const isCalendar = (text: string): boolean => opening.test(text);

/**
 * Finds links to programs in a calendar or a card, and the files that it carries; ids for the event's reasons.
 *
 * @param onFile gets each file that stands in a property, in base64 (RFC 5545 §3.8.1.1) or as an address (RFC 6350 §6.2.4)
 */
export function calendarReasons(text: string, onFile: (file: InnerFile) => void): string[] {
  const reasons = new Set<string>();
  for (const { name, parameters, value } of propertiesOf(text)) {
    if (name === 'ACTION' && value.trim().toUpperCase() === 'PROCEDURE') reasons.add('calendar.program-link');
    const file = fileOf(name, parameters, value);
    if (file !== undefined) onFile(file);
    else if ((addressed.has(name) || /^VALUE=URI$/im.test(parameters.join('\n'))) && leadsToProgram(value))
      reasons.add('calendar.program-link');
  }
  return [...reasons];
}

/** Whether an address starts a program, or makes the calendar ask a file server, which learns who its reader is. */
const leadsToProgram = (value: string): boolean =>
  startsProgram(value) || (/^\s{0,64}(?:file:|smb:|[\\/]{2})/i.test(value) && leadsOff(value));

function fileOf(name: string, parameters: readonly string[], value: string): InnerFile | undefined {
  const filename = parameters.map((parameter) => /NAME\s{0,8}=([\s\S]*)$/i.exec(parameter)?.[1]).find(Boolean) ?? '';
  const isOpened = attached.has(name) || filename !== '';
  const unquoted = filename.replaceAll('"', '').trim();
  if (isDataAddress(value)) return fileInAddress(value, unquoted, isOpened);
  return isBase64(parameters) ? innerFile(unquoted, Buffer.from(value, 'base64'), !isOpened) : undefined;
}

/** `ENCODING=BASE64` of calendars, `ENCODING=b` of vCard 3.0, and `BASE64` alone of vCard 2.1. */
const isBase64 = (parameters: readonly string[]): boolean =>
  parameters.some((parameter) => /^(?:ENCODING=)?"?(?:B|BASE64)"?$/i.test(parameter.replace(/\s/g, '')));

interface Property {
  /** In upper case, without the group of a card. */
  readonly name: string;
  readonly parameters: readonly string[];
  readonly value: string;
}

/** The properties, unfolded (RFC 5545 §3.1). Some programs fold base64 without the blank that marks a further line. */
function* propertiesOf(text: string): Generator<Property> {
  let head: Property | undefined;
  let pieces: string[] = [];
  for (const line of linesOf(text)) {
    const isFolded = /^[ \t]/.test(line);
    if (pieces.length > 0 && (isFolded || (head !== undefined && isBase64(head.parameters) && isBase64Line(line)))) {
      pieces.push(isFolded ? line.slice(1) : line);
      head ??= pieces.length <= maxHeadLines ? propertyOf(pieces.join('')) : undefined;
      continue;
    }
    if (pieces.length > 0) yield* wholeProperty(pieces);
    pieces = [line];
    head = propertyOf(line);
  }
  yield* wholeProperty(pieces);
}

const isBase64Line = (line: string): boolean => /^[A-Za-z0-9+/]{1,200}={0,2}$/.test(line);

function* wholeProperty(pieces: readonly string[]): Generator<Property> {
  const property = propertyOf(pieces.join(''));
  if (property !== undefined) yield property;
}

function* linesOf(text: string): Generator<string> {
  const end = /\r\n?|\n/g;
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(end)) {
    yield text.slice(from, index);
    from = index + mark.length;
  }
  yield text.slice(from);
}

/** The name, the parameters and the value of a line; marks in quotes belong to a parameter. */
function propertyOf(line: string): Property | undefined {
  const marks = marksIn(line);
  const colon = marks.at(-1) ?? -1;
  if (line[colon] !== ':') return undefined;
  const pieces = marks.map((mark, place) => line.slice(place === 0 ? 0 : marks[place - 1]! + 1, mark));
  const [name = '', ...parameters] = pieces;
  return { name: name.trim().split('.').at(-1)!.toUpperCase(), parameters, value: line.slice(colon + 1) };
}

/** The places of the semicolons before the value, and of the colon at its start. */
function marksIn(line: string): number[] {
  const marks: number[] = [];
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"') isQuoted = !isQuoted;
    else if (line[at] === ':' && !isQuoted) return [...marks, at];
    else if (line[at] === ';' && !isQuoted) marks.push(at);
  }
  // A quote without an end is no quote.
  return isQuoted ? marksIn(line.replaceAll('"', ' ')) : [];
}
