import { Argument, type Command } from 'commander';
import { lazy } from '../lazy.ts';
import { suggest } from '../suggestions.ts';

/** Secrets whose keys we make: listed here as well, so that help and completion load no more. */
const names = ['token-keys', 'api-keys', 'hook'] as const;

export function describeSecret(secret: Command): void {
  const common = (command: Command): Command =>
    command
      .addArgument(suggest(new Argument('<name>', names.join(', ')), [...names]))
      .option('--field <name>', 'of api-keys: all, or a tenant (default: all); of hook: the field of the connection')
      .option('--dry-run', 'only show what would change')
      .option('--json', 'one JSON line, without any key');
  common(secret.command('rotate'))
    .description(
      'make a new key beside the old one, which goes on working until it is retired; exit code 1 when it must wait',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  postern secret rotate token-keys       once to add a key, and ten minutes later to sign with it' +
        '\n  postern secret rotate api-keys --field acme\n  postern secret rotate hook --field orders',
    )
    .action(lazy(async () => (await import('../secrets/secret.ts')).runRotate));
  common(secret.command('retire'))
    .option('--early', 'of token-keys: also while links in mail of the last 60 days need them')
    .description('take old keys out; exit code 1 when there are none, or they are still needed')
    .addHelpText(
      'after',
      '\nExamples:\n  postern secret retire token-keys\n  postern secret retire api-keys --field acme',
    )
    .action(lazy(async () => (await import('../secrets/secret.ts')).runRetire));
}
