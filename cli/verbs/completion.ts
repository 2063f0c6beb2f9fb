import { Argument, type Command } from 'commander';
import { lazy } from '../lazy.ts';

export function describeCompletion(verb: Command): void {
  verb
    .addArgument(
      new Argument(
        '<what>',
        'a shell, or integrations: the keys in the configured file, which the scripts ask for',
      ).choices(['bash', 'zsh', 'fish', 'integrations']),
    )
    .addHelpText(
      'after',
      `
Installing it, once for each shell:
  bash  echo 'source <(postern completion bash)' >> ~/.bashrc
  zsh   echo 'source <(postern completion zsh)' >> ~/.zshrc   after the line with compinit
  fish  postern completion fish > ~/.config/fish/completions/postern.fish

Where postern is not on the path but npx finds it, make it a command first, in the same file:
  bash, zsh  postern() { npx postern "$@"; }
  fish       function postern; npx postern $argv; end

Examples:
  postern completion bash
  postern completion integrations`,
    )
    .action(lazy(async () => (await import('../completion.ts')).runCompletion));
}
