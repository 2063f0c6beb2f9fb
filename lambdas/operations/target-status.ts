import { compact } from '../compact.ts';
import type { TargetProgress } from '../domain/consent/suppression-target.ts';
import type { SuppressionProof } from '../domain/crm/suppression-target.ts';

/** How far a target knows the state of an address; with `--json` the keys of an entry of `targets`. */
export interface TargetStatus {
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

/** The status of a target, from its row. */
export const targetStatusOf = ({ target, receivedAt, verifiedAt, proof, reason }: TargetProgress): TargetStatus =>
  compact({ target, state: stateOf(receivedAt, proof), verifiedAt, proof, reason });

function stateOf(waitsSince: string | undefined, proof: SuppressionProof | undefined): TargetStatus['state'] {
  if (waitsSince !== undefined) return 'waiting';
  if (proof?.by === 'not-kept-here') return 'not-kept-here';
  return proof?.isAbsent ? 'absent' : 'told';
}
