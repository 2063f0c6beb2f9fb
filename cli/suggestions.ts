import type { Argument, Option } from 'commander';

/** Words that completion offers for a value: a list, files and folders, or the integrations of the configured file. */
export type Suggestion = readonly string[] | 'files' | 'integrations';

const suggestions = new WeakMap<Option | Argument, Suggestion>();

/**
 * Declares what completion offers for a value that the verb itself checks. Commander's own choices would make an unknown
 * name wrong usage (exit code 2), where the verbs promise exit code 1.
 */
export function suggest<Target extends Option | Argument>(target: Target, words: Suggestion): Target {
  suggestions.set(target, words);
  return target;
}

/** The words that completion offers for the value of an option or argument: an empty list where nothing is known. */
export function suggestionOf(target: Option | Argument): Suggestion {
  return suggestions.get(target) ?? target.argChoices ?? [];
}
