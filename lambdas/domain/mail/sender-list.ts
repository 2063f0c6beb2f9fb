import { domainOf, normalizeAddress } from './address.ts';

/** Whether a list of addresses and `@domain` entries names a sender. */
export function isListed(address: string, list: readonly string[]): boolean {
  const normalized = normalizeAddress(address);
  const domain = domainOf(address) ?? '';
  return list.some((entry) => {
    const wanted = entry.toLowerCase();
    return wanted.startsWith('@')
      ? domain === wanted.slice(1) || domain.endsWith(`.${wanted.slice(1)}`)
      : normalized === normalizeAddress(wanted);
  });
}
