import { secretsOf } from '../../lambdas/domain/configuration/standard-webhooks.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';

/** A change of a secret's value. Only `value` holds keys. */
export interface KeyChange {
  readonly value: string;
  /** Names of keys, never keys. */
  readonly added?: string;
  /** The key that signs from now on. */
  readonly current?: string;
  readonly removed: readonly string[];
  /** The next step, in words. */
  readonly next: string;
}

/** The circumstances of a change. */
export interface ChangeContext {
  /** When the present value was put; absent where nobody knows. */
  readonly changedAt?: Date;
  readonly now: Date;
  /** A new random key: 32 bytes. */
  readonly random: () => Buffer;
}

/** Functions read a secret anew every five minutes; twice that is waited. */
const knownAfterMinutes = 10;
/** RFC 8058 wants a link to work for 60 days after its mail was sent. */
const linkDays = 60;

/**
 * Rotates the keys of links and signed addresses in two steps: a key is added, and made current when every function knows it.
 *
 * @param stored `{"current":"k1","k1":"…"}`
 * @throws ConfigError when the added key is too young to sign, or the value cannot be read
 */
export function rotateTokenKeys(stored: string, { changedAt, now, random }: ChangeContext): KeyChange {
  const { current, ...keys } = fieldsOf(stored);
  if (current === undefined || keys[current] === undefined) throw new ConfigError('the token keys name no current key');
  const newest = newestId(Object.keys(keys));
  const [added, place] = [`k${newest + 1}`, Number(current.slice(1))];
  if (newest <= place || !/^k\d+$/.test(current)) {
    const value = JSON.stringify({ current, ...keys, [added]: random().toString('base64url') });
    const next = `every function knows ${added} in ${knownAfterMinutes} minutes; then run this command again: it makes ${added} current`;
    return { value, added, removed: [], next };
  }
  const readyAt = (changedAt?.getTime() ?? 0) + knownAfterMinutes * 60_000;
  if (readyAt > now.getTime())
    throw new ConfigError(
      `k${newest} was added a moment ago, and not every function knows it: run this command after ${new Date(readyAt).toISOString()}`,
    );
  return {
    value: JSON.stringify({ ...keys, current: `k${newest}` }),
    current: `k${newest}`,
    removed: [],
    next: `older keys go on verifying; in ${linkDays} days postern secret retire token-keys takes them out`,
  };
}

/** The highest number of keys called k1, k2 and so on; 0 for none. */
const newestId = (ids: readonly string[]): number =>
  Math.max(0, ...ids.map((id) => (/^k\d{1,6}$/.test(id) ? Number(id.slice(1)) : 0)));

/**
 * Takes out all keys of links but the current one.
 *
 * @param isEarly whether links that are younger than 60 days may stop to work
 * @throws ConfigError when there is no other key, or links in mail still need one
 */
export function retireTokenKeys(
  stored: string,
  { changedAt, now }: Pick<ChangeContext, 'changedAt' | 'now'>,
  isEarly: boolean,
): KeyChange {
  const { current, ...keys } = fieldsOf(stored);
  const key = current === undefined ? undefined : keys[current];
  if (current === undefined || key === undefined) throw new ConfigError('the token keys name no current key');
  const removed = Object.keys(keys).filter((id) => id !== current);
  if (removed.length === 0) throw new ConfigError('there is no key beside the current one');
  const until = new Date((changedAt ?? now).getTime() + linkDays * 86_400_000);
  if (!isEarly && until > now)
    throw new ConfigError(
      `links in mail of the last ${linkDays} days carry older keys: wait until ${until.toISOString()}; with --early they stop to work`,
    );
  return { value: JSON.stringify({ current, [current]: key }), current, removed, next: 'nothing' };
}

/** The name beside a key of the API under which its predecessor goes on working. */
const previous = (field: string): string => `${field}/previous`;

/**
 * Replaces a key of the API; the old one works on until it is retired.
 *
 * @param field `all`, a tenant, or `<tenant>/<label>`
 * @throws ConfigError while an older key is still there
 */
export function rotateApiKey(stored: string, field: string, { random }: Pick<ChangeContext, 'random'>): KeyChange {
  const keys = fieldsOf(stored);
  if (field.endsWith('/previous')) throw new ConfigError(`${field} is an old key: name the one that replaced it`);
  if (keys[previous(field)] !== undefined)
    throw new ConfigError(`an old key of ${field} still works: postern secret retire api-keys --field ${field}`);
  const old = keys[field];
  const kept = old === undefined ? {} : { [previous(field)]: old };
  const works = 'it works in five minutes, and is read with aws secretsmanager get-secret-value';
  return {
    value: JSON.stringify({ ...keys, ...kept, [field]: random().toString('base64url') }),
    added: field,
    removed: [],
    next: old === undefined ? works : `${works}; hand it out, then: postern secret retire api-keys --field ${field}`,
  };
}

/** @throws ConfigError when there is no old key */
export function retireApiKey(stored: string, field: string): KeyChange {
  const { [previous(field)]: old, ...keys } = fieldsOf(stored);
  if (old === undefined) throw new ConfigError(`there is no old key of ${field}`);
  return {
    value: JSON.stringify(keys),
    removed: [previous(field)],
    next: 'callers with the old key get 401 in five minutes',
  };
}

/**
 * Adds a secret for the signature of outgoing webhooks, before those that are there: every request is signed by each.
 *
 * @param stored secrets of Standard Webhooks, separated by blanks, newest first
 * @throws ConfigError for a key pair, whose public half the receivers hold, and while two secrets are there
 */
export function rotateHook(stored: string, { random }: Pick<ChangeContext, 'random'>): KeyChange {
  const secrets = secretsOf(stored);
  if (secrets.some((secret) => secret.startsWith('whsk_')))
    throw new ConfigError(
      'it is a key pair (whsk_): make another, hand its public half out, and put both with aws secretsmanager',
    );
  if (secrets.length > 1) throw new ConfigError('two secrets sign already: retire the old one first');
  return {
    value: [`whsec_${random().toString('base64')}`, ...secrets].join(' '),
    added: 'a secret',
    removed: [],
    next: 'requests have both signatures in five minutes: give the receiver the new secret, the first of the value, then retire the old one',
  };
}

/** @throws ConfigError when one secret signs alone */
export function retireHook(stored: string): KeyChange {
  const [first, ...older] = secretsOf(stored);
  if (first === undefined || older.length === 0) throw new ConfigError('one secret signs alone');
  return { value: first, removed: older.map(() => 'a secret'), next: 'nothing' };
}

/**
 * The texts of a JSON object; the message of an error never quotes the value.
 *
 * @throws ConfigError when it is none
 */
export function fieldsOf(stored: string): Record<string, string> {
  try {
    const fields: unknown = JSON.parse(stored);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) {
      const entries = Object.entries(fields);
      if (entries.every(([, value]) => typeof value === 'string')) return Object.fromEntries(entries);
    }
  } catch {
    // Told below, without the value.
  }
  throw new ConfigError('the value of the secret is no JSON object of texts');
}
