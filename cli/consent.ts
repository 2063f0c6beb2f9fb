import { compact } from '../lambdas/compact.ts';
import { type ConsentChange, changeOf } from '../lambdas/domain/consent/change.ts';
import { channels } from '../lambdas/domain/consent/signals.ts';
import { mintToken } from '../lambdas/domain/consent/token.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { type Purpose, purposes } from '../lambdas/domain/mail/purposes.ts';
import type { TokenKeys } from '../lambdas/domain/mail/signed-text.ts';
import { env } from '../lambdas/env.ts';
import { targetStatusOf } from '../lambdas/operations/target-status.ts';
import { actorOf } from './actor.ts';
import { type ConsentBackend, checkAddress, connectConsent } from './consent-backend.ts';
import { consentStates } from './consent-states.ts';
import { eligibilityLines, historyLine, targetLine } from './consent-status.ts';
import { printJson, printLines } from './output.ts';

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

export async function runGet(text: string, options: GetOptions): Promise<void> {
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

export async function runSet(text: string, state: string, options: SetOptions): Promise<void> {
  const now = new Date();
  const statement = statementOf(state, options, now);
  const address = checkAddress(text);
  const backend = connectConsent();
  const tenant = await backend.tenantOf(options.tenant);
  const evidence = `${await actorOf(backend.platform)} by the command line`;
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
  const signal = Object.hasOwn(consentStates, state) ? consentStates[state] : undefined;
  if (signal === undefined)
    throw new ConfigError(`found "${state}", wants one of ${Object.keys(consentStates).join(', ')}`);
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

export async function runHistory(text: string, { tenant: tenantName, json }: CommonOptions): Promise<void> {
  const backend = connectConsent();
  const tenant = await backend.tenantOf(tenantName);
  const entries = await backend.consent.history(tenant, await backend.subjectOf(tenant, checkAddress(text)));
  if (json) entries.forEach(printJson);
  else printLines(entries.length === 0 ? ['Nothing was ever said of this address.'] : entries.map(historyLine));
}

export async function runLink(addresses: readonly string[], options: LinkOptions): Promise<void> {
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

function purposeOf(name: string): Purpose {
  const purpose = purposes.find((known) => known === name);
  if (purpose === undefined) throw new ConfigError(`--purpose: found "${name}", wants one of ${purposes.join(', ')}`);
  return purpose;
}
