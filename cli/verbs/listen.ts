import { type Command, Option } from 'commander';
import { withApi } from '../api/api-options.ts';
import { lazy } from '../lazy.ts';
import { wholeNumber } from '../option-values.ts';
import { withEventFilter } from './tail.ts';

/** Events behind one with more attempts would wait for two hours and more. */
const mostRetries = 100;

export function describeListen(verb: Command): void {
  withEventFilter(
    withApi(verb).requiredOption('--forward-to <url>', 'address of your server: http to this machine, or https'),
  )
    .option(
      '--secret <secret>',
      'whsec_… or whsk_… that signs; default: POSTERN_WEBHOOK_SECRET, else a secret of this folder, which is printed',
    )
    .addOption(
      new Option('--retry <count>', 'further attempts after a failure, after 1, 2, 4 and at most 60 seconds')
        .argParser(wholeNumber(0, mostRetries))
        .default(0),
    )
    .option('--json', 'one JSON line an attempt')
    .addHelpText(
      'after',
      '\nExamples:\n  postern listen --forward-to http://localhost:3000/hook\n' +
        '  postern listen --forward-to http://localhost:3000/hook --since 1h --retry 3\n' +
        '\nEach request is signed by Standard Webhooks and by RFC 9421 (docs/webhooks.md). On a terminal the key r delivers\n' +
        'the last event again. The API key wants the scope events:read.',
    )
    .action(lazy(async () => (await import('../listen.ts')).runListen));
}
