import { isIPv6 } from 'node:net';

/** Paths of files; CloudFront answers every other one with the page, which routes by itself. */
const filePath = String.raw`/^\/(?:assets\/.*|[^\/]+\.[a-z0-9]+)$/`;

/**
 * The program of CloudFront before each request: it refuses addresses that are not allowed, and answers the paths of the page
 * with `index.html`. Error pages in the place of that would hide the errors of the API as well.
 *
 * It is written in the language of CloudFront's runtime 2.0, which has neither packages nor big integers.
 *
 * @param allow blocks of addresses; absent: every address
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
export const edgeFunction = (
  allow?: readonly string[],
): string => `var allowed = ${JSON.stringify(allow?.map(blockOf) ?? null)};
function groupsOf(ip) {
  if (ip.indexOf(':') < 0) return ip.split('.').map(Number);
  var halves = ip.split('::').map(function (half) { return half === '' ? [] : half.split(':'); });
  var last = halves[halves.length - 1];
  var mapped = (last[last.length - 1] || '').split('.').map(Number);
  if (mapped.length === 4) last.splice(-1, 1, (mapped[0] * 256 + mapped[1]).toString(16), (mapped[2] * 256 + mapped[3]).toString(16));
  var missing = 8 - halves[0].length - (halves[1] || []).length;
  var zeros = halves.length === 2 ? new Array(missing).fill('0') : [];
  return halves[0].concat(zeros, halves[1] || []).map(function (group) { return parseInt(group, 16); });
}
function holds(block, groups) {
  if (block.groups.length !== groups.length) return false;
  var width = groups.length === 4 ? 8 : 16;
  return groups.every(function (group, index) {
    var bits = Math.min(width, Math.max(0, block.bits - index * width));
    return group >> (width - bits) === block.groups[index] >> (width - bits);
  });
}
function handler(event) {
  var request = event.request;
  if (allowed) {
    var groups = groupsOf(event.viewer.ip);
    if (!allowed.some(function (block) { return holds(block, groups); }))
      return { statusCode: 403, statusDescription: 'Forbidden', headers: { 'content-type': { value: 'text/plain' }, 'cache-control': { value: 'no-store' } }, body: 'The console is open to other addresses.' };
  }
  if (request.uri.indexOf('/v1/') !== 0 && !${filePath}.test(request.uri)) request.uri = '/index.html';
  return request;
}
`;

/** A block of addresses: its groups as numbers, of 8 bits in IPv4 and of 16 in IPv6, and how many of their bits count. */
function blockOf(block: string): { groups: number[]; bits: number } {
  const [address = '', bits = ''] = block.split('/');
  return { groups: isIPv6(address) ? groupsOfIpv6(address) : address.split('.').map(Number), bits: Number(bits) };
}

/** The groups of an address, which may be shortened by `::`, and may end as IPv4. */
function groupsOfIpv6(address: string): number[] {
  // The parser of addresses writes an IPv6 address in one form, without the dots of IPv4.
  const host = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail] = host.split('::').map((half) => half.split(':').filter(Boolean));
  const given = [...head, ...(tail ?? [])].length;
  const zeros = tail === undefined ? [] : Array<string>(8 - given).fill('0');
  return [...head, ...zeros, ...(tail ?? [])].map((group) => Number.parseInt(group, 16));
}
