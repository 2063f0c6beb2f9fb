import { isDenied } from '../../lambdas/operations/denied.ts';
import type { Known, Refusal } from './facts.ts';

const usualPatienceMs = 10_000;

/** DNS answers these where a name, or such a record of it, is not there. */
const noRecord: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks AWS and DNS: what is refused, or takes too long, is noted, and the rest goes on. */
export interface Asker {
  /** Every question that got no answer. */
  readonly refusals: readonly Refusal[];
  /** @param action the IAM action that the call needs */
  ask<T>(action: string, call: (signal: AbortSignal) => Promise<T>): Promise<Known<T>>;
  /**
   * Asks for something that may not be there.
   *
   * @param absent names of errors that say so
   */
  find<T>(
    action: string,
    absent: readonly string[],
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<Known<T | undefined>>;
  /** Asks DNS; no record is an empty answer. */
  lookUp<T>(name: string, call: () => Promise<readonly T[]>): Promise<Known<readonly T[]>>;
}

/**
 * @param onAnswer called after each question
 * @param patienceMs how long one call may take, with its repetitions
 */
export function createAsker(onAnswer: () => void, patienceMs = usualPatienceMs): Asker {
  const refusals: Refusal[] = [];

  async function find<T>(
    action: string,
    absent: readonly string[],
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<Known<T | undefined>> {
    try {
      const signal = AbortSignal.timeout(patienceMs);
      return { value: await Promise.race([call(signal), timeUp(signal)]) };
    } catch (error) {
      const { name, code } = readError(error);
      if (absent.includes(name)) return { value: undefined };
      refusals.push({ kind: isDenied(error) ? 'denied' : 'unanswered', asked: action, reason: code });
      return undefined;
    } finally {
      onAnswer();
    }
  }

  return {
    refusals,
    find,
    async ask(action, call) {
      const found = await find(action, [], call);
      return found?.value === undefined ? undefined : { value: found.value };
    },
    async lookUp(name, call) {
      try {
        return { value: await call() };
      } catch (error) {
        const { code } = readError(error);
        if (noRecord.has(code)) return { value: [] };
        refusals.push({ kind: 'dns', asked: name, reason: code });
        return undefined;
      } finally {
        onAnswer();
      }
    },
  };
}

/** Not every call takes the signal. */
const timeUp = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

/** Name and code of what was thrown; never its message, which may hold addresses. */
function readError(error: unknown): { name: string; code: string } {
  const {
    name = '',
    code,
    cause,
  } = error as {
    readonly name?: string;
    readonly code?: string;
    readonly cause?: { readonly code?: string };
  };
  const isTimeout = name === 'TimeoutError' || name === 'AbortError';
  const known = isTimeout ? 'it took too long' : (code ?? cause?.code ?? name);
  return { name, code: known };
}
