import { domainOf, normalizeAddress } from './address.ts';

/** Whether a list of addresses and `@domain` entries names a sender. */
export function isListed(address: string, list: readonly string[]): boolean {
  const normalized = normalizeAddress(address);
  const domain = domainOf(address) ?? '';
  return list.some((entry) => {
    const listed = entry.toLowerCase();
    return listed.startsWith('@')
      ? domain === listed.slice(1) || domain.endsWith(`.${listed.slice(1)}`)
      : normalized === normalizeAddress(listed);
  });
}
