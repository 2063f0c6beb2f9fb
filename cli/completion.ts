import type { Command } from 'commander';
import { completedVerbs } from './completed-verbs.ts';
import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { zshCompletion } from './completion-zsh.ts';
import { printLines } from './output.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/**
 * Prints the completion script of a shell, made of the program's own verbs, or the words that the scripts ask for.
 *
 * @param command the verb `completion` of the program
 */
export async function runCompletion(
  what: keyof typeof scripts | 'integrations',
  _options: object,
  command: Command,
): Promise<void> {
  if (what !== 'integrations') {
    process.stdout.write(scripts[what](completedVerbs(command.parent!)));
    return;
  }
  // YAML is not loaded for the scripts.
  const { integrationKeys } = await import('./integration-keys.ts');
  printLines(integrationKeys());
}
