import type { Command, Option } from 'commander';
import { compact } from '../lambdas/compact.ts';
import { type Suggestion, suggestionOf } from './suggestions.ts';

/** An option as completion offers it. */
export interface CompletedOption {
  /** As a person types them, such as `-h` and `--help`. */
  readonly names: readonly string[];
  readonly description: string;
  /** The words for its value; absent for an option that takes none. */
  readonly value?: Suggestion;
}

/** A verb as completion offers it. */
export interface CompletedVerb {
  /** The words that call it, as in `consent get`; empty for the program itself. */
  readonly call: string;
  /** The verbs below it. */
  readonly verbs: ReadonlyArray<{ readonly name: string; readonly description: string }>;
  readonly options: readonly CompletedOption[];
  /** The words for its arguments, whichever comes first. */
  readonly words: readonly Suggestion[];
}

/** All that completion needs to know of the program and its verbs, the help included. */
export function completedVerbs(command: Command, call = ''): CompletedVerb[] {
  const help = command.createHelp();
  const verbs = help.visibleCommands(command);
  const own: CompletedVerb = {
    call,
    verbs: verbs.map((verb) => ({ name: verb.name(), description: firstClause(verb.description()) })),
    options: help.visibleOptions(command).map(completedOption),
    words: command.registeredArguments.map(suggestionOf),
  };
  const below = verbs.flatMap((verb) => {
    const words = `${call} ${verb.name()}`.trim();
    return verb.name() === 'help' ? [helpOf(own, words)] : completedVerbs(verb, words);
  });
  return [own, ...below];
}

const completedOption = (option: Option): CompletedOption => ({
  names: [option.short, option.long].filter((name) => name !== undefined),
  description: firstClause(option.description),
  ...compact({ value: option.required || option.optional ? suggestionOf(option) : undefined }),
});

/** The verb `help` takes the name of any other verb. */
const helpOf = ({ verbs }: CompletedVerb, call: string): CompletedVerb => ({
  call,
  verbs: [],
  options: [],
  words: [verbs.map(({ name }) => name).filter((name) => name !== 'help')],
});

/** The beginning of a description: a shell shows it in one line. */
const firstClause = (description: string): string => description.split(/[;.] /, 1)[0]!;
