import type { Known, Refusal } from './facts.ts';

/** How long one call may take, with its repetitions, in ms. */
const patienceMs = 10_000;

/** What services answer to whoever may not ask. SNS has a name of its own. */
const denials: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'NotAuthorized',
  'UnauthorizedOperation',
]);

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

/** @param onAnswer called after each question */
export function createAsker(onAnswer: () => void): Asker {
  const refusals: Refusal[] = [];

  async function find<T>(
    action: string,
    absent: readonly string[],
    call: (signal: AbortSignal) => Promise<T>,
  ): Promise<Known<T | undefined>> {
    try {
      return { value: await call(AbortSignal.timeout(patienceMs)) };
    } catch (error) {
      const { name, status } = readError(error);
      if (absent.includes(name)) return { value: undefined };
      const isDenied = denials.has(name) || status === 403;
      refusals.push({ kind: isDenied ? 'denied' : 'unanswered', asked: action, reason: name });
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

/** Name, code and HTTP status of what was thrown; never its message, which may hold addresses. */
function readError(error: unknown): { name: string; code: string; status: number | undefined } {
  const { name, code, $metadata } = error as {
    readonly name?: string;
    readonly code?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const isTimeout = name === 'TimeoutError' || name === 'AbortError';
  const known = isTimeout ? `no answer within ${patienceMs / 1000} s` : (code ?? name ?? 'no answer');
  return { name: isTimeout ? known : (name ?? known), code: known, status: $metadata?.httpStatusCode };
}
