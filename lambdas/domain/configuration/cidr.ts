import { BlockList, isIP } from 'node:net';

/** A block of addresses, as `203.0.113.0/24`, `2001:db8::/32`, or one address alone. */
interface Cidr {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Reads a block; undefined for a text that is none: names, ranges and masks are not taken. */
export function readCidr(text: string): Cidr | undefined {
  const [, address = '', digits] = /^([0-9A-Fa-f:.]{2,45})(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return undefined;
  const longest = version === 4 ? 32 : 128;
  const prefix = digits === undefined ? longest : Number(digits);
  return prefix > longest ? undefined : { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/**
 * Makes the judge of a list of blocks. An IPv4 address within IPv6 (`::ffff:192.0.2.1`) is judged as the IPv4 address.
 *
 * @returns whether an address is in one of the blocks; false for a text that is no address
 * @throws RangeError for a text that is no block: a list with a hole would let in everybody, or nobody
 */
export function createAllowList(blocks: readonly string[]): (ip: string | undefined) => boolean {
  const list = new BlockList();
  for (const text of blocks) {
    const cidr = readCidr(text);
    if (cidr === undefined) throw new RangeError(`${text.slice(0, 60)} is no CIDR block`);
    list.addSubnet(cidr.address, cidr.prefix, cidr.family);
  }
  return (ip = '') => {
    const version = isIP(ip);
    return version !== 0 && list.check(ip, version === 4 ? 'ipv4' : 'ipv6');
  };
}
