import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { compact } from '../lambdas/compact.ts';
import { type ConsentChange, changeOf } from '../lambdas/domain/consent/change.ts';
import { channels } from '../lambdas/domain/consent/signals.ts';
import { mintToken } from '../lambdas/domain/consent/token.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { type Purpose, purposes } from '../lambdas/domain/mail/purposes.ts';
import type { TokenKeys } from '../lambdas/domain/mail/signed-text.ts';
import { env } from '../lambdas/env.ts';
import { type ConsentBackend, checkAddress, connectConsent } from './consent-backend.ts';
import { type ImportOptions, importConsent } from './consent-import.ts';
import { registerConsentReview } from './consent-review.ts';
import { eligibilityLines, historyLine, targetLine, targetStatusOf } from './consent-status.ts';
import { moment } from './option-values.ts';
import { fail, print, printJson, printLines } from './output.ts';

interface CommonOptions {
  readonly tenant?: string;
  readonly json?: boolean;
}

interface SetOptions extends CommonOptions {
  readonly purpose?: string[];
  readonly channel?: string;
  readonly at?: Date;
  readonly reason?: string;
  readonly contact?: string;
}

interface LinkOptions extends CommonOptions {
  readonly list?: string;
  readonly purpose?: string[];
  readonly campaign?: string;
  readonly mailto?: string;
}

interface GetOptions extends CommonOptions {
  readonly channel: string;
}

/** The states that a person can give an address by hand. */
const states: Readonly<Record<string, Pick<ConsentChange, 'signal' | 'rule'>>> = {
  out: { signal: 'unsubscribe' },
  bounced: { signal: 'hard-bounce' },
  in: { signal: 'opt-in' },
  unconfirmed: { signal: 'unconfirmed' },
  lifted: { signal: 'lifted' },
  any: { signal: 'address-rule', rule: 'any' },
  transactional: { signal: 'address-rule', rule: 'transactional' },
  never: { signal: 'address-rule', rule: 'never' },
};

export function registerConsent(program: Command): void {
  const consent = program.command('consent').description('which addresses may get mail, why not, and since when');
  registerGet(consent);
  registerSet(consent);
  registerHistory(consent);
  registerImport(consent);
  registerLink(consent);
  registerConsentReview(consent);
  registerErase(consent);
}

const withCommonOptions = (command: Command): Command =>
  command.option('--tenant <name>', 'default: the only one').option('--json', 'JSON lines');

function registerGet(consent: Command): void {
  withCommonOptions(consent.command('get'))
    .description('whether an address may get mail, and which targets know it')
    .argument('<address>')
    .option('--channel <name>', channels.join(', '), 'email')
    .addHelpText(
      'after',
      '\nExamples:\n  postern consent get lea@example.org\n  postern consent get lea@example.org --json',
    )
    .action((address: string, options: GetOptions) => runGet(address, options).catch(fail));
}

function registerSet(consent: Command): void {
  withCommonOptions(consent.command('set'))
    .description(`set the state of an address by hand: ${Object.keys(states).join(', ')}`)
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
    .action((address: string, state: string, options: SetOptions) => runSet(address, state, options).catch(fail));
}

function registerHistory(consent: Command): void {
  withCommonOptions(consent.command('history'))
    .description('every change of an address, oldest first')
    .argument('<address>')
    .addHelpText('after', '\nExample:\n  postern consent history lea@example.org --json')
    .action((address: string, options: CommonOptions) => runHistory(address, options).catch(fail));
}

function registerImport(consent: Command): void {
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
    .action((file: string, options: ImportOptions) => importConsent(file, options).catch(fail));
}

function registerLink(consent: Command): void {
  withCommonOptions(consent.command('link'))
    .description('make the List-Unsubscribe headers of a mail to an address (RFC 8058)')
    .argument('<addresses...>')
    .option('--list <name>', 'the list that the mail goes to')
    .option('--purpose <names...>', 'the purposes that a click unsubscribes from', ['marketing'])
    .option('--campaign <id>', 'comes back with the click')
    .option('--mailto <address>', 'also for mail clients that only know RFC 2369')
    .addHelpText('after', '\nExample:\n  postern consent link lea@example.org --list newsletter --campaign autumn')
    .action((addresses: string[], options: LinkOptions) => runLink(addresses, options).catch(fail));
}

function registerErase(consent: Command): void {
  withCommonOptions(consent.command('erase'))
    .description('forget the person: the address is deleted, its suppression stays under a keyed hash')
    .argument('<address>')
    .addHelpText('after', '\nExample:\n  postern consent erase lea@example.org')
    .action((address: string, options: CommonOptions) => runErase(address, options).catch(fail));
}

async function runGet(text: string, options: GetOptions): Promise<void> {
  const backend = connectConsent();
  await report(backend, checkAddress(text), await backend.tenantOf(options.tenant), options);
}

async function report(
  backend: ConsentBackend,
  address: string,
  tenant: string,
  { channel, json }: Pick<GetOptions, 'channel' | 'json'>,
): Promise<void> {
  const answer = await backend.ask({ address, tenant, channel });
  const progress = await backend.consent.progress(tenant, await backend.subjectOf(tenant, address));
  const targets = progress.map(targetStatusOf);
  if (json) printJson({ ...answer, targets });
  else printLines([...eligibilityLines(answer), ...targets.map(targetLine)]);
}

async function runSet(text: string, state: string, options: SetOptions): Promise<void> {
  const now = new Date();
  const statement = statementOf(state, options, now);
  const address = checkAddress(text);
  const backend = connectConsent();
  const tenant = await backend.tenantOf(options.tenant);
  const evidence = `${userInfo().username} by the command line`;
  const change = { tenant, address, ...statement, receivedAt: now.toISOString(), source: 'cli' as const, evidence };
  await backend.apply(changeOf(change, await backend.subjectHash()));
  await report(backend, address, tenant, { channel: statement.channel ?? 'email', ...compact({ json: options.json }) });
}

/**
 * The part of a change that the person at the command line states.
 *
 * @throws ConfigError for an unknown state, channel or purpose, and for a time in the future
 */
export function statementOf(
  state: string,
  { purpose, channel: channelName, at, reason, contact }: SetOptions,
  now: Date,
): Pick<ConsentChange, 'signal' | 'rule' | 'at' | 'purposes' | 'channel' | 'reason' | 'contactId'> {
  const signal = Object.hasOwn(states, state) ? states[state] : undefined;
  if (signal === undefined) throw new ConfigError(`found "${state}", wants one of ${Object.keys(states).join(', ')}`);
  if (at !== undefined && at > now)
    throw new ConfigError('--at: what has not been said yet would outrank everything that will be');
  const channel = channels.find((name) => name === channelName);
  if (channelName !== undefined && channel === undefined)
    throw new ConfigError(`--channel: found "${channelName}", wants one of ${channels.join(', ')}`);
  return compact({
    ...signal,
    at: (at ?? now).toISOString(),
    purposes: purpose?.map(purposeOf),
    channel,
    reason,
    contactId: contact,
  });
}

async function runHistory(text: string, { tenant: tenantName, json }: CommonOptions): Promise<void> {
  const backend = connectConsent();
  const tenant = await backend.tenantOf(tenantName);
  const entries = await backend.consent.history(tenant, await backend.subjectOf(tenant, checkAddress(text)));
  if (json) entries.forEach(printJson);
  else printLines(entries.length === 0 ? ['Nothing was ever said of this address.'] : entries.map(historyLine));
}

async function runLink(addresses: readonly string[], options: LinkOptions): Promise<void> {
  const backend = connectConsent();
  const tenant = await backend.tenantOf(options.tenant);
  const keys = await backend.tokenKeys();
  const apiUrl = backend.read(env.apiUrl);
  for (const text of addresses) {
    const address = checkAddress(text);
    const subject = await backend.subjectOf(tenant, address);
    await backend.consent.introduce(tenant, subject, address);
    const { url, headers } = unsubscribeLink(apiUrl, keys, { tenant, subject }, options);
    if (options.json) printJson({ address, url, headers });
    else printLines(Object.entries(headers).map(([name, value]) => `${name}: ${value}`));
  }
}

/**
 * The link by which one address unsubscribes, and the headers that offer it (RFC 2369, RFC 8058).
 *
 * @param apiUrl where the unsubscribe page is
 * @throws ConfigError for an unknown purpose, and for an address that cannot be mailed
 */
export function unsubscribeLink(
  apiUrl: string,
  keys: TokenKeys,
  { tenant, subject }: { readonly tenant: string; readonly subject: string },
  { purpose = ['marketing'], list, campaign, mailto }: LinkOptions,
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  const token = mintToken(
    compact({ kind: 'unsubscribe', tenant, subject, purposes: purpose.map(purposeOf), list, campaign }),
    keys,
  );
  const url = `${apiUrl.replace(/\/$/, '')}/u/${token}`;
  const alternative = mailto === undefined ? '' : `, <mailto:${checkAddress(mailto)}?subject=unsubscribe>`;
  return {
    url,
    headers: { 'List-Unsubscribe': `<${url}>${alternative}`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}

async function runErase(text: string, { tenant: tenantName, json }: CommonOptions): Promise<void> {
  const backend = connectConsent();
  const tenant = await backend.tenantOf(tenantName);
  const address = checkAddress(text);
  await backend.consent.erase(tenant, await backend.subjectOf(tenant, address));
  await backend.forget(tenant, address);
  const { eligible } = await backend.ask({ address, tenant });
  if (json) return printJson({ erased: true, eligible });
  print(
    'The person is forgotten by the consent ledger and by what deliveries remember. What they refused stays refused, under a hash of the address.',
  );
}

function purposeOf(name: string): Purpose {
  const purpose = purposes.find((known) => known === name);
  if (purpose === undefined) throw new ConfigError(`--purpose: found "${name}", wants one of ${purposes.join(', ')}`);
  return purpose;
}
