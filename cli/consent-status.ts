import type { EligibilityAnswer } from '../lambdas/domain/consent/ask-eligibility.ts';
import type { HistoryEntry } from '../lambdas/domain/consent/consent-ledger.ts';
import type { Reason } from '../lambdas/domain/crm/suppression-target.ts';
import { purposes } from '../lambdas/domain/mail/purposes.ts';
import type { TargetStatus } from '../lambdas/operations/target-status.ts';

/** The status of a target, for people. */
export const targetLine = ({ target, state, verifiedAt, proof, reason }: TargetStatus): string =>
  `  ${target}: ${state}${verifiedAt ? ` ${verifiedAt} (${proof?.by}: ${proof?.answer})` : ''}${inBrackets(reason)}`;

/** The purposes for which an address may get mail, and each reason against the others. */
export const eligibilityLines = ({ address, eligible, reasons }: EligibilityAnswer): string[] => [
  `${address} may be written to for: ${purposes.filter((purpose) => eligible[purpose]).join(', ') || 'nothing'}`,
  ...reasons.map(reasonLine),
];

function reasonLine({ code, purposes: about, since, source, evidence, detail, standing, review }: Reason): string {
  const origin = `${since ? ` since ${since}` : ''}${source ? `, by ${source}: ${evidence}` : ''}`;
  const hint = review ? '; the address has written since: look at it' : '';
  return `  not for ${about.join(', ')}: ${code}${inBrackets(detail)}${origin}${inBrackets(standing)}${hint}`;
}

/** One change of the history, for people. */
export function historyLine(entry: HistoryEntry): string {
  const { at, signal, source, evidence, purposes: about, policyVersion, reason, standing, lifts } = entry;
  const subject = `${inBrackets(about?.join(', '))}${inBrackets(standing)}${lifts ? ` of ${lifts.length} change(s)` : ''}`;
  const note = `${reason ? `  (${reason})` : ''}${policyVersion ? `  policy ${policyVersion}` : ''}`;
  return `${at}  ${signal}${subject}  by ${source}: ${evidence}${note}`;
}

const inBrackets = (text: string | undefined): string => (text ? ` (${text})` : '');
