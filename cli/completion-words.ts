import type { CompletedVerb } from './completed-verbs.ts';
import type { Suggestion } from './suggestions.ts';

/** The call of the command line that prints the keys of the integrations, for the scripts. */
export const keysCall = 'completion integrations';

/** The words that several suggestions offer together. */
export function wordsOf(suggestions: readonly Suggestion[]): {
  readonly list: readonly string[];
  readonly files: boolean;
  readonly integrations: boolean;
} {
  return {
    list: suggestions.flatMap((words) => (typeof words === 'string' ? [] : words)),
    files: suggestions.includes('files'),
    integrations: suggestions.includes('integrations'),
  };
}

/** A text in single quotes, as bash and zsh read it. */
export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * The commands that offer words for the values of options, each with the calls and options that it is for, as patterns of
 * bash and zsh.
 *
 * @param offer the command that offers these words
 */
export function valuesOf(
  verbs: readonly CompletedVerb[],
  offer: (suggestions: readonly Suggestion[]) => string,
): Array<readonly [patterns: readonly string[], command: string]> {
  const values = verbs.flatMap(({ call, options }) =>
    options.flatMap(({ names, value }) =>
      value === undefined ? [] : names.map((name) => ({ pattern: quote(`${call} ${name}`), command: offer([value]) })),
    ),
  );
  const byCommand = Map.groupBy(values, ({ command }) => command);
  return [...byCommand].map(([command, group]) => [group.map(({ pattern }) => pattern), command]);
}
