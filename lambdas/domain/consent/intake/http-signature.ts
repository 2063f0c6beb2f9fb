import {
  isSignatureError,
  type RequestDescriptor,
  type UntrustedSignatureCandidate,
  verifySignature,
} from 'http-message-sig';
import { parseDictionary } from 'structured-headers';
import { isDigestOf } from '../../configuration/content-digest.ts';
import { type VerifyingKey, verifyingKeysOf } from '../../configuration/webhook-key.ts';
import { type IntakeHeaders, isFresh, refused, type SignatureCheck } from './signature-check.ts';

/** One request, as RFC 9421 looks at it. */
interface SignedRequest {
  readonly method: string;
  /** The whole address that was asked for. */
  readonly url: string;
  readonly headers: IntakeHeaders;
  readonly body: string;
}

/** The most signatures of one request that are tried; an intermediary may add its own. */
const mostSignatures = 8;

/** Whether a request is to be checked by RFC 9421: a request with the headers of Standard Webhooks is checked by these. */
export const hasHttpSignature = (headers: IntakeHeaders): boolean =>
  headers['webhook-signature'] === undefined && headers['signature-input'] !== undefined;

/**
 * Checks HTTP Message Signatures. One of them has to cover method, address and the digest of the content, to name the
 * time of its making, and to be by one of our keys.
 *
 * @param stored `whsec_…` for hmac-sha256, `whpk_…` for ed25519, several while a key is rotated
 * @see https://www.rfc-editor.org/rfc/rfc9421.html
 */
export async function checkHttpSignature(request: SignedRequest, stored: string, now: Date): Promise<SignatureCheck> {
  const keys = verifyingKeysOf(stored);
  if (keys.length === 0) return refused('unusable-key');
  const digest = request.headers['content-digest'];
  const labels = labelsOf(request.headers['signature-input']);
  if (digest === undefined || labels.length === 0 || request.headers.signature === undefined) return refused('missing');
  if (!isDigestOf(digest, Buffer.from(request.body))) return refused('wrong');
  const message = descriptorOf(request);
  let isStale = false;
  for (const label of labels)
    for (const key of keys) {
      const parameters = await verifiedParameters(message, label, key);
      if (parameters === undefined) continue;
      if (isCurrent(parameters, now)) return { ok: true, signature: 'rfc9421', keyId: key.id };
      isStale = true;
    }
  return refused(isStale ? 'stale' : 'wrong');
}

function labelsOf(field: string | undefined): string[] {
  if (field === undefined) return [];
  try {
    return [...parseDictionary(field).keys()].slice(0, mostSignatures);
  } catch {
    return [];
  }
}

function descriptorOf({ method, url, headers }: SignedRequest): RequestDescriptor {
  const fields = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  return { kind: 'request', method, targetUri: url, fields };
}

type Parameters = UntrustedSignatureCandidate['parameters'];

/** The parameters of a signature that is by the key; undefined for any other one. Their times are not judged here. */
async function verifiedParameters(
  message: RequestDescriptor,
  label: string,
  key: VerifyingKey,
): Promise<Parameters | undefined> {
  try {
    const { parameters } = await verifySignature(message, {
      label,
      policy: {
        algorithms: [key.algorithm],
        requiredComponents: ['@method', 'content-digest'],
        requiredParameters: ['created'],
        now: 0,
        clockSkew: Number.MAX_SAFE_INTEGER,
        validate: ({ components }) => coversAddress(components),
      },
      resolveVerifier: () => key,
    });
    return parameters;
  } catch (error) {
    if (isSignatureError(error)) return undefined;
    throw error;
  }
}

/** A signature that does not name the address could be taken to another one of ours. */
function coversAddress(components: UntrustedSignatureCandidate['components']): boolean {
  const names = new Set(components.map(({ name }) => name));
  return names.has('@target-uri') || (names.has('@authority') && names.has('@path'));
}

function isCurrent({ created = 0, expires }: Parameters, now: Date): boolean {
  return isFresh(created, now) && (expires === undefined || expires * 1000 >= now.getTime());
}
