import { cluesOf } from '../../lambdas/domain/threads/thread-clues.ts';
import type { ThreadClues } from '../../lambdas/domain/threads/thread-entry.ts';
import { anEvent, subjectFor } from './builders.ts';

export const ada = 'ada@customer.example';

/** Clues of a mail with this Message-ID. */
export const cluesOfMail = (tenant: string, messageId: string, changes: Partial<ThreadClues> = {}): ThreadClues => ({
  ...cluesOf(anEvent({ messageId, subject: 'Prices for 40 seats' }), tenant, subjectFor),
  eventId: `evt_${messageId}`,
  ...changes,
});

/** The sender among the clues of a mail. */
export const from = (tenant: string, address: string): Partial<ThreadClues> => ({ from: subjectFor(tenant, address) });

/** A mail that the account sent, in the form of an SES report. */
export const sentMail = (recipients: readonly string[]) => ({
  messageIds: ['sent@ours.example'],
  at: '2026-11-20T08:00:00.000Z',
  recipients: [...recipients],
  campaign: { recordId: 'deal-51007' },
});
