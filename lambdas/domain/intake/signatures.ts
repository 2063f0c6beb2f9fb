import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';

/** Header names in lower case. */
export type IntakeHeaders = Readonly<Record<string, string | undefined>>;

export type SignatureCheck =
  | { readonly ok: true }
  /** `stale`: signed, but too long ago or in the future. */
  | { readonly ok: false; readonly reason: 'missing' | 'wrong' | 'stale' };

/** How far a timestamp may be from our clock, in seconds. */
const windowSeconds = 300;

/** The senders whose signatures we can check. */
export const intakeFormats = ['standard', 'sendgrid', 'mailgun', 'postmark'] as const;
export type IntakeFormat = (typeof intakeFormats)[number];

/**
 * Checks the signature of a request by the rules of its format, over the very bytes that came.
 *
 * @param key what the sender's settings show: a secret, a public key, or user and password
 */
export function checkSignature(
  format: IntakeFormat,
  headers: IntakeHeaders,
  body: string,
  key: string,
  now: Date,
): SignatureCheck {
  switch (format) {
    case 'standard':
      return checkStandard(headers, body, key, now);
    case 'sendgrid':
      return checkSendgrid(headers, body, key, now);
    case 'mailgun':
      return checkMailgun(body, key, now);
    case 'postmark':
      return checkPostmark(headers, key);
  }
}

/**
 * HMAC-SHA256 over `id.timestamp.body`; several signatures while a secret is rotated.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
function checkStandard(headers: IntakeHeaders, body: string, key: string, now: Date): SignatureCheck {
  const [id, timestamp, signatures] = [
    headers['webhook-id'],
    headers['webhook-timestamp'],
    headers['webhook-signature'],
  ];
  if (!id || !timestamp || !signatures) return refused('missing');
  const isSigned = key.split(/[\s,]+/).some((secret) => {
    const wanted = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
      .update(`${id}.${timestamp}.${body}`)
      .digest('base64');
    return signatures.split(' ').some((signature) => isSame(signature, `v1,${wanted}`));
  });
  return isSigned ? fresh(timestamp, now) : refused('wrong');
}

/**
 * ECDSA over timestamp and body; the key is the public one that SendGrid shows, in base64.
 *
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
function checkSendgrid(headers: IntakeHeaders, body: string, key: string, now: Date): SignatureCheck {
  const signature = headers['x-twilio-email-event-webhook-signature'];
  const timestamp = headers['x-twilio-email-event-webhook-timestamp'];
  if (!signature || !timestamp) return refused('missing');
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  return verify('sha256', Buffer.from(timestamp + body), publicKey, Buffer.from(signature, 'base64'))
    ? fresh(timestamp, now)
    : refused('wrong');
}

/**
 * HMAC-SHA256 of timestamp and token, both in the body beside the event; the body itself is not signed, which is
 * Mailgun's rule and not ours.
 *
 * @see https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
function checkMailgun(body: string, key: string, now: Date): SignatureCheck {
  const { timestamp, token, signature } = mailgunSignature(body);
  if (!timestamp || !token || !signature) return refused('missing');
  const wanted = createHmac('sha256', key)
    .update(timestamp + token)
    .digest('hex');
  return isSame(signature, wanted) ? fresh(timestamp, now) : refused('wrong');
}

function mailgunSignature(body: string): Record<string, string | undefined> {
  try {
    return ((JSON.parse(body) as { signature?: Record<string, string> } | null)?.signature ?? {}) as Record<
      string,
      string
    >;
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
  const { authorization } = headers;
  if (!authorization) return refused('missing');
  return isSame(authorization, `Basic ${Buffer.from(key).toString('base64')}`) ? { ok: true } : refused('wrong');
}

function fresh(timestampSeconds: string, now: Date): SignatureCheck {
  const age = Math.abs(now.getTime() / 1000 - Number(timestampSeconds));
  return age <= windowSeconds ? { ok: true } : refused('stale');
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const refused = (reason: 'missing' | 'wrong' | 'stale'): SignatureCheck => ({ ok: false, reason });
