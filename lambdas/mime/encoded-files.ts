import { type EncodedFile, uuencodedFile } from './uuencode.ts';
import { yencFile } from './yenc.ts';

/** A file that was found in a text, and the form that it had there. */
interface FoundFile extends EncodedFile {
  readonly format: 'uuencode' | 'yenc';
}

/** A text without the files that stood among its lines. */
interface WithoutFiles {
  readonly rest: Buffer;
  readonly files: readonly FoundFile[];
}

/** The word that is in the first line of each form. */
const mark = 'begin';
const newline = 0x0a;

/** Whether a text may hold an encoded file: one search, so that other text costs no more. */
export function mayHoldFiles(bytes: Buffer): boolean {
  return nextBegin(bytes, 0) !== undefined;
}

/**
 * Takes the files in uuencode and yEnc out of a text: they need no header of MIME, so that a reader of MIME alone shows
 * their bytes as words and lets no inspection see them.
 *
 * @param bytes without the transfer encoding
 * @param most files that are taken out; further ones stay in the text
 * @returns absent when it holds none
 */
export function withoutEncodedFiles(bytes: Buffer, most: number): WithoutFiles | undefined {
  const files: FoundFile[] = [];
  const rest: Buffer[] = [];
  let kept = 0;
  for (let at = nextBegin(bytes, 0); at !== undefined && files.length < most; ) {
    const file = fileAt(bytes, at);
    if (file !== undefined) {
      rest.push(bytes.subarray(kept, file.start));
      files.push(file);
      kept = file.end;
    }
    at = nextBegin(bytes, file?.end ?? at + mark.length + 1);
  }
  return files.length === 0 ? undefined : { rest: Buffer.concat([...rest, bytes.subarray(kept)]), files };
}

/** The start of the next line that may open a file. */
function nextBegin(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(mark, from, 'latin1'); at >= 0; at = bytes.indexOf(mark, at + 1, 'latin1')) {
    const line = bytes.toString('latin1', at - 2, at) === '=y' ? at - 2 : at;
    const follows = bytes[at + mark.length];
    const isOpening = follows === 0x20 || follows === 0x09 || follows === 0x2d;
    if (isOpening && line >= from && (line === 0 || bytes[line - 1] === newline)) return line;
  }
  return undefined;
}

function fileAt(bytes: Buffer, at: number): FoundFile | undefined {
  const isYenc = bytes[at] === 0x3d;
  const file = isYenc ? yencFile(bytes, at) : uuencodedFile(bytes, at);
  return file && { ...file, format: isYenc ? 'yenc' : 'uuencode' };
}
