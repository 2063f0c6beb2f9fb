import { compact } from '../../compact.ts';
import { addressOf, domainOf } from './address.ts';
import { type AuthenticationResults, readAuthenticationResults } from './authentication-results.ts';
import type { AuthenticationVerdict, EmailReceived } from './event.ts';
import { networkOf, sendingHostOf } from './mail-source.ts';

/** A mail gateway of the tenant, which receives mail from the internet and hands it on to us. */
export interface TrustedGateway {
  /** The name in its `Authentication-Results` (authserv-id, RFC 8601 §2.5). */
  readonly id: string;
  /** Its addresses: IPv4, alone or as a CIDR range, or an IPv6 network of 64 bits. */
  readonly from: readonly string[];
}

type GatewayEvent = Pick<EmailReceived, 'message'>;

/**
 * The verdicts of the gateway that handed a mail to us, where the tenant trusts it: the receiver's own are about the gateway
 * then, and fail for most mail. Undefined for mail that came another way, whatever its fields say: anybody can write them.
 */
export function gatewayAuthentication(
  event: GatewayEvent,
  gateways: readonly TrustedGateway[] = [],
): EmailReceived['authentication'] | undefined {
  const results = resultsOf(event, gateways);
  const from = domainOf(addressOf(event.message.from) ?? '');
  if (results === undefined || from === undefined) return undefined;
  const ofFrom = (name: string, results: AuthenticationResults['results']) =>
    results.filter(({ properties }) => (properties.get(name) ?? from) === from);
  const of = (method: string) => results.results.filter((result) => result.method === method);
  const dmarc = verdictOf(ofFrom('header.from', of('dmarc')));
  const isAligned =
    dmarc === 'pass' ||
    of('dkim').some(({ result, properties }) => result === 'pass' && properties.get('header.d') === from) ||
    of('spf').some(({ result, properties }) => result === 'pass' && mailFromDomain(properties) === from);
  const hasOneFrom = event.message.headers.filter(({ name }) => name === 'from').length === 1;
  return compact({
    spf: verdictOf(of('spf')),
    dkim: verdictOf(of('dkim')),
    dmarc: hasOneFrom || dmarc !== 'pass' ? dmarc : 'none',
    alignedDomain: isAligned && hasOneFrom && dmarc !== 'fail' ? from : undefined,
  });
}

/** Fields in which gateways write their score, with the pattern of it. */
const scoreFields: Readonly<Record<string, RegExp>> = {
  'x-spam-score': /^\s*(-?\d{1,4}(?:\.\d{1,4})?)/,
  'x-spam-status': /\b(?:score|hits)=(-?\d{1,4}(?:\.\d{1,4})?)/i,
  'x-rspamd-score': /^\s*(-?\d{1,4}(?:\.\d{1,4})?)/,
  'x-spamd-result': /\[(-?\d{1,4}(?:\.\d{1,4})?) \//,
  'x-barracuda-spam-score': /^\s*(-?\d{1,4}(?:\.\d{1,4})?)/,
  'x-mimecast-spam-score': /^\s*(-?\d{1,4})/,
  'x-proofpoint-spam-details': /\bscore=(-?\d{1,4})/i,
  'x-ms-exchange-organization-scl': /^\s*(-?\d)/,
};

/** The spam score of the gateway that handed a mail to us, on its own scale, where the tenant trusts it. */
export function gatewaySpamScore(event: GatewayEvent, gateways: readonly TrustedGateway[] = []): number | undefined {
  if (resultsOf(event, gateways) === undefined) return undefined;
  for (const { name, value } of event.message.headers) {
    const score = Object.hasOwn(scoreFields, name) ? scoreFields[name]!.exec(value.slice(0, 1000))?.[1] : undefined;
    if (score !== undefined) return Number(score);
  }
  return undefined;
}

/** The newest results under the name of the gateway that handed the mail to us: a gateway writes its own on top. */
function resultsOf(event: GatewayEvent, gateways: readonly TrustedGateway[]): AuthenticationResults | undefined {
  const host = gateways.length === 0 ? undefined : sendingHostOf(event);
  const gateway = host === undefined ? undefined : gateways.find(({ from }) => from.some((range) => isIn(host, range)));
  if (gateway === undefined) return undefined;
  return event.message.headers
    .filter(({ name }) => name === 'authentication-results')
    .map(({ value }) => readAuthenticationResults(value))
    .find(({ id }) => id === gateway.id.toLowerCase());
}

const verdicts: readonly AuthenticationVerdict[] = [
  'pass',
  'fail',
  'softfail',
  'permerror',
  'temperror',
  'neutral',
  'none',
];

/** One verdict of several of a method: the best counts, as one valid signature is enough. */
const verdictOf = (results: AuthenticationResults['results']): AuthenticationVerdict | undefined =>
  verdicts.find((verdict) => results.some(({ result }) => result === verdict));

const mailFromDomain = (properties: ReadonlyMap<string, string>): string | undefined => {
  const value = properties.get('smtp.mailfrom') ?? properties.get('smtp.mail');
  return value === undefined ? undefined : (domainOf(value) ?? domainOf(`x@${value}`));
};

/** Whether a host, as `sendingHostOf` names it, is in a range. */
function isIn(host: string, range: string): boolean {
  const [address = '', bits = '32'] = range.toLowerCase().split('/');
  if (address.includes(':')) return networkOf(address) === host;
  const [own, other] = [numberOf(host), numberOf(address)];
  const size = 2 ** (32 - Number(bits));
  return own !== undefined && other !== undefined && Math.floor(own / size) === Math.floor(other / size);
}

function numberOf(address: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  return parts?.reduce((sum, part) => sum * 256 + part, 0);
}
