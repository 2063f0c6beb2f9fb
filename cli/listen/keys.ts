/** The keys of a terminal that a verb takes. */
interface KeyActions {
  readonly r: () => void;
  /** Ctrl-C, which a terminal in raw mode hands over as a key, and q. */
  readonly end: () => void;
}

/** A terminal, or what stands in for one. */
type Terminal = Pick<NodeJS.ReadStream, 'isTTY' | 'setRawMode' | 'resume' | 'pause' | 'on' | 'off'>;

/**
 * Takes single keys where the input is a terminal.
 *
 * @returns ends it, and gives the terminal back
 */
export function takeKeys({ r, end }: KeyActions, input: Terminal = process.stdin): () => void {
  if (input.isTTY !== true) return () => undefined;
  const take = (bytes: Buffer): void => {
    for (const key of bytes.toString('utf8')) {
      if (key === 'r') r();
      if (key === 'q' || key === '\u0003' || key === '\u0004') end();
    }
  };
  input.setRawMode(true);
  input.on('data', take);
  input.resume();
  return () => {
    input.off('data', take);
    input.setRawMode(false);
    input.pause();
  };
}
