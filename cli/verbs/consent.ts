import { Argument, type Command, Option } from 'commander';
import { channels } from '../../lambdas/domain/consent/signals.ts';
import { purposes } from '../../lambdas/domain/mail/purposes.ts';
import { consentStates, importSignals } from '../consent-states.ts';
import { lazy } from '../lazy.ts';
import { withMasked } from '../masking.ts';
import { moment } from '../option-values.ts';
import { suggest } from '../suggestions.ts';
import { describeConsentReview } from './consent-review.ts';

export function describeConsent(consent: Command): void {
  describeGet(consent);
  describeSet(consent);
  describeHistory(consent);
  describeImport(consent);
  describeLink(consent);
  describeConsentReview(consent);
  describeErase(consent);
}

const withCommonOptions = (command: Command): Command =>
  command.option('--tenant <name>', 'default: the only one').option('--json', 'JSON lines');

function describeGet(consent: Command): void {
  withMasked(withCommonOptions(consent.command('get')))
    .description('whether an address may get mail, and which targets know it')
    .argument('<address>')
    .addOption(suggest(new Option('--channel <name>', channels.join(', ')).default('email'), channels))
    .addHelpText(
      'after',
      '\nExamples:\n  postern consent get lea@example.org\n  postern consent get lea@example.org --json',
    )
    .action(lazy(async () => (await import('../consent.ts')).runGet));
}

function describeSet(consent: Command): void {
  withCommonOptions(consent.command('set'))
    .description(`set the state of an address by hand: ${Object.keys(consentStates).join(', ')}`)
    .argument('<address>')
    .addArgument(suggest(new Argument('<state>'), Object.keys(consentStates)))
    .addOption(
      suggest(
        new Option(
          '--purpose <names...>',
          `${purposes.join(', ')}; default: marketing and sales for out, marketing for in`,
        ),
        purposes,
      ),
    )
    .addOption(suggest(new Option('--channel <name>', channels.join(', ')), channels))
    .option('--at <time>', 'when the person or their mail server stated it; default: now', moment)
    .option('--reason <text>', 'a few words for the history')
    .option('--contact <id>', 'the person behind the address: the statement holds for all their addresses')
    .addHelpText(
      'after',
      '\nExamples:\n  postern consent set lea@example.org out --purpose marketing\n  postern consent set lea@example.org lifted --reason "called, mailbox works"\n  postern consent set lea@example.org any --contact 4711',
    )
    .action(lazy(async () => (await import('../consent.ts')).runSet));
}

function describeHistory(consent: Command): void {
  withMasked(withCommonOptions(consent.command('history')))
    .description('every change of an address, oldest first')
    .argument('<address>')
    .addHelpText('after', '\nExample:\n  postern consent history lea@example.org --json')
    .action(lazy(async () => (await import('../consent.ts')).runHistory));
}

function describeImport(consent: Command): void {
  withCommonOptions(consent.command('import'))
    .description('take over opt-ins, opt-outs or bounces of an older system from a CSV file')
    .addArgument(
      suggest(
        new Argument('<file>', 'with a header: address, and optionally purpose, at, source; - for standard input'),
        'files',
      ),
    )
    .addOption(
      suggest(
        new Option(
          '--as <state>',
          'grandfathered (count as a yes), unconfirmed (count as none until confirmed), out, bounced',
        ).makeOptionMandatory(),
        Object.keys(importSignals),
      ),
    )
    .addOption(suggest(new Option('--purpose <name>', 'for rows that name none').default('marketing'), purposes))
    .addHelpText(
      'after',
      '\nA row without a time counts as older than everything else, so that no import undoes an opt-out.\n\nExamples:\n  postern consent import subscribers.csv --as grandfathered\n  postern consent import left.csv --as out',
    )
    .action(lazy(async () => (await import('../consent-import.ts')).importConsent));
}

function describeLink(consent: Command): void {
  withCommonOptions(consent.command('link'))
    .description('make the List-Unsubscribe headers of a mail to an address (RFC 8058)')
    .argument('<addresses...>')
    .option('--list <name>', 'the list that the mail goes to')
    .addOption(
      suggest(
        new Option('--purpose <names...>', 'the purposes that a click unsubscribes from').default(['marketing']),
        purposes,
      ),
    )
    .option('--campaign <id>', 'comes back with the click')
    .option('--mailto <address>', 'also for mail clients that only know RFC 2369')
    .addHelpText('after', '\nExample:\n  postern consent link lea@example.org --list newsletter --campaign autumn')
    .action(lazy(async () => (await import('../consent.ts')).runLink));
}

function describeErase(consent: Command): void {
  withCommonOptions(consent.command('erase'))
    .description('forget the person: the address is deleted, its suppression stays under a keyed hash')
    .argument('<address>')
    .option('--dry-run', 'show what is known, and erase nothing')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      '\nExamples:\n  postern consent erase lea@example.org --dry-run\n  postern consent erase lea@example.org --yes',
    )
    .action(lazy(async () => (await import('../consent-erase.ts')).runErase));
}
