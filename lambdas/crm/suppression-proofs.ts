import type { Success } from '../domain/crm/outcome.ts';
import type { SuppressionProof } from '../domain/crm/suppression-target.ts';
import type { Purpose } from '../domain/mail/purposes.ts';

// Proofs of suppressions that most vendors share; `answer` goes to the ledger and names no person.

/** Whether people must not write of their own accord: where a vendor has one box for all mail, either purpose ticks it. */
export const barsOutreach = (suppressed: readonly Purpose[]): boolean =>
  suppressed.includes('marketing') || suppressed.includes('sales');

/** The vendor does not know the person: it hears of the suppression again when they appear. */
export const absentPerson = (answer: string): Success<SuppressionProof> => ({
  kind: 'ok',
  value: { by: 'read-back', answer, isAbsent: true },
  how: 'unchanged',
});

/**
 * Nothing is suppressed any more, and the vendor's mark of an opt-out is only ever set: somebody may have set it there. So
 * the vendor may still show an opt-out, and does not hold the state.
 */
export const nothingToWrite = (answer: string): Success<SuppressionProof> => ({
  kind: 'ok',
  value: { by: 'not-kept-here', answer },
  how: 'unchanged',
});

/** The vendor took the write and cannot be asked. */
export const accepted = (answer: string): Success<SuppressionProof> => ({
  kind: 'ok',
  value: { by: 'accepted', answer },
  how: 'updated',
});

/** The vendor was asked after the write, and shows it. */
export const readBackProof = (answer: string): Success<SuppressionProof> => ({
  kind: 'ok',
  value: { by: 'read-back', answer },
  how: 'updated',
});
