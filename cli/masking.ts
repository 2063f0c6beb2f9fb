import { AsyncLocalStorage } from 'node:async_hooks';
import { type Command, Option } from 'commander';

/** The place of what is not shown. */
const mask = '***';

/** Fields that hold words of a mail or names of people, whatever the verb. */
const wordFields: ReadonlySet<string> = new Set([
  'subject',
  'name',
  'displayName',
  'filename',
  'words',
  'text',
  'html',
  'snippet',
  'note',
]);
/** Ids with an at sign, which name no person. */
const idFields: ReadonlySet<string> = new Set(['messageId', 'eventId', 'mailId']);

/** Whether the call of a verb masks what it shows. */
const masking = new AsyncLocalStorage<true>();

/** Runs a verb whose output is masked. */
export const runMasked = <T>(work: () => Promise<T>): Promise<T> => masking.run(true, work);

/** Whether the call of this verb is masked. */
export const isMasked = (): boolean => masking.getStore() === true;

/**
 * Adds the option that masks the output of a verb.
 *
 * @param others options that show words of a mail: they cannot be given beside it
 */
export const withMasked = (verb: Command, ...others: string[]): Command =>
  verb.addOption(
    new Option('--masked', 'show no address, name or word of a mail, as in l***@example.org and ***').conflicts(others),
  );

/** Masks a value where the call is masked: addresses everywhere, and the fields that hold words and names. */
export const maskedValue = <T>(value: T): T => (masking.getStore() === undefined ? value : (maskDeep(value) as T));

/** Masks the addresses of a line for people where the call is masked. */
export const maskedLine = (line: string): string => (masking.getStore() === undefined ? line : maskAddresses(line));

function maskDeep(value: unknown): unknown {
  if (typeof value === 'string') return maskAddresses(value);
  if (Array.isArray(value)) return value.map(maskDeep);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [maskAddresses(name), maskField(name, each)]));
}

function maskField(name: string, value: unknown): unknown {
  if (idFields.has(name) || value === undefined) return value;
  if (!wordFields.has(name)) return maskDeep(value);
  return Array.isArray(value) ? value.map(() => mask) : mask;
}

/**
 * Hides the names in addresses: `l***@example.org`. The domain stays, since it tells which company or provider it is about.
 *
 * @returns the text with everything before an at sign replaced but its first character
 */
export const maskAddresses = (text: string): string =>
  text.includes('@') ? text.replaceAll(/[^\s<>"'()[\],;:=]+/g, maskToken) : text;

function maskToken(token: string): string {
  const at = token.lastIndexOf('@');
  return at <= 0 ? token : `${token.slice(0, 1)}${mask}${token.slice(at)}`;
}
