import * as z from 'zod';
import { type ConsentChange, consentChange } from './change.ts';
import type { TargetId } from './consent-ledger.ts';

/** The fan-out of a change: that a target has something to hear. What, the ledger says when it is told. */
const targetMessage = z.strictObject({
  schema: z.literal('suppression.delivery/1'),
  tenant: z.string().min(1),
  subject: z.string().min(1),
  target: z.string().min(1),
});
export type TargetMessage = z.infer<typeof targetMessage>;

export const targetMessageOf = ({ tenant, subject, target }: TargetId): TargetMessage => ({
  schema: 'suppression.delivery/1',
  tenant,
  subject,
  target,
});

/** What travels on the suppressions queue. */
export type SuppressionMessage = ConsentChange | TargetMessage;

const suppressionMessage = z.discriminatedUnion('schema', [consentChange, targetMessage]);

/**
 * Reads a message of the suppressions queue.
 *
 * @throws SyntaxError or ZodError, neither of which quotes the message
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
