import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { compact } from '../lambdas/compact.ts';
import type { EligibilityAnswer } from '../lambdas/domain/consent/ask-eligibility.ts';
import { type ConsentChange, changeOf } from '../lambdas/domain/consent/change.ts';
import { channels } from '../lambdas/domain/consent/signals.ts';
import { mintToken } from '../lambdas/domain/consent/token.ts';
import type { SuppressionProof } from '../lambdas/domain/crm/suppression-target.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { type Purpose, purposes } from '../lambdas/domain/mail/purposes.ts';
import { env } from '../lambdas/env.ts';
import { checkAddress, connectConsent } from './consent-backend.ts';
import { type ImportOptions, importConsent } from './consent-import.ts';
import { registerConsentReview } from './consent-review.ts';
import { moment } from './option-values.ts';
import { fail, print, printJson } from './output.ts';

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

/** What somebody can say of an address by hand. */
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
  const consent = program.command('consent').description('who may be written to, why not, and since when');
  const common = (command: Command): Command =>
    command.option('--tenant <name>', 'default: the only one').option('--json', 'JSON lines');

  common(consent.command('get'))
    .description('whether an address may be written to, and who has been told')
    .argument('<address>')
    .option('--channel <name>', channels.join(', '), 'email')
    .addHelpText(
      'after',
      '\nExamples:\n  postern consent get lea@example.org\n  postern consent get lea@example.org --json',
    )
    .action((address: string, options: CommonOptions & { channel: string }) => get(address, options).catch(fail));

  common(consent.command('set'))
    .description(`say something of an address by hand: ${Object.keys(states).join(', ')}`)
    .argument('<address>')
    .argument('<state>')
    .option('--purpose <names...>', `${purposes.join(', ')}; default: marketing and sales for out, marketing for in`)
    .option('--channel <name>', channels.join(', '))
    .option('--at <time>', 'when it was said; default: now', moment)
    .option('--reason <text>', 'a few words for the history')
    .option('--contact <id>', 'the person behind the address: what they say holds for all their addresses')
    .addHelpText(
      'after',
      '\nExamples:\n  postern consent set lea@example.org out --purpose marketing\n  postern consent set lea@example.org lifted --reason "called, mailbox works"\n  postern consent set lea@example.org any --contact 4711',
    )
    .action((address: string, state: string, options: SetOptions) => set(address, state, options).catch(fail));

  common(consent.command('history'))
    .description('everything that was ever said of an address, oldest first')
    .argument('<address>')
    .addHelpText('after', '\nExample:\n  postern consent history lea@example.org --json')
    .action((address: string, options: CommonOptions) => history(address, options).catch(fail));

  common(consent.command('import'))
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

  common(consent.command('link'))
    .description('mint the List-Unsubscribe headers of a mail to an address (RFC 8058)')
    .argument('<addresses...>')
    .option('--list <name>', 'the list that the mail goes to')
    .option('--purpose <names...>', 'what a click leaves', ['marketing'])
    .option('--campaign <id>', 'comes back with the click')
    .option('--mailto <address>', 'also for mail clients that only know RFC 2369')
    .addHelpText('after', '\nExample:\n  postern consent link lea@example.org --list newsletter --campaign autumn')
    .action((addresses: string[], options: LinkOptions) => link(addresses, options).catch(fail));

  registerConsentReview(consent);

  common(consent.command('erase'))
    .description('forget the person: the address goes, its suppression stays under a keyed hash')
    .argument('<address>')
    .addHelpText('after', '\nExample:\n  postern consent erase lea@example.org')
    .action((address: string, options: CommonOptions) => erase(address, options).catch(fail));
}

async function get(text: string, { tenant: named, channel, json }: CommonOptions & { channel: string }): Promise<void> {
  const backend = connectConsent();
  const address = checkAddress(text);
  const answer = await backend.ask({ address, tenant: await backend.tenantOf(named), channel });
  const told = await backend.consent.progress(answer.tenant, await backend.subjectOf(answer.tenant, address));
  const targets = told.map(({ target, receivedAt, verifiedAt, proof, reason }) =>
    compact({
      target,
      state: stateOf(receivedAt, proof),
      verifiedAt,
      proof: proof,
      reason,
    }),
  );
  if (json) return printJson({ ...answer, targets });
  tell(answer);
  for (const { target, state, verifiedAt, proof, reason } of targets)
    print(
      `  ${target}: ${state}${verifiedAt ? ` ${verifiedAt} (${proof?.by}: ${proof?.answer})` : ''}${reason ? ` (${reason})` : ''}`,
    );
}

/** `waiting`: not yet; `absent`: the person is not there; `not-kept-here`: the target has no place for it. */
function stateOf(waitsSince: string | undefined, proof: SuppressionProof | undefined): string {
  if (waitsSince !== undefined) return 'waiting';
  if (proof?.by === 'not-kept-here') return 'not-kept-here';
  return proof?.isAbsent ? 'absent' : 'told';
}

function tell({ address, eligible, reasons }: EligibilityAnswer): void {
  const may = purposes.filter((purpose) => eligible[purpose]);
  print(`${address} may be written to for: ${may.join(', ') || 'nothing'}`);
  for (const { code, purposes: about, since, source, evidence, detail, standing, review } of reasons)
    print(
      `  not for ${about.join(', ')}: ${code}${detail ? ` (${detail})` : ''}${since ? ` since ${since}` : ''}${source ? `, by ${source}: ${evidence}` : ''}${standing ? ` (${standing})` : ''}${review ? '; the address has written since: look at it' : ''}`,
    );
}

async function set(text: string, state: string, options: SetOptions): Promise<void> {
  const said = states[state];
  if (said === undefined) throw new ConfigError(`found "${state}", wants one of ${Object.keys(states).join(', ')}`);
  const backend = connectConsent();
  const tenant = await backend.tenantOf(options.tenant);
  const address = checkAddress(text);
  const now = new Date();
  const at = options.at ?? now;
  if (at > now) throw new ConfigError('--at: what has not been said yet would outrank everything that will be');
  const channel = channels.find((name) => name === options.channel);
  if (options.channel !== undefined && channel === undefined)
    throw new ConfigError(`--channel: found "${options.channel}", wants one of ${channels.join(', ')}`);
  const change = changeOf(
    {
      tenant,
      address,
      ...said,
      at: at.toISOString(),
      receivedAt: now.toISOString(),
      source: 'cli',
      evidence: `${userInfo().username} by the command line`,
      ...compact({
        purposes: options.purpose ? options.purpose.map(purposeOf) : undefined,
        channel: channel || undefined,
        reason: options.reason,
        contactId: options.contact,
      }),
    },
    await backend.subjectHash(),
  );
  await backend.apply(change);
  await get(address, compact({ tenant, channel: channel ?? 'email', json: options.json ? true : undefined }));
}

async function history(text: string, { tenant: named, json }: CommonOptions): Promise<void> {
  const backend = connectConsent();
  const tenant = await backend.tenantOf(named);
  const entries = await backend.consent.history(tenant, await backend.subjectOf(tenant, checkAddress(text)));
  for (const entry of entries) {
    const { at, signal, source, evidence, purposes: about, policyVersion, reason, standing, lifts } = entry;
    if (json) printJson(entry);
    else
      print(
        `${at}  ${signal}${about ? ` (${about.join(', ')})` : ''}${standing ? ` (${standing})` : ''}${lifts ? ` of ${lifts.length} change(s)` : ''}  by ${source}: ${evidence}${reason ? `  (${reason})` : ''}${policyVersion ? `  policy ${policyVersion}` : ''}`,
      );
  }
  if (entries.length === 0 && !json) print('Nothing was ever said of this address.');
}

async function link(addresses: readonly string[], options: LinkOptions): Promise<void> {
  const backend = connectConsent();
  const tenant = await backend.tenantOf(options.tenant);
  const keys = await backend.tokenKeys();
  const base = backend.read(env.apiUrl).replace(/\/$/, '');
  const about = (options.purpose ?? ['marketing']).map(purposeOf);
  for (const text of addresses) {
    const address = checkAddress(text);
    const subject = await backend.subjectOf(tenant, address);
    await backend.consent.introduce(tenant, subject, address);
    const token = mintToken(
      compact({
        kind: 'unsubscribe',
        tenant,
        subject,
        purposes: about,
        list: options.list,
        campaign: options.campaign,
      }),
      keys,
    );
    const url = `${base}/u/${token}`;
    const mailto = options.mailto === undefined ? '' : `, <mailto:${checkAddress(options.mailto)}?subject=unsubscribe>`;
    const headers = { 'List-Unsubscribe': `<${url}>${mailto}`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
    if (options.json) printJson({ address, url, headers });
    else for (const [name, value] of Object.entries(headers)) print(`${name}: ${value}`);
  }
}

async function erase(text: string, { tenant: named, json }: CommonOptions): Promise<void> {
  const backend = connectConsent();
  const tenant = await backend.tenantOf(named);
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
