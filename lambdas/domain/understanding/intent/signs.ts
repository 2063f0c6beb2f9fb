import { type Concept, negatable } from './concepts.ts';

/** Meanings by which the clauses of a sentence are found. */
const structural = [
  ...(['not', 'please', 'can', 'want', 'ensure', 'that', 'but', 'however', 'although', 'if', 'because'] as const),
  ...(['and', 'remove', 'data', 'me', 'other-list', 'notice', 'i', 'failed'] as const),
];

/** A meaning that matters to the structure of a sentence, or a property of some meanings. */
type Sign = (typeof structural)[number] | 'negatable' | 'states';

/** The bit of each sign. Whether a whole sentence has a sign is then one operation, and most sentences have few. */
export const sign = Object.fromEntries(
  [...structural, 'negatable', 'states'].map((name, place) => [name, 1 << place]),
) as Readonly<Record<Sign, number>>;

/** Nouns, which state nothing alone. */
const nouns: ReadonlySet<Concept> = new Set<Concept>([
  'mail',
  'ads',
  'data',
  'price',
  'info',
  'budget',
  'subscription',
]);

/** The signs of some meanings, as bits. */
export function signsOf(concepts: readonly Concept[]): number {
  let signs = 0;
  for (const concept of concepts) {
    if (Object.hasOwn(sign, concept)) signs |= sign[concept as Sign];
    if (negatable.has(concept)) signs |= nouns.has(concept) ? sign.negatable : sign.negatable | sign.states;
  }
  return signs;
}
