import type { Clause, ClauseRole } from './read-clauses.ts';
import { rulesOf, type Side, softRules } from './rules.ts';

/** A rule that holds of a clause, with its weight in that place. */
export interface Evidence {
  readonly id: string;
  readonly side: Side;
  readonly weight: number;
  readonly role: ClauseRole;
}

/**
 * How much a statement counts by its place. Before a "but" people are polite; a condition states nothing; an opt-out
 * counts wherever it stands, because nobody takes it back in one breath.
 */
const shares: Readonly<Record<ClauseRole, number>> = {
  main: 1,
  'before-contrast': 0.3,
  'after-contrast': 1.2,
  condition: 0,
};

/** A question that no rule knows: neither a yes nor a no. */
const question: Evidence = { id: 'question', side: 'neutral', weight: 1, role: 'main' };

/** The mail speaks about itself: no statement of a person. */
const notice: Evidence = { id: 'notice', side: 'neutral', weight: 2, role: 'main' };

/** Words of a clause that is nothing but a refusal. */
const bareLength = 5;

/** Weighs what the clauses of a mail say; a rule that holds of several clauses counts once, where it weighs most. */
export function weigh(clauses: readonly Clause[]): readonly Evidence[] {
  const strongest = new Map<string, Evidence>();
  for (const clause of clauses)
    for (const evidence of evidenceOf(clause)) {
      const key = `${evidence.side} ${evidence.id}`;
      const earlier = strongest.get(key);
      if (earlier === undefined || evidence.weight > earlier.weight) strongest.set(key, evidence);
    }
  const all = [...strongest.values()];
  if (all.length === 0 && clauses.some(({ isQuestion }) => isQuestion)) return [question];
  // A complaint asks for a call or a new parcel, not for an offer.
  const hasProblem = all.some(({ side }) => side === 'problem');
  return hasProblem ? all.filter(({ id }) => !softRules.has(id)) : all;
}

function evidenceOf(clause: Clause): Evidence[] {
  if (clause.isNotice) return [notice];
  const evidence = [...rulesOf(clause)].map(
    ({ id, side, weight }): Evidence => ({ id, side, weight: weight * shareOf(side, clause), role: clause.role }),
  );
  if (
    clause.isBareNegation &&
    !clause.isQuestion &&
    !clause.affirmed.has('past') &&
    clause.length <= bareLength &&
    clause.unknown <= 1
  )
    evidence.push({ id: 'bare-no', side: 'negative', weight: 2 * shareOf('negative', clause), role: clause.role });
  return evidence.filter(({ weight }) => weight > 0);
}

const shareOf = (side: Side, { role }: Clause): number =>
  side === 'opt-out' && role !== 'condition' ? 1 : shares[role];
