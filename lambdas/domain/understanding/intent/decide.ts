import type { Classification } from '../../mail/event.ts';
import { commitments, type Side } from './rules.ts';
import type { Evidence } from './weigh.ts';

type Intent = NonNullable<Classification['intent']>;

/** Evidence that is enough for a statement by itself. */
const plain = 1;

/** Decides the intent by the evidence of all clauses. */
export function decide(evidence: readonly Evidence[]): Intent {
  const sum = (side: Side): number =>
    evidence.reduce((total, item) => (item.side === side ? total + item.weight : total), 0);
  const reasons = (...sides: Side[]): string[] =>
    evidence
      .filter(({ side }) => sides.includes(side))
      .map(({ id, role }) => `intent.${id}${role === 'main' ? '' : `.${role}`}`);
  const commitment = evidence.reduce((total, { id, weight }) => (commitments.has(id) ? total + weight : total), 0);
  const [optOut, no, yes, later] = [sum('opt-out'), sum('negative'), sum('positive'), sum('later')];
  const neutral = sum('neutral') + sum('problem');
  if (optOut >= plain * 1.5)
    return { label: 'opt-out', confidence: optOut >= 3 ? 0.95 : 0.8, reasons: reasons('opt-out'), stop: true };
  if (later >= plain && no < 3 && commitment < 2.5)
    return { label: 'neutral', confidence: no + yes > 2 ? 0.7 : 0.85, reasons: reasons('later') };
  if (no >= 1.5 && no >= yes * 0.8) {
    if (neutral > no) return { label: 'neutral', confidence: 0.6, reasons: reasons('neutral', 'problem') };
    return { label: 'negative', confidence: confidence(no, yes + neutral), reasons: reasons('negative'), stop: true };
  }
  if (yes >= 1.2 && yes > neutral)
    return { label: 'positive', confidence: confidence(yes, no + neutral + later), reasons: reasons('positive') };
  if (neutral >= plain)
    return { label: 'neutral', confidence: yes + no > 1 ? 0.65 : 0.85, reasons: reasons('neutral', 'problem') };
  return { label: 'neutral', confidence: yes + no + optOut > 0 ? 0.5 : 0.6, reasons: ['intent.default'] };
}

const confidence = (weight: number, against: number): number =>
  Math.round(100 * Math.max(0.55, Math.min(0.95, 0.7 + 0.08 * weight - 0.08 * against))) / 100;
