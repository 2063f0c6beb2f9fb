import type { Command } from 'commander';
import { channels } from '../../lambdas/domain/consent/signals.ts';
import { purposes } from '../../lambdas/domain/mail/purposes.ts';
import { consentStates } from '../consent-states.ts';
import { lazy } from '../lazy.ts';
import { moment } from '../option-values.ts';
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
  withCommonOptions(consent.command('get'))
    .description('whether an address may get mail, and which targets know it')
    .argument('<address>')
    .option('--channel <name>', channels.join(', '), 'email')
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
    .argument('<state>')
    .option('--purpose <names...>', `${purposes.join(', ')}; default: marketing and sales for out, marketing for in`)
    .option('--channel <name>', channels.join(', '))
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
  withCommonOptions(consent.command('history'))
    .description('every change of an address, oldest first')
    .argument('<address>')
    .addHelpText('after', '\nExample:\n  postern consent history lea@example.org --json')
    .action(lazy(async () => (await import('../consent.ts')).runHistory));
}

function describeImport(consent: Command): void {
  withCommonOptions(consent.command('import'))
    .description('take over opt-ins, opt-outs or bounces of an older system from a CSV file')
    .argument('<file>', 'with a header: address, and optionally purpose, at, source; - for standard input')
    .requiredOption(
      '--as <state>',
      'grandfathered (count as a yes), unconfirmed (count as none until confirmed), out, bounced',
    )
    .option('--purpose <name>', 'for rows that name none', 'marketing')
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
    .option('--purpose <names...>', 'the purposes that a click unsubscribes from', ['marketing'])
    .option('--campaign <id>', 'comes back with the click')
    .option('--mailto <address>', 'also for mail clients that only know RFC 2369')
    .addHelpText('after', '\nExample:\n  postern consent link lea@example.org --list newsletter --campaign autumn')
    .action(lazy(async () => (await import('../consent.ts')).runLink));
}

function describeErase(consent: Command): void {
  withCommonOptions(consent.command('erase'))
    .description('forget the person: the address is deleted, its suppression stays under a keyed hash')
    .argument('<address>')
    .addHelpText('after', '\nExample:\n  postern consent erase lea@example.org')
    .action(lazy(async () => (await import('../consent.ts')).runErase));
}
