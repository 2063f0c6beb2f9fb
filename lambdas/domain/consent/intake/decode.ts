import type * as z from 'zod';
import { MalformedEventError } from './sender-event.ts';

/**
 * Decodes a part of a webhook's body.
 *
 * @throws MalformedEventError with the place of the first mistake, and no value of the body
 */
export function decode<T>(shape: z.ZodType<T>, json: unknown): T {
  const decoded = shape.safeParse(json);
  if (decoded.success) return decoded.data;
  const [issue] = decoded.error.issues;
  throw new MalformedEventError(`${issue?.path.join('.') || 'the body'}: ${issue?.code ?? 'not what it should be'}`);
}
