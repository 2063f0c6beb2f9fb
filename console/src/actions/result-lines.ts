/** One line of an answer: a name in words and a value. */
interface ResultLine {
  readonly name: string;
  readonly value: string;
}

/** `wouldReplay` as `would replay`. */
const wordsOf = (name: string): string => name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  return Array.isArray(value) ? String(value.length) : undefined;
};

/** The figures of an answer for people: numbers, texts, and the lengths of lists. */
export const linesOf = (answer: object): readonly ResultLine[] =>
  Object.entries(answer).flatMap(([name, value]) => {
    const text = name === 'dryRun' ? undefined : textOf(value);
    return text === undefined ? [] : [{ name: wordsOf(name), value: text }];
  });
