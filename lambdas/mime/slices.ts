import { maxBoundaryLine } from './boundaries.ts';

/** Bytes handed to the splitter at once: between two of these a large part can be taken off its hands. */
const sliceBytes = 32 * 1024;
const newline = 0x0a;
const dash = 0x2d;

/**
 * The start of the last line, when it is not whole and may become a boundary; the end otherwise.
 *
 * @param isAtLine whether the bytes begin a line
 */
export function boundaryStart(bytes: Buffer, isAtLine: boolean): number {
  const line = bytes.lastIndexOf(newline) + 1;
  const isStart = line > 0 || isAtLine;
  return isStart && bytes[line] === dash && bytes.length - line <= maxBoundaryLine ? line : bytes.length;
}

/** Ends a slice behind a line where one ends within reach, so that the splitter keeps no half line back. */
export function sliceEnd(bytes: Buffer, at: number): number {
  const end = Math.min(bytes.length, at + sliceBytes);
  const line = bytes.lastIndexOf(newline, end - 1);
  return line >= at ? line + 1 : end;
}
