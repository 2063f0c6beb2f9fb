import { compact } from '../lambdas/compact.ts';
import type { EligibilityAnswer } from '../lambdas/domain/consent/ask-eligibility.ts';
import type { HistoryEntry } from '../lambdas/domain/consent/consent-ledger.ts';
import type { TargetProgress } from '../lambdas/domain/consent/suppression-target.ts';
import type { Reason, SuppressionProof } from '../lambdas/domain/crm/suppression-target.ts';
import { purposes } from '../lambdas/domain/mail/purposes.ts';

/** How far a target knows the state of an address; with `--json` the keys of an entry of `targets`. */
interface TargetStatus {
  readonly target: string;
  /**
   * `waiting`: it does not know yet. `told`: it knows. `absent`: it does not have the person. `not-kept-here`: it has no
   * place for suppressions.
   */
  readonly state: 'waiting' | 'told' | 'absent' | 'not-kept-here';
  readonly verifiedAt?: string;
  readonly proof?: SuppressionProof;
  readonly reason?: string;
}

export const targetStatusOf = ({ target, receivedAt, verifiedAt, proof, reason }: TargetProgress): TargetStatus =>
  compact({ target, state: stateOf(receivedAt, proof), verifiedAt, proof, reason });

function stateOf(waitsSince: string | undefined, proof: SuppressionProof | undefined): TargetStatus['state'] {
  if (waitsSince !== undefined) return 'waiting';
  if (proof?.by === 'not-kept-here') return 'not-kept-here';
  return proof?.isAbsent ? 'absent' : 'told';
}

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
