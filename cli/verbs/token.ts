import { type Command, Option } from 'commander';
import { addressableKinds } from '../../lambdas/domain/configuration/tagged-address.ts';
import { lazy } from '../lazy.ts';
import { suggest } from '../suggestions.ts';

export function describeToken(token: Command): void {
  for (const kind of addressableKinds)
    token
      .command(kind)
      .description(
        `print the address that names a ${kind}; everybody who has it may write to the ${kind}. Exit code 1: there is none`,
      )
      .argument('<id>', kind === 'thread' ? 'a name that you choose for a conversation' : `the CRM's id of the ${kind}`)
      .addOption(
        suggest(new Option('--integration <key>', 'default: the only one that has such an address'), 'integrations'),
      )
      .option('--json', 'one JSON line')
      .addHelpText(
        'after',
        `\nExamples:\n  postern token ${kind} 12345\n  postern token ${kind} 12345 --integration sales`,
      )
      .action(lazy(async () => (await import('../token.ts')).runToken.bind(undefined, kind)));
  token
    .command('bounce')
    .description('print the envelope sender for mail to an address, so that its bounces count')
    .argument('<address>', 'the recipient of the mail')
    .addOption(
      suggest(new Option('--integration <key>', 'default: the only one that has such an address'), 'integrations'),
    )
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nThis needs an address pattern such as bounce@inbound.acme.com. The address holds a hash of the recipient, not their address.\n\nExample:\n  postern token bounce lea@example.org',
    )
    .action(lazy(async () => (await import('../token.ts')).runReturnPath));
}
