import type { EventEmitter } from 'node:events';
import { Splitter, type SplitterOptions } from '@zone-eu/mailsplit';

const carriageReturn = 0x0d;
/** Carriage returns that stay of a longer run: the others have no meaning. */
const maxReturns = 2;

/** Members that the library has and its types leave out. */
interface SplitterInternals {
  readonly node: { addHeaderChunk(line: Buffer | false | undefined): void };
  newNode(parent?: unknown): void;
}
const OpenSplitter = Splitter as unknown as new (options: SplitterOptions) => Splitter & SplitterInternals;

/**
 * The splitter of mail, without long runs of bare carriage returns in headers.
 *
 * The library takes the line ends off a header by a pattern that starts anew at each of them (`/[\r\n]+$/`): a field
 * with some hundred thousand of them would hold it for minutes.
 */
export class MailSplitter extends OpenSplitter {
  /** Events beside `data`; the types of the library leave them out. */
  get events(): EventEmitter {
    return this;
  }

  override newNode(parent?: unknown): void {
    super.newNode(parent);
    const { node } = this;
    const add = node.addHeaderChunk.bind(node);
    node.addHeaderChunk = (line) => add(line && withoutLongRuns(line));
  }
}

function withoutLongRuns(line: Buffer): Buffer {
  if (!line.includes('\r\r\r')) return line;
  let run = 0;
  return Buffer.from(
    line.filter((byte) => {
      run = byte === carriageReturn ? run + 1 : 0;
      return run <= maxReturns;
    }),
  );
}
