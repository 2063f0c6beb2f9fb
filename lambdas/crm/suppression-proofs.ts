import type { Connection } from '../domain/crm/connection.ts';
import type { Success } from '../domain/crm/outcome.ts';
import type { SuppressionProof } from '../domain/crm/suppression-target.ts';
import type { Purpose } from '../domain/mail/purposes.ts';

// Proofs of suppressions that most vendors share; `answer` goes to the ledger and names no person.

/** Whether people must not write of their own accord. */
export const barsOutreach = (suppressed: readonly Purpose[]): boolean =>
  suppressed.includes('marketing') || suppressed.includes('sales');

/** Whether a no to sales alone ticks the only box of a CRM, which ends its marketing mail, too. */
export type SalesOptOut = NonNullable<Connection['salesOptOut']>;

/**
 * The end without a write at a vendor with one box for all its mail; undefined where the box is to be ticked.
 *
 * @param salesOptOut `leave`: a no to sales alone is not kept there, because the box would say more than the person did
 * @param box the vendor's mark, as in `the box is only ever ticked`
 */
export function unlessTicked(
  suppressed: readonly Purpose[],
  salesOptOut: SalesOptOut,
  box: string,
): Success<SuppressionProof> | undefined {
  if (!barsOutreach(suppressed)) return nothingToWrite(box);
  if (salesOptOut === 'leave' && !suppressed.includes('marketing'))
    return nothingToWrite('a no to sales alone is left to other systems (salesOptOut)');
  return undefined;
}

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
