import { compact } from '../../lambdas/compact.ts';

/** Why a request failed. `status` 0: no answer came. */
interface Problem {
  readonly status: number;
  /** `urn:postern:problem:<name>`. */
  readonly type?: string;
  readonly detail?: string;
  /** The scope that the caller lacks. */
  readonly scope?: string;
  /** In seconds: when to ask again. */
  readonly retryAfter?: number;
}

/** A request that the API refused, or did not answer. */
export class RequestError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? `the API answers ${problem.status}`);
    this.name = 'RequestError';
    this.problem = problem;
  }
}

/** The failure in words, and the next step of the reader. */
interface Advice {
  readonly title: string;
  readonly text: string;
  readonly action?: 'sign-in' | 'retry';
}

/** Longest wait that is kept, in seconds: a person looks at the page. */
const longestWait = 60;
const retries = 5;

/** Reads a refusal: problem details (RFC 9457), or API Gateway's own message. */
export function problemOf(status: number, headers: Headers, body: unknown): Problem {
  const fields = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const text = (name: string): string | undefined => (typeof fields[name] === 'string' ? fields[name] : undefined);
  const wait = Number(headers.get('retry-after') ?? Number.NaN);
  return compact({
    status,
    type: text('type'),
    detail: text('detail') ?? text('message') ?? text('error'),
    scope: text('scope'),
    retryAfter: Number.isFinite(wait) && wait >= 0 ? wait : undefined,
  });
}

/** Whether the same request may succeed later. */
const isPassing = ({ status }: Problem): boolean => status === 0 || status === 429 || status >= 500;

/** Whether a query is tried again: only for what passes by itself. */
export const isRetried = (failures: number, error: unknown): boolean =>
  failures < retries && error instanceof RequestError && isPassing(error.problem);

/** In ms: as the API asks for, else twice as long each time. */
export function retryDelay(failures: number, error: unknown): number {
  const asked = error instanceof RequestError ? error.problem.retryAfter : undefined;
  return 1000 * Math.min(asked ?? 2 ** failures, longestWait);
}

/** Says in plain words why something is not shown, and what to do. */
export function adviceFor(error: unknown): Advice {
  if (!(error instanceof RequestError))
    return { title: 'This page has failed', text: `${String(error)}. Load it again; if that stays so, report it.` };
  const { status, detail, scope, type } = error.problem;
  if (status === 0)
    return {
      title: 'No connection',
      text: 'The API does not answer. The page keeps its data and tries again. On a laptop, check that npm start still runs.',
      action: 'retry',
    };
  if (status === 401) return { title: 'Sign in', text: detail ?? 'Your session has ended.', action: 'sign-in' };
  if (type?.endsWith(':missing-scope') === true)
    return {
      title: 'Not your role',
      text: `This needs the right ${scope ?? 'that your role lacks'}. Whoever manages the sign-in can give you a role that has it.`,
    };
  if (status === 404) return { title: 'Not found', text: detail ?? 'There is nothing at this address.' };
  if (status === 429)
    return {
      title: 'Too many requests',
      text: 'The page waits as long as the API asks, then goes on.',
      action: 'retry',
    };
  if (status >= 500)
    return {
      title: 'The API has failed',
      text: `${detail ?? 'It could not answer.'} The page tries again.`,
      action: 'retry',
    };
  return { title: 'Refused', text: detail ?? `The API answers ${status}.` };
}
