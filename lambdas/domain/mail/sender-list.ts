import { domainOf, normalizeAddress } from './address.ts';

/** Whether a list of addresses and `@domain` entries names a sender. */
export function isListed(address: string, list: readonly string[]): boolean {
  const normalized = normalizeAddress(address);
  const domain = domainOf(address) ?? '';
  return list.some((entry) => {
    const pattern = entry.toLowerCase();
    return pattern.startsWith('@')
      ? domain === pattern.slice(1) || domain.endsWith(`.${pattern.slice(1)}`)
      : normalized === normalizeAddress(pattern);
  });
}
