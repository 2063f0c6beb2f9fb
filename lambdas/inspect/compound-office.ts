import type { InspectEntry } from './archive.ts';
import { type Budget, isLate } from './budget.ts';
import { type CompoundEntry, type CompoundFile, readCompoundFile } from './compound-file.ts';
import { fieldTargets } from './field-targets.ts';
import { startsProgram } from './remote-target.ts';

/** Names that hold VBA (MS-OVBA §2.2). */
const macroStreams = ['_VBA_PROJECT', 'VBA', 'MACROS', '_VBA_PROJECT_CUR'];
/** The streams by which the programs of Office know their own; any other program may write such a file. */
const knownStreams = [
  'WordDocument',
  'Workbook',
  'Book',
  'PowerPoint Document',
  'VisioDocument',
  'EncryptedPackage',
  '__properties_version1.0',
  '\u0001Ole10Native',
  'Package',
];
/** The class of a Windows Installer package, in the order of the file: {000C1084-0000-0000-C000-000000000046}. */
const installerClasses = ['84100c0000000000c000000000000046', '86100c0000000000c000000000000046'];

/** Records of a workbook (MS-XLS §2.4): sheets, encryption, the end of its globals. */
const records = { sheet: 0x0085, encryption: 0x002f, end: 0x000a, begin: 0x0809 };
/** The kind of a sheet with macros of Excel 4 (§2.4.28). */
const macroSheet = 1;

/**
 * Finds macros, encryption and packed files in an old Office document or a saved Outlook message, by its streams; the files
 * in it are inspected like files of an archive. Ids for the event's reasons.
 */
export async function compoundReasons(bytes: Buffer, budget: Budget, inspectEntry: InspectEntry): Promise<string[]> {
  const file = readCompoundFile(bytes);
  // Names in a directory that cannot be read are in the bytes all the same.
  const names = (file?.entries ?? []).map(({ name }) => name.toUpperCase());
  const has = (name: string): boolean =>
    file?.isWhole ? names.includes(name.toUpperCase()) : bytes.includes(Buffer.from(`${name}\0`, 'utf16le'));
  const reasons = [];
  if (macroStreams.some(has)) reasons.push('office.macros');
  // Rights management encrypts what it protects (MS-OFFCRYPTO §2.2, and the streams of documents before it).
  if (has('EncryptedPackage') || has('\u0009DRMContent')) reasons.push('office.encrypted');
  if (has('\u0001Ole10Native')) reasons.push('office.embedded-object');
  if (has('\u0003OCXNAME')) reasons.push('office.activex');
  if (file === undefined) {
    if (bytes.includes(Buffer.from('__attach_version1.0', 'utf16le'))) reasons.push('office.attached-files');
    return [...reasons, 'type.not-inspected'];
  }
  if (installerClasses.includes(file.entries[0]!.classId)) reasons.push('type.executable');
  if (!file.isWhole) reasons.push('office.unread');
  const within = readWithin(file, budget);
  reasons.push(...streamReasons(within), ...(await packedReasons(within, budget, inspectEntry)));
  return reasons.length > 0 || knownStreams.some(has) ? reasons : ['type.not-inspected'];
}

/** The same file, whose reading takes from the budget: many streams may share their sectors. */
const readWithin = (file: CompoundFile, budget: Budget): CompoundFile => ({
  ...file,
  read(entry) {
    if (entry.size > budget.bytes || isLate(budget)) return undefined;
    budget.bytes -= entry.size;
    return file.read(entry);
  },
});

/** Reasons in the content of the streams of Word, Excel and PowerPoint. */
function streamReasons(file: CompoundFile): string[] {
  const reasons: string[] = [];
  for (const entry of file.entries) {
    if (!entry.isStream) continue;
    const name = entry.name.toLowerCase();
    const judge =
      name === 'worddocument'
        ? wordReasons
        : name === 'workbook' || name === 'book'
          ? workbookReasons
          : name === 'powerpoint document'
            ? slideReasons
            : undefined;
    const isPresentation = name === 'current user';
    if (judge === undefined && !isPresentation) continue;
    const content = file.read(entry);
    if (content === undefined) reasons.push('office.unread');
    else if (judge !== undefined) reasons.push(...judge(content));
    // The mark of an encrypted presentation (MS-PPT §2.3.2).
    else if (content.length >= 16 && content.readUInt32LE(12) === 0xf3d1c4df) reasons.push('office.encrypted');
  }
  return reasons;
}

/** The flags of a Word document (MS-DOC §2.5.2), and its fields that ask a program. */
function wordReasons(content: Buffer): string[] {
  const isEncrypted = content.length >= 12 && (content.readUInt16LE(10) & 0x0100) !== 0;
  const texts = [content.toString('latin1'), content.toString('utf16le')];
  const asks = texts.some((text) => /\x13\s{0,20}DDE(?:AUTO)?\s/i.test(text));
  const starts = texts.some((text) => /\x13\s{0,20}HYPERLINK\s/i.test(text) && fieldTargets(text).some(startsProgram));
  return [
    ...(isEncrypted ? ['office.encrypted'] : []),
    ...(asks ? ['office.dde'] : []),
    ...(starts ? ['office.external-content'] : []),
  ];
}

/** The header of an action of a slide (RT_InteractiveInfoAtom, MS-PPT §2.6.10), and the actions that run something. */
const actionHeader = Buffer.from('0000f30f10000000', 'hex');
const runningActions: ReadonlySet<number | undefined> = new Set([1, 2]);

/** Actions that run a macro or a program (MS-PPT §2.13.11): behind the header and the ids of a sound and of a link. */
function slideReasons(content: Buffer): string[] {
  for (let at = content.indexOf(actionHeader); at >= 0; at = content.indexOf(actionHeader, at + 1))
    if (runningActions.has(content[at + actionHeader.length + 8])) return ['office.external-content'];
  return [];
}

/** The records of the globals of a workbook: each has its kind, its length and its bytes (MS-XLS §2.1.4). */
function workbookReasons(content: Buffer): string[] {
  const reasons: string[] = [];
  let hasBegun = false;
  for (let at = 0; at + 4 <= content.length; at += 4 + content.readUInt16LE(at + 2)) {
    const kind = content.readUInt16LE(at);
    if (kind === records.begin) hasBegun = true;
    if (kind === records.encryption) reasons.push('office.encrypted');
    if (kind === records.sheet && at + 10 <= content.length && content[at + 9] === macroSheet)
      reasons.push('office.macros');
    if (kind === records.end && hasBegun) return reasons;
  }
  return [...reasons, 'office.unread'];
}

/** The data and the long name of an attachment in a saved message (MS-OXMSG §2.2.2, MS-OXPROPS). */
const dataStream = '__substg1.0_37010102';
const nameStreams = ['__substg1.0_3707001F', '__substg1.0_3704001F', '__substg1.0_3707001E', '__substg1.0_3704001E'];

/** Inspects the files that are packed in streams: embedded objects, and attachments of a saved message. */
async function packedReasons(file: CompoundFile, budget: Budget, inspectEntry: InspectEntry): Promise<string[]> {
  const reasons: string[] = [];
  const byPath = new Map(file.entries.map((entry) => [entry.path.toLowerCase(), entry]));
  for (const entry of file.entries) {
    const isAttachment = !entry.isStream && /(?:^|\/)__attach_version1\.0_#[0-9a-f]+$/i.test(entry.path);
    const packed = isAttachment
      ? attachmentIn(file, byPath, entry)
      : entry.isStream
        ? packedIn(file, entry)
        : undefined;
    if (packed === undefined) continue;
    budget.entries -= 1;
    if (packed === 'unread' || budget.entries < 0 || isLate(budget))
      reasons.push(isAttachment ? 'office.attached-files' : 'office.unread');
    else reasons.push(...(await inspectEntry(packed.name, packed.content)).map(asPacked));
  }
  return reasons;
}

/** The reason of a file that the document has in it. */
const asPacked = (reason: string): string =>
  /^(?:name\.(?:executable|script|double-extension)|type\.executable)$/.test(reason) ? 'archive.executable' : reason;

interface PackedFile {
  readonly name: string;
  readonly content: Buffer;
}

/** A file in a stream of its own; absent for any other stream. */
function packedIn(file: CompoundFile, entry: CompoundEntry): PackedFile | 'unread' | undefined {
  const name = entry.name.toLowerCase();
  if (name !== '\u0001ole10native' && name !== 'package' && name !== 'contents') return undefined;
  const content = file.read(entry);
  if (content === undefined) return 'unread';
  if (name === '\u0001ole10native') return nativeFile(content);
  // Controls have a stream of this name, too, in a form of their own.
  if (name === 'contents' && !/^(?:%PDF-|PK\x03\x04)/.test(content.toString('latin1', 0, 8))) return undefined;
  return { name: '', content };
}

/**
 * The file that Windows packed: its length, a number, its name and two paths that end in nulls, its own length and its bytes
 * (Ole10Native of the Packager).
 */
function nativeFile(stream: Buffer): PackedFile | 'unread' {
  let at = 6;
  const text = (): string => {
    const end = Math.max(at, stream.indexOf(0, at));
    const found = stream.toString('latin1', at, end);
    at = end + 1;
    return found;
  };
  const [name, path] = [text(), text()];
  at += 8;
  const temporary = text();
  const length = at + 4 <= stream.length ? stream.readUInt32LE(at) : -1;
  const content = stream.subarray(at + 4, at + 4 + length);
  if (length < 0 || content.length !== length) return 'unread';
  const last = [name, path, temporary]
    .map((written) => written.split(/[/\\]/).at(-1) ?? '')
    .find((ending) => ending !== '');
  return { name: last ?? '', content };
}

/** An attachment of a saved message; an embedded message has its own attachments as entries of the same file. */
function attachmentIn(
  file: CompoundFile,
  byPath: ReadonlyMap<string, CompoundEntry>,
  { path }: CompoundEntry,
): PackedFile | 'unread' | undefined {
  const find = (name: string): CompoundEntry | undefined => byPath.get(`${path}/${name}`.toLowerCase());
  if (find('__substg1.0_3701000D') !== undefined) return undefined;
  const data = find(dataStream);
  const content = data && file.read(data);
  if (content === undefined) return 'unread';
  const nameEntry = nameStreams.map(find).find((entry) => entry !== undefined);
  const named = nameEntry && file.read(nameEntry);
  const name = named?.toString(nameEntry?.name.toUpperCase().endsWith('F') ? 'utf16le' : 'latin1') ?? '';
  return { name, content };
}
