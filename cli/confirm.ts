import { createInterface } from 'node:readline/promises';
import { ConfigError } from '../lambdas/domain/errors.ts';

/** Where a question is asked and answered. */
interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks before something that cannot be taken back.
 *
 * @param isAgreed whether the call itself agrees, by `--yes`
 * @param question that `yes` or `y` agrees to; anything else, and the end of the input, does not
 * @throws ConfigError where nobody can be asked
 */
export async function confirm(
  isAgreed: boolean,
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  if (isAgreed) return true;
  if (input.isTTY !== true)
    throw new ConfigError('nobody can be asked here; add --yes, or --dry-run to see what would be done');
  const lines = createInterface({ input, output });
  const ended = new AbortController();
  lines.once('close', () => ended.abort());
  try {
    const answer = await lines.question(`${question} [y/N] `, { signal: ended.signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch {
    return false;
  } finally {
    lines.close();
  }
}
