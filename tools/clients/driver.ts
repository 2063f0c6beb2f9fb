import { createInterface } from 'node:readline';
import { lastLine, startChild } from '../witness/child-process.ts';

/** The program of one language that carries out steps. */
export interface Driver extends AsyncDisposable {
  /**
   * Carries out one step.
   *
   * @returns `{ value, waits }` or `{ error, waits }`
   * @throws Error when the program ended, or says nothing for a while
   */
  run(step: object): Promise<unknown>;
}

/** Starts a driver: a line of JSON on its standard input is a step, a line of its output the result. */
export function startDriver(
  command: string,
  args: readonly string[],
  cwd: string,
  { patienceMs = 30_000 }: { readonly patienceMs?: number } = {},
): Driver {
  const child = startChild(command, args, { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  let complaint = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  // A program that is not there has no one to write to.
  child.once('error', ({ message }) => {
    complaint = message;
  });
  child.stdin!.once('error', () => {});
  return {
    async run(step) {
      child.stdin!.write(`${JSON.stringify(step)}\n`);
      const late = setTimeout(() => child.kill(), patienceMs);
      const line = await lines.next().finally(() => clearTimeout(late));
      if (line.done) throw new Error(`the driver ended: ${lastLine(complaint) || 'without a word'}`);
      return JSON.parse(line.value);
    },
    async [Symbol.asyncDispose]() {
      child.stdin!.end();
      await closed;
    },
  };
}
