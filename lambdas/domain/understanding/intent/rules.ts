import type { Concept } from './concepts.ts';
import type { Clause } from './read-clauses.ts';

/** The statement that a rule supports. `problem` is a trouble with something else than the offer. */
export type Side = 'opt-out' | 'negative' | 'positive' | 'later' | 'neutral' | 'problem';

/** A rule about one clause. */
interface Rule {
  readonly id: string;
  readonly side: Side;
  /** The force of the rule: 1 for a hint, 2 for a plain sign, 3 for a statement that can mean nothing else. */
  readonly weight: number;
  /** Most words that the clause may have. */
  readonly maxLength: number;
  /** Most words in it that no vocabulary knows. */
  readonly maxUnknown: number;
  /** Whether it holds in a question. A refusal or an opt-out in a question is none. */
  readonly questions: 'never' | 'also';
  readonly conditions: readonly Condition[];
}

interface Condition {
  readonly concepts: readonly Concept[];
  readonly sign: 'affirmed' | 'negated' | 'either' | 'absent';
}

/**
 * The rules: id, weight and conditions. `a|b` wants any of the meanings; `-a` wants it negated, `~a` either way, `!a`
 * wants none of it in the clause; `#3` wants a clause of at most three words, `?0` one without an unknown word.
 */
const optOut: Definitions = [
  ['asks-no-more-mail', 3, 'says-opt-out'],
  ['unsubscribe', 3, 'unsubscribe !they !how !why !past !thing'],
  ['unsubscribe-how', 2, 'unsubscribe how i|me !they !thing !info !past', 'also'],
  ['unsubscribe-how', 2.5, 'way-out !they !take !remove', 'also'],
  ['unsubscribe-how', 2.5, 'way-out take|remove me|data|receive !they !thing', 'also'],
  ['unsubscribe-how', 2, 'way-out take|remove !they !thing !problem ?0'],
  ['unsubscribe-how', 2, 'stop receive how !why', 'also'],
  ['unsubscribe-how', 2, '-receive more how !why', 'also'],
  ['remove-me', 3, 'remove me|data list !other-list !thing !they !how !why !change'],
  ['remove-me', 3, 'remove me !list !other-list !thing !order !meet !info !they !how !why'],
  ['remove-me', 2.5, 'remove list off !other-list !thing !order !they !how !why #4 ?0'],
  ['remove-data', 3, 'remove data my|me|list !change !other-list !thing !order !they !how !why'],
  ['remove-data', 3, 'remove info me !they !thing !order !how !why'],
  ['remove-data', 2, 'remove my mail !other-list !thing !order'],
  ['remove-data', 2, 'remove data please !change !other-list !thing !order'],
  ['take-me-off', 3, 'take data off list !other-list !thing !they !change'],
  ['take-me-off', 3, 'take me off !other-list !thing !meet'],
  ['stop-mail', 3, 'stop contact|mail|ads|receive !they !other-list !how !why !thing !order !problem'],
  ['stop-mail', 2, 'stop subscription|consent'],
  ['no-contact', 3, '-contact me !info !order !price !past !thing !problem'],
  ['no-contact', 3, '-contact more !i !info !order !price !past !thing !problem'],
  ['no-contact', 3, '-contact more please|want|ensure|mail|ads|you !info !order !price !past !thing !problem'],
  ['no-contact', 2.5, '-contact mail|ads !info !order !price !past !thing !i !problem'],
  ['no-contact', 2, '-contact please !info !order !price !past !thing !problem'],
  ['no-mail-wanted', 3, '-want ~receive|mail|ads|contact !info !order !price !past'],
  ['no-mail-wanted', 3, '-want ~ads|mail !past !thing !info'],
  ['no-mail-wanted', 3, '-want ~ads !past !thing'],
  ['no-mail-wanted', 3, 'want -mail|ads !past !thing !info'],
  ['no-mail-wanted', 3, '-want ~list !other-list !thing !order !past !info !price !remove !unsubscribe !take'],
  ['no-mail-wanted', 2, '-need|interest mail|ads'],
  ['no-contact', 2.5, '-contact want !info !order !price !past !thing'],
  ['no-ads-here', 3, '-agree|want|consent ads|mail'],
  ['no-ads-here', 2.5, '-ads data|list !receive !past'],
  ['bare-stop', 2, 'stop !contact !meet !order !thing !problem #3'],
  ['no-receipt-wanted', 2.5, '-receive more|ads|mail please|ensure|want|that !past !problem'],
  ['no-more-mail', 3, '-mail|ads more !receive !past !problem !thing'],
  ['no-more-mail', 2, '-mail|ads please !receive !past !problem !contact'],
  ['no-consent', 3, '-consent ~mail|ads|data|receive|contact|use|more'],
  ['withdraws-consent', 3, 'cancel|remove|stop|decline consent'],
  ['objects', 3, 'object ads|mail|data|contact|consent'],
  ['ends-subscription', 2.5, 'cancel|remove|stop|decline|take subscription !order'],
  ['ends-subscription', 2.5, 'cancel|decline mail|ads !meet'],
];

const negative: Definitions = [
  ['says-no', 3, 'says-no'],
  ['no-yes', 2.5, '-says-yes'],
  ['no-interest', 3, '-interest'],
  ['no-need', 2.5, '-need'],
  ['no-use', 2.5, '-use'],
  ['no-fit', 3, '-fit'],
  ['no-budget', 3, '-budget'],
  ['no-wish', 2, '-want !receive !contact'],
  ['no-praise', 1.5, '-good|love'],
  ['no-agreement', 2.5, '-agree|yes'],
  ['no-continuation', 3, '-continue'],
  ['doubts', 1.5, '-believe !problem !object'],
  ['fine', 2, 'alone-no #5'],
  ['tried', 1, 'tried'],
  ['failed', 1.2, 'failed'],
  ['no-order', 2, '-order|start'],
  ['declines', 3, 'decline !cancel'],
  ['declines', 3, 'decline cancel !meet !day'],
  ['other-vendor', 3, 'rival choose|have|stay|use|already|continue|satisfied'],
  ['other-vendor', 1.5, 'rival'],
  ['other-vendor', 2.5, 'other choose !meet !later'],
  ['has-supplier', 3, 'supplier already|stay|satisfied'],
  ['has-supplier', 2.5, 'supplier have !they !you'],
  ['has-it-already', 2.5, 'already have|use !receive !mail !order !info'],
  ['satisfied', 2.5, 'satisfied'],
  ['stays', 2.5, 'stay !order !day'],
  ['wants-no-change', 2.5, '-change !thing !contact !problem !data'],
  ['too-expensive', 3, 'expensive too'],
  ['expensive', 1.5, 'expensive !too'],
  ['cancels', 3, 'cancel order|start|continue'],
  ['cancels', 2, 'cancel !meet !order !start !continue !decline'],
];

const positive: Definitions = [
  ['says-yes', 3, 'says-yes', 'also'],
  ['no-objection', 3, '-object'],
  ['cannot-refuse', 3, '-decline'],
  ['no-obstacle', 3, '-problem price|expensive|budget'],
  ['exclaims', 2.5, 'alone-yes #3'],
  ['agrees', 2.5, 'agree', 'also'],
  ['interest', 2.5, 'interest'],
  ['yes', 1.5, 'yes'],
  ['would-love', 2, 'love', 'also'],
  ['praise', 1.2, 'good'],
  ['fits', 1.5, 'fit !can !refer !problem !choose'],
  ['available', 1.5, 'available !other-list !remove !unsubscribe', 'also'],
  ['proposes-day', 1.5, 'day meet|good|available|how|can|yes !remove !unsubscribe !order !cancel', 'also'],
  ['proposes-day', 1.5, 'day #5', 'also'],
  ['goes-ahead', 2, 'continue !rival !supplier !stay !satisfied !problem !have !cancel'],
  ['asks-price', 2.5, 'price how|ask|please|want|can|contact|meet|info !remove', 'also'],
  ['orders', 2.5, 'order i|want|please|can|how|agree|yes !problem !remove !refer', 'also'],
  ['starts', 2, 'start want|can|please|you|i', 'also'],
  ['not-expensive', 1.2, '-expensive'],
];

/** Wishes that a person with a trouble has, too. */
const soft: Definitions = [
  ['asks-to-meet', 1.8, 'meet !past !cancel', 'also'],
  ['asks-for-information', 1.8, 'info want|please|can|contact|you|love|receive', 'also'],
];

const later: Definitions = [
  ['later', 2, 'later', 'also'],
  ['not-now', 2, 'not now !interest !need !budget !fit !use !agree', 'also'],
  ['says-later', 2.5, 'says-later', 'also'],
  ['busy', 1.5, 'busy'],
  ['speak-again', 2, 'meet more !problem !info', 'also'],
  ['until-then', 2, 'until month', 'also'],
];

const neutral: Definitions = [
  ['neutral', 2, 'says-neutral', 'also'],
  ['refers', 2, 'refer', 'also'],
  ['thinks-it-over', 2, 'think', 'also'],
  ['undecided', 2, '-choose', 'also'],
  ['acknowledges', 1, 'acknowledge'],
  ['keeps-the-mail', 4, '-unsubscribe|remove|take|stop me|list|mail|ads|contact|subscription', 'also'],
  ['keeps-the-mail', 4, '-unsubscribe|says-opt-out', 'also'],
  ['for-others', 2, 'unsubscribe|remove they', 'also'],
  ['removes-a-thing', 2, 'remove thing|order|other-list', 'also'],
  ['removes-a-thing', 2, 'take thing|other-list off', 'also'],
  ['cancels-a-meeting', 2, 'cancel meet !order !start !continue', 'also'],
  ['cancels-a-meeting', 2, 'cancel decline day !meet', 'also'],
];

const problem: Definitions = [
  ['problem', 2, 'problem', 'also'],
  ['not-received', 2, '-receive yet|past', 'also'],
  ['not-received', 2, '-available|can use|start|receive yet', 'also'],
];

type Definitions = ReadonlyArray<readonly [id: string, weight: number, conditions: string, questions?: 'also']>;

const signs: Readonly<Record<string, Condition['sign']>> = { '-': 'negated', '~': 'either', '!': 'absent' };

function conditionOf(text: string): Condition {
  const sign = signs[text[0]!];
  const names = sign === undefined ? text : text.slice(1);
  return { sign: sign ?? 'affirmed', concepts: names.split('|') as Concept[] };
}

/** The number behind a mark in the conditions of a rule; without the mark there is no limit. */
const numberBehind = (mark: string, conditions: string): number =>
  Number(new RegExp(`${RegExp.escape(mark)}(\\d+)`).exec(conditions)?.[1] ?? Number.POSITIVE_INFINITY);

const define = (side: Side, definitions: Definitions): readonly Rule[] =>
  definitions.map(
    ([id, weight, conditions, questions]): Rule => ({
      id,
      side,
      weight,
      questions: questions ?? 'never',
      maxLength: numberBehind('#', conditions),
      maxUnknown: numberBehind('?', conditions),
      conditions: conditions
        .replace(/ [#?]\d+/g, '')
        .split(' ')
        .map(conditionOf),
    }),
  );

/** All rules, in the order in which their reasons are listed. */
export const rules: readonly Rule[] = [
  ...define('opt-out', optOut),
  ...define('negative', negative),
  ...define('positive', positive),
  ...define('positive', soft),
  ...define('later', later),
  ...define('neutral', neutral),
  ...define('problem', problem),
];

/** Rules of an acceptance, which a later date does not make a postponement. */
export const commitments: ReadonlySet<string> = new Set(['says-yes', 'no-objection', 'agrees', 'orders', 'exclaims']);

/** Rules that a trouble explains as well. */
export const softRules: ReadonlySet<string> = new Set(soft.map(([id]) => id));

/** Rules by a meaning that each of them needs, so that a clause is compared with few. */
const byConcept = new Map<Concept, Rule[]>();
for (const rule of rules) {
  const needed = rule.conditions.find(({ sign }) => sign !== 'absent')?.concepts ?? [];
  for (const concept of needed) byConcept.set(concept, [...(byConcept.get(concept) ?? []), rule]);
}

/** The rules that hold of a clause, in any order. */
export function rulesOf(clause: Clause): ReadonlySet<Rule> {
  const found = new Set<Rule>();
  for (const concepts of [clause.affirmed, clause.negated])
    for (const concept of concepts)
      for (const rule of byConcept.get(concept) ?? []) if (!found.has(rule) && holds(rule, clause)) found.add(rule);
  return found;
}

const holds = (rule: Rule, clause: Clause): boolean =>
  (!clause.isQuestion || rule.questions === 'also') &&
  clause.length <= rule.maxLength &&
  clause.unknown <= rule.maxUnknown &&
  rule.conditions.every((condition) => isMet(condition, clause));

function isMet({ concepts, sign }: Condition, { affirmed, negated }: Clause): boolean {
  const inAffirmed = sign !== 'negated' && concepts.some((concept) => affirmed.has(concept));
  const inNegated = sign !== 'affirmed' && concepts.some((concept) => negated.has(concept));
  return sign === 'absent' ? !inAffirmed && !inNegated : inAffirmed || inNegated;
}
