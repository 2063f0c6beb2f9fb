import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { EmailReceived } from '../domain/mail/event.ts';

// An event as it is stored for tenants with a key of their own: a line that names the form, a line with the keys, and the
// compressed JSON under AES-256-GCM. Its key is random, and lies in the second line under the key of each tenant.

/** Keys of tenants, by the tenant. */
export type TenantKeys = ReadonlyMap<string, Uint8Array>;

const form = 'postern-sealed-event/1\n';
const cipher = 'aes-256-gcm';
const [keyBytes, nonceBytes, tagBytes] = [32, 12, 16];

/** The content key of an event under the key of each tenant, in base64. */
type WrappedKeys = Readonly<Record<string, string>>;

/** A sealed event, split into its parts. */
interface SealedParts {
  readonly keys: WrappedKeys;
  readonly content: Uint8Array;
}

/** Seals an event for tenants: each can open it with their own key. */
export function sealEvent(event: EmailReceived, tenants: TenantKeys): Uint8Array {
  const contentKey = randomBytes(keyBytes);
  const keys: WrappedKeys = Object.fromEntries(
    [...tenants].map(([tenant, key]) => [tenant, wrapContentKey(contentKey, key, { tenant, eventId: event.eventId })]),
  );
  const content = encrypt(deflateRawSync(JSON.stringify(event)), contentKey, event.eventId);
  return Buffer.concat([Buffer.from(`${form}${JSON.stringify(keys)}\n`), content]);
}

/** Whether stored bytes are a sealed event; the others are JSON. */
export const isSealed = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, form.length)).toString('latin1') === form;

/** @throws SyntaxError for bytes that are no sealed event */
export function readSealed(bytes: Uint8Array): SealedParts {
  const end = bytes.indexOf(0x0a, form.length);
  if (!isSealed(bytes) || end < 0) throw new SyntaxError('the stored event has no form that this version knows');
  const keys = JSON.parse(Buffer.from(bytes.subarray(form.length, end)).toString('utf8')) as WrappedKeys;
  return { keys, content: bytes.subarray(end + 1) };
}

/** Opens the content of a sealed event with its own key. @throws Error when it was altered, or is that of another event */
export const openContent = ({ content }: SealedParts, contentKey: Uint8Array, eventId: string): EmailReceived =>
  // Only parse writes events, as `EmailReceived`: nothing else is checked.
  JSON.parse(inflateRawSync(decrypt(content, contentKey, eventId)).toString('utf8'));

/** Whose key wraps the content key of which event. */
interface WrappedFor {
  readonly tenant: string;
  readonly eventId: string;
}

const boundTo = ({ tenant, eventId }: WrappedFor): string => `${eventId} ${tenant}`;

const wrapContentKey = (contentKey: Uint8Array, tenantKey: Uint8Array, whose: WrappedFor): string =>
  Buffer.from(encrypt(contentKey, tenantKey, boundTo(whose))).toString('base64');

/** @throws Error under another key than the one that it was wrapped with */
export const unwrapContentKey = (wrapped: string, tenantKey: Uint8Array, whose: WrappedFor): Uint8Array =>
  decrypt(Buffer.from(wrapped, 'base64'), tenantKey, boundTo(whose));

/** @param boundTo what the bytes belong to: they open with no other */
export function encrypt(bytes: Uint8Array, key: Uint8Array, boundTo: string): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(boundTo));
  const encrypted = Buffer.concat([encryption.update(bytes), encryption.final()]);
  return Buffer.concat([nonce, encryption.getAuthTag(), encrypted]);
}

/** @throws Error when the bytes were cut, altered, or encrypted under another key or for something else */
export function decrypt(sealed: Uint8Array, key: Uint8Array, boundTo: string): Uint8Array {
  const decryption = createDecipheriv(cipher, key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decryption.setAAD(Buffer.from(boundTo)).setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decryption.update(sealed.subarray(nonceBytes + tagBytes)), decryption.final()]);
}
