/** A refusal of the API, from its problem details (RFC 9457). */
export class PosternError extends Error {
  override readonly name: string = 'PosternError';
  /** The name of the problem, as `not-found`; decide by it. `gateway` for an answer of API Gateway itself. */
  readonly type: string;
  readonly status: number;
  /** One sentence for people. */
  readonly detail: string;
  /** In s, when the API says when to try again. */
  readonly retryAfter: number | undefined;
  /** The whole problem, with members of its own, as `oldest` of `cursor-gone`. */
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Readonly<Record<string, unknown>>, retryAfter?: number) {
    const detail = String(problem.detail ?? problem.message ?? `HTTP status ${status}`);
    const type = String(problem.type ?? 'gateway').replace('urn:postern:problem:', '');
    super(`${type}: ${detail}`);
    this.type = type;
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
    this.problem = problem;
  }
}

/** The next entries behind a cursor are no longer kept; `oldest` is the cursor to go on with. */
export class CursorGoneError extends PosternError {
  override readonly name: string = 'CursorGoneError';
  get oldest(): string {
    return String(this.problem.oldest);
  }
}

/** A webhook that must not be trusted. */
export class SignatureError extends Error {
  override readonly name: string = 'SignatureError';
  /** `missing`, `stale`, `digest` or `mismatch`. */
  readonly reason: SignatureProblem;

  constructor(reason: SignatureProblem) {
    super(`the signature of the webhook does not hold: ${reason}`);
    this.reason = reason;
  }
}

export type SignatureProblem = 'missing' | 'stale' | 'digest' | 'mismatch';

/** The error for an answer that is no success. */
export async function errorOf(answer: Response): Promise<PosternError> {
  const problem = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  const retryAfter = retryAfterOf(answer);
  return problem.type === 'urn:postern:problem:cursor-gone'
    ? new CursorGoneError(answer.status, problem, retryAfter)
    : new PosternError(answer.status, problem, retryAfter);
}

/** The seconds of `Retry-After`; undefined where there is none. */
export function retryAfterOf({ headers }: Response): number | undefined {
  const value = headers.get('retry-after') ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
