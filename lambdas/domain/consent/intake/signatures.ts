import { createHmac, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { IntakeFormat } from '../../configuration/intake-formats.ts';
import { verifyingKeysOf } from '../../configuration/webhook-key.ts';
import { isSameText } from '../../mail/constant-time.ts';
import { type IntakeHeaders, isFresh, refused, type SignatureCheck } from './signature-check.ts';

/** Mailgun issues 32 characters and more; a key this short can be found by trying. */
const shortestMailgunKey = 8;
/** People choose the shared secret of Segment's webhook, and the header of RudderStack's and mParticle's. */
const shortestChosenKey = 16;

/**
 * Checks the signature of a request by the rules of its format, over the very bytes that came.
 *
 * An empty or too short key verifies nothing: anybody knows the empty one. Blanks around a key, such as the newline at
 * the end of a secret that was made from a file, are no part of it.
 *
 * @param stored what the sender's settings show: a secret, a public key, user and password, or a header's value
 */
export function checkSignature(
  format: IntakeFormat,
  headers: IntakeHeaders,
  body: string,
  stored: string,
  now: Date,
): SignatureCheck {
  const key = stored.trim();
  switch (format) {
    case 'standard':
      return checkStandard(headers, body, key, now);
    case 'sendgrid':
      return checkSendgrid(headers, body, key, now);
    case 'mailgun':
      return checkMailgun(body, key, now);
    case 'postmark':
      return checkPostmark(headers, key);
    case 'segment':
      return checkSegment(headers, body, key);
    case 'rudderstack':
    case 'mparticle':
      return checkAuthorization(headers, key);
  }
}

/** The versions of Standard Webhooks, and the kind of key that each wants. */
const standardVersions = { v1: 'hmac-sha256', v1a: 'ed25519' } as const;

/**
 * HMAC-SHA256 or ed25519 over `id.timestamp.body`; several signatures, and several keys, while a key is rotated.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
function checkStandard(headers: IntakeHeaders, body: string, stored: string, now: Date): SignatureCheck {
  const keys = verifyingKeysOf(stored);
  if (keys.length === 0) return refused('unusable-key');
  const [id, timestamp, signatures] = [
    headers['webhook-id'],
    headers['webhook-timestamp'],
    headers['webhook-signature'],
  ];
  if (!id || !timestamp || !signatures) return refused('missing');
  const content = Buffer.from(`${id}.${timestamp}.${body}`);
  for (const signature of signatures.split(' ')) {
    const version = signature.startsWith('v1a,') ? 'v1a' : 'v1';
    const bytes = signatureBytes(signature, version);
    const key =
      bytes && keys.find(({ algorithm, verify }) => algorithm === standardVersions[version] && verify(content, bytes));
    if (key !== undefined) return fresh(timestamp, now, { signature: version, keyId: key.id });
  }
  return refused('wrong');
}

/** The bytes of a signature in the one form that base64 has for them; undefined for any other text. */
function signatureBytes(signature: string, version: keyof typeof standardVersions): Buffer | undefined {
  const bytes = Buffer.from(signature.slice(version.length + 1), 'base64');
  return signature === `${version},${bytes.toString('base64')}` ? bytes : undefined;
}

/**
 * ECDSA over timestamp and body; the key is the public one that SendGrid shows, in base64.
 *
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
function checkSendgrid(headers: IntakeHeaders, body: string, stored: string, now: Date): SignatureCheck {
  const publicKey = ecdsaKeyOf(stored);
  if (publicKey === undefined) return refused('unusable-key');
  const signature = headers['x-twilio-email-event-webhook-signature'];
  const timestamp = headers['x-twilio-email-event-webhook-timestamp'];
  if (!signature || !timestamp) return refused('missing');
  return verify('sha256', Buffer.from(timestamp + body), publicKey, Buffer.from(signature, 'base64'))
    ? fresh(timestamp, now)
    : refused('wrong');
}

function ecdsaKeyOf(base64: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ec' ? key : undefined;
  } catch {
    return undefined;
  }
}

/**
 * HMAC-SHA256 of timestamp and token, both in the body beside the event; the body itself is not signed, which is
 * Mailgun's rule and not ours.
 *
 * @see https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
function checkMailgun(body: string, key: string, now: Date): SignatureCheck {
  if (key.length < shortestMailgunKey) return refused('unusable-key');
  const { timestamp, token, signature } = mailgunSignature(body);
  if (!timestamp || !token || !signature) return refused('missing');
  const wanted = createHmac('sha256', key)
    .update(timestamp + token)
    .digest('hex');
  return isSameText(signature, wanted) ? fresh(timestamp, now) : refused('wrong');
}

/**
 * The token that a format signs instead of the body, which somebody who saw it could send with another body; undefined where
 * the body is signed. Mailgun asks receivers to keep it.
 */
export const signedToken = (format: IntakeFormat, body: string): string | undefined =>
  format === 'mailgun' ? mailgunSignature(body).token : undefined;

/** The fields that Mailgun signs; a field that is no text counts as absent. */
function mailgunSignature(body: string): Readonly<Record<string, string | undefined>> {
  try {
    const { signature } = JSON.parse(body) as { signature?: object };
    return Object.fromEntries(Object.entries(signature ?? {}).filter(([, value]) => typeof value === 'string'));
  } catch {
    return {};
  }
}

/**
 * Postmark signs nothing; it sends the user and password that its webhook's URL was given, by HTTPS.
 *
 * @see https://postmarkapp.com/developer/webhooks/webhooks-overview#protecting-your-webhook
 */
function checkPostmark(headers: IntakeHeaders, key: string): SignatureCheck {
  // A Basic credential is `user:password` (RFC 7617 §2); only the password is secret.
  if (!/^[^:]*:./s.test(key)) return refused('unusable-key');
  const { authorization } = headers;
  if (!authorization) return refused('missing');
  return isSameText(authorization, `Basic ${Buffer.from(key).toString('base64')}`) ? { ok: true } : refused('wrong');
}

/**
 * HMAC-SHA1 over the body in hexadecimal. Segment signs no time: a repeated request is the same statement, which the ledger
 * already has. Segment signs only the first call of a batch, so the signature of a batch is wrong here.
 *
 * @see https://www.twilio.com/docs/segment/connections/destinations/catalog/actions-webhook
 */
function checkSegment(headers: IntakeHeaders, body: string, key: string): SignatureCheck {
  if (key.length < shortestChosenKey) return refused('unusable-key');
  const signature = headers['x-signature'];
  if (!signature) return refused('missing');
  return isSameText(signature, createHmac('sha1', key).update(body).digest('hex')) ? { ok: true } : refused('wrong');
}

/**
 * RudderStack and mParticle sign nothing; they send the value of the `authorization` header that their settings hold, by
 * HTTPS.
 *
 * @see https://www.rudderstack.com/docs/destinations/webhooks/setup-guide/
 * @see https://docs.mparticle.com/integrations/webhook/event/
 */
function checkAuthorization({ authorization }: IntakeHeaders, key: string): SignatureCheck {
  if (key.length < shortestChosenKey) return refused('unusable-key');
  if (!authorization) return refused('missing');
  return isSameText(authorization, key) ? { ok: true } : refused('wrong');
}

function fresh(
  timestampSeconds: string,
  now: Date,
  proof: Omit<Extract<SignatureCheck, { ok: true }>, 'ok'> = {},
): SignatureCheck {
  return isFresh(Number(timestampSeconds), now) ? { ok: true, ...proof } : refused('stale');
}
