import * as z from 'zod/mini';
import { consentChange } from './change-schema.ts';
import type { SuppressionMessage } from './suppression-message.ts';

const targetMessage = z.strictObject({
  schema: z.literal('suppression.delivery/1'),
  tenant: z.string().check(z.minLength(1)),
  subject: z.string().check(z.minLength(1)),
  target: z.string().check(z.minLength(1)),
});

const suppressionMessage = z.discriminatedUnion('schema', [consentChange, targetMessage]);

/**
 * Reads a message of the suppressions queue.
 *
 * @throws SyntaxError or ZodError; neither quotes the message
 */
export function decodeSuppressionMessage(body: string): SuppressionMessage {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new SyntaxError('the queue message is not JSON');
  }
  return suppressionMessage.parse(json);
}
