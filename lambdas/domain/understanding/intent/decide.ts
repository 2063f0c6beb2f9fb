import type { Classification } from '../../mail/event.ts';
import { commitments, type Side } from './rules.ts';
import type { Evidence } from './weigh.ts';

type Intent = NonNullable<Classification['intent']>;

/** Weight of an opt-out, of a refusal and of interest that is a statement. */
const enough = { 'opt-out': 1.5, negative: 1.5, positive: 1.2, neutral: 1 } as const;
/** Weight of a refusal, or of an acceptance, that names no time, whatever else the mail says of one. */
const final = { refusal: 3, acceptance: 2.5 } as const;
/** Share of the weight of interest that a refusal needs: a no among friendly words is a no. */
const friendliness = 0.8;

/** The evidence of a mail, by side. */
interface Scale {
  readonly evidence: readonly Evidence[];
  /** The sum of the weights of some sides. */
  readonly sum: (...sides: readonly Side[]) => number;
  readonly reasons: (...sides: readonly Side[]) => string[];
}

function scaleOf(evidence: readonly Evidence[]): Scale {
  const of = (sides: readonly Side[]): Evidence[] => evidence.filter(({ side }) => sides.includes(side));
  return {
    evidence,
    sum: (...sides) => of(sides).reduce((total, { weight }) => total + weight, 0),
    reasons: (...sides) => of(sides).map(({ id, role }) => `intent.${id}${role === 'main' ? '' : `.${role}`}`),
  };
}

/**
 * Decides the intent by the evidence of all clauses: an opt-out first, then a later time, unless the mail refuses or
 * accepts for good; then a refusal against interest.
 */
export function decide(evidence: readonly Evidence[]): Intent {
  const scale = scaleOf(evidence);
  const { sum, reasons } = scale;
  const [no, yes, neutral] = [sum('negative'), sum('positive'), sum('neutral', 'problem')];
  if (sum('opt-out') >= enough['opt-out'])
    return { label: 'opt-out', confidence: confidence(scale, 'opt-out', 0), reasons: reasons('opt-out'), stop: true };
  if (isPostponed(scale)) return { label: 'neutral', confidence: no + yes > 2 ? 0.65 : 0.8, reasons: reasons('later') };
  if (no >= enough.negative && no >= yes * friendliness && no > neutral)
    return {
      label: 'negative',
      confidence: confidence(scale, 'negative', yes + neutral),
      reasons: reasons('negative'),
      stop: true,
    };
  if (yes >= enough.positive && yes > Math.max(neutral, no))
    return {
      label: 'positive',
      confidence: confidence(scale, 'positive', no + neutral + sum('later')),
      reasons: reasons('positive'),
    };
  if (neutral >= enough.neutral)
    return { label: 'neutral', confidence: yes + no > 1 ? 0.6 : 0.8, reasons: reasons('neutral', 'problem') };
  return { label: 'neutral', confidence: 0.5, reasons: ['intent.default'] };
}

/** Whether the mail names a later time and neither refuses nor accepts for good. */
function isPostponed({ evidence, sum }: Scale): boolean {
  const accepted = evidence.reduce((total, { id, weight }) => (commitments.has(id) ? total + weight : total), 0);
  return sum('later') >= enough.neutral && sum('negative') < final.refusal && accepted < final.acceptance;
}

/**
 * Confidence by the strongest evidence: least weight and confidence. The steps are the shares that were right among
 * replies that the rules had not read before; `npm run accuracy` prints the shares of today.
 */
const steps: ReadonlyArray<readonly [weight: number, confidence: number]> = [
  [3, 0.91],
  [2.5, 0.84],
  [2, 0.76],
  [1.5, 0.66],
];
const least = 0.6;

/** The confidence in a side: more by further evidence, less by what speaks against it. */
function confidence({ evidence }: Scale, side: Side, against: number): number {
  const weights = evidence.filter((item) => item.side === side).map(({ weight }) => weight);
  const strongest = Math.max(...weights);
  const base = steps.find(([weight]) => strongest >= weight)?.[1] ?? least;
  const value = Math.min(0.95, base + 0.03 * (weights.length - 1)) - 0.06 * against;
  return Math.round(100 * Math.max(0.55, value)) / 100;
}
