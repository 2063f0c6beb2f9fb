import { Argument, type Command } from 'commander';
import { lazy } from '../lazy.ts';
import { suggest } from '../suggestions.ts';

export function describeScrub(verb: Command): void {
  verb
    .addArgument(suggest(new Argument('<paths...>', '.eml files, folders or mbox files'), 'files'))
    .requiredOption('--out <folder>', 'an empty or new folder for the mails, one file each')
    .option('--key-file <file>', 'key of the stand-ins, made where it is absent; default: a key that nobody keeps')
    .option('--keep-domain <domain...>', 'domains that stay as they are')
    .option('--all-words', 'replace every word of the texts, and not only the names that the mails have')
    .option('--json', 'JSON lines: one for each mail that is left out, and the sums')
    .addHelpText(
      'after',
      '\nExamples:\n  postern scrub archive/ --out safe/\n  postern scrub mails.mbox --out safe/ --all-words\n' +
        '  postern scrub today/ --out safe-today/ --key-file scrub.key --keep-domain partner.example\n' +
        '  postern send safe/ --wait        (then through the pipeline)',
    )
    .action(lazy(async () => (await import('../scrub.ts')).runScrub));
}
