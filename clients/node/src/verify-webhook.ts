import { createHash, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { SignatureError } from './errors.ts';
import { membersOf, type SignedMember } from './signature-fields.ts';

/** A webhook as it came. */
export interface ReceivedWebhook {
  /** Names in lower case, as Node has them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came, before they are parsed; for Standard Webhooks decompressed. */
  readonly body: Uint8Array;
  /** The public address of the connection; for RFC 9421. */
  readonly url?: string;
}

export interface VerifyOptions {
  /** `whsec_…` or `whpk_…`; several while a secret is rotated. */
  readonly secrets: readonly string[];
  /** In s. @default 300 */
  readonly toleranceSeconds?: number;
  /** In s since 1970. @default the clock */
  readonly now?: number;
}

/** A webhook that is ours; drop those whose id you have seen. */
export interface VerifiedWebhook {
  readonly id: string;
  readonly scheme: 'standard' | 'rfc9421';
}

type Check = (content: string, signature: Buffer) => boolean;

const requiredParts = ['@method', '@authority', '@path', '@query', 'content-digest', 'webhook-id'];
/** The bytes before the 32 bytes of a public ed25519 key (RFC 8410 §4). */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Checks the signature of a webhook, by RFC 9421 where `url` is given and the request has such a signature, else by Standard
 * Webhooks.
 *
 * @throws SignatureError for a webhook that is not ours, was altered, or is old
 */
export function verifyWebhook(webhook: ReceivedWebhook, options: VerifyOptions): VerifiedWebhook {
  const header = (name: string): string | undefined => {
    const value = webhook.headers[name];
    return typeof value === 'string' ? value : value?.join(', ');
  };
  const id = header('webhook-id');
  if (id === undefined) throw new SignatureError('missing');
  const isWhole = webhook.url !== undefined && header('signature-input') !== undefined;
  if (isWhole) verifyMessage(webhook.body, new URL(webhook.url!), header, options);
  else verifyStandard(id, webhook.body, header, options);
  return { id, scheme: isWhole ? 'rfc9421' : 'standard' };
}

type Header = (name: string) => string | undefined;

function verifyStandard(id: string, body: Uint8Array, header: Header, options: VerifyOptions): void {
  const [timestamp, signatures] = [header('webhook-timestamp'), header('webhook-signature')];
  if (timestamp === undefined || signatures === undefined) throw new SignatureError('missing');
  if (!isRecent(timestamp, options)) throw new SignatureError('stale');
  const content = `${id}.${timestamp}.${Buffer.from(body).toString('utf8')}`;
  const isOurs = signatures.split(' ').some((each) => {
    const [version, value = ''] = each.split(',');
    return options.secrets.some((secret) => {
      const { version: own, check } = keyOf(secret);
      return version === own && check(content, Buffer.from(value, 'base64'));
    });
  });
  if (!isOurs) throw new SignatureError('mismatch');
}

function verifyMessage(body: Uint8Array, url: URL, header: Header, options: VerifyOptions): void {
  const members = membersOf(header('signature-input') ?? '', header('signature') ?? '').filter(isOurMember);
  if (members.length === 0) throw new SignatureError('missing');
  const recent = members.filter(({ parameters }) => isRecent(parameters.get('created') ?? '', options));
  if (recent.length === 0) throw new SignatureError('stale');
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  if (header('content-digest') !== digest) throw new SignatureError('digest');
  const isOurs = recent.some((member) =>
    options.secrets.some((secret) => {
      const { algorithm, check } = keyOf(secret);
      return (
        (member.parameters.get('alg') ?? algorithm) === algorithm &&
        check(baseOf(member, url, header), member.signature)
      );
    }),
  );
  if (!isOurs) throw new SignatureError('mismatch');
}

/** A proxy may have added signatures of its own. */
const isOurMember = ({ parts, parameters }: SignedMember): boolean =>
  parameters.get('tag') === 'postern-webhook' && requiredParts.every((part) => parts.includes(part));

/** The text that is signed (RFC 9421 §2.5). */
function baseOf({ parts, value }: SignedMember, url: URL, header: Header): string {
  const derived: Readonly<Record<string, string>> = {
    '@method': 'POST',
    '@authority': url.host,
    '@path': url.pathname,
    '@query': url.search || '?',
  };
  const lines = parts.map((part) => `"${part}": ${derived[part] ?? header(part)?.trim() ?? ''}`);
  return [...lines, `"@signature-params": ${value}`].join('\n');
}

const isRecent = (
  timestamp: string,
  { now = Math.floor(Date.now() / 1000), toleranceSeconds = 300 }: VerifyOptions,
): boolean => /^\d{1,12}$/.test(timestamp) && Math.abs(now - Number(timestamp)) <= toleranceSeconds;

function keyOf(secret: string): { readonly version: string; readonly algorithm: string; readonly check: Check } {
  const bytes = Buffer.from(secret.replace(/^wh(?:sec|pk)_/, ''), 'base64');
  if (secret.startsWith('whpk_')) {
    const key = createPublicKey({ key: Buffer.concat([spkiHead, bytes]), format: 'der', type: 'spki' });
    const check: Check = (content, signature) => verify(null, Buffer.from(content), key, signature);
    return { version: 'v1a', algorithm: 'ed25519', check };
  }
  if (bytes.length === 0) throw new TypeError('a secret wants whsec_ or whpk_ and base64');
  const check: Check = (content, signature) => {
    const own = createHmac('sha256', bytes).update(content).digest();
    return own.length === signature.length && timingSafeEqual(own, signature);
  };
  return { version: 'v1', algorithm: 'hmac-sha256', check };
}
