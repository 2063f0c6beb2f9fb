import * as z from 'zod/mini';
import { type ApiRequest, jsonBodyOf } from '../api/request.ts';
import { QuestionError } from '../domain/consent/ask-eligibility.ts';

/** A text of a body: a name, an id or an address. */
export const aText = z.string('wants a text').check(z.minLength(1, 'is empty'), z.maxLength(320, 'is too long'));
const aSwitch = z.boolean('wants true or false');

/** Members of every body: nothing is changed unless `dryRun: false` is said. */
export const common = { dryRun: z.optional(aSwitch), tenant: z.optional(aText) };

/**
 * Reads the body of a request.
 *
 * @throws QuestionError that names the first mistake
 */
export function readBody<Body>(request: Pick<ApiRequest, 'body'>, schema: z.ZodMiniType<Body>): Body {
  const { success, data, error } = schema.safeParse(jsonBodyOf(request));
  if (success) return data;
  const [issue] = error.issues;
  if (issue?.code === 'unrecognized_keys') throw new QuestionError(`${issue.keys[0]?.slice(0, 40)}: no such member`);
  throw new QuestionError(`${issue?.path.join('.') || 'the body'}: ${issue?.message}`);
}
