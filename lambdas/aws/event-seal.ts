import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { EmailReceived } from '../domain/mail/event.ts';
import { readCredentials } from './secrets.ts';
import { readSettings, type Settings } from './settings.ts';

/** In characters of JSON: compressing a longer event takes longer than reading it from S3, and it rarely fits. */
const maxSealedLength = 256 * 1024;
/** A character has three bytes of UTF-8 at most. */
const maxOpenedBytes = 3 * maxSealedLength;

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts events for the way through a queue, and decrypts them. */
export interface EventSeal {
  /** @returns undefined when the event is too large */
  seal(event: EmailReceived): Promise<Uint8Array | undefined>;
  /** @returns undefined when the bytes are not this event under this key: its object in S3 is read instead */
  open(sealed: Uint8Array, eventId: string): Promise<EmailReceived | undefined>;
}

/**
 * The seal of this deployment: compressed JSON under AES-256-GCM, with a key for each event, derived from the secret that
 * both parse and sink read already. SQS encrypts the body of a message but not its attributes.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
 */
export function createEventSeal(environment: Settings): EventSeal {
  const { addressKey } = readSettings(environment, ['addressKey']);
  const keyFor = async (eventId: string): Promise<Uint8Array> => {
    const secret = await readCredentials(addressKey, environment);
    return new Uint8Array(hkdfSync('sha256', secret, eventId, 'postern event in a queue message', 32));
  };
  return {
    async seal(event) {
      const json = jsonOf(event);
      return json === undefined ? undefined : encrypt(deflateRawSync(json), await keyFor(event.eventId));
    },
    async open(sealed, eventId) {
      const compressed = decrypt(sealed, await keyFor(eventId));
      // Only parse has the key, as the writer of `EmailReceived`: nothing else is checked.
      return compressed && JSON.parse(inflateRawSync(compressed, { maxOutputLength: maxOpenedBytes }).toString());
    },
  };
}

/** @returns undefined when the event is too large, as its longest texts often show without the JSON */
function jsonOf(event: EmailReceived): string | undefined {
  const { text = '', html = '' } = event.body;
  if (text.length + html.length > maxSealedLength) return undefined;
  const json = JSON.stringify(event);
  return json.length > maxSealedLength ? undefined : json;
}

function encrypt(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const encryption = createCipheriv(cipher, key, nonce);
  const encrypted = Buffer.concat([encryption.update(bytes), encryption.final()]);
  return Buffer.concat([nonce, encryption.getAuthTag(), encrypted]);
}

/** @returns undefined when the bytes were cut, altered, or encrypted under another key */
function decrypt(sealed: Uint8Array, key: Uint8Array): Uint8Array | undefined {
  if (sealed.length < nonceBytes + tagBytes) return undefined;
  const nonce = sealed.subarray(0, nonceBytes);
  const decryption = createDecipheriv(cipher, key, nonce, { authTagLength: tagBytes });
  decryption.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return Buffer.concat([decryption.update(sealed.subarray(nonceBytes + tagBytes)), decryption.final()]);
  } catch {
    return undefined;
  }
}
