import type { Command } from 'commander';

/** Every verb below a command, by the words that call it, as in `consent get`. */
export function verbsOf(command: Command, call = ''): Array<[string, Command]> {
  return command.commands.flatMap((verb): Array<[string, Command]> => {
    const path = `${call} ${verb.name()}`.trim();
    return [[path, verb], ...verbsOf(verb, path)];
  });
}

/** The text that `--help` prints. */
export function helpOf(verb: Command): string {
  let help = '';
  verb.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

/** The long options of each verb that does something, by the words that call the verb. */
export function optionsOf(program: Command): Record<string, string[]> {
  // A verb with options does something, even if there are verbs below it.
  const leaves = verbsOf(program).filter(([, verb]) => verb.commands.length === 0 || verb.options.length > 0);
  return Object.fromEntries(leaves.map(([call, verb]) => [call, verb.options.map(({ long }) => long ?? '')]));
}
