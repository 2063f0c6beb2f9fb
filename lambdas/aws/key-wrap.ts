import { hkdfSync, randomBytes } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { TransientError } from '../domain/errors.ts';
import { keyPurpose } from '../env.ts';
import { decrypt, encrypt } from './sealed-event.ts';
import { readCredentials } from './secrets.ts';
import { readSettings, type Settings } from './settings.ts';
import { createSignedFetch } from './signed-fetch.ts';

/** Makes keys of tenants, and reads them; a key is stored only under another one. */
export interface KeyWrap {
  /** A new key, and its stored form. */
  make(tenant: string): Promise<{ readonly key: Uint8Array; readonly wrapped: string }>;
  /** @throws TransientError when KMS refuses, or does not answer */
  unwrap(wrapped: string, tenant: string): Promise<Uint8Array>;
}

const [kmsPrefix, localPrefix] = ['kms:', 'local:'];
const keyBytes = 32;

/** KMS binds a wrapped key to it, and policies can name it. */
const contextOf = (tenant: string) => ({ purpose: keyPurpose, tenant });

const keyAnswer = z.object({ Plaintext: z.string(), CiphertextBlob: z.optional(z.string()) });

/** The outside world of a wrap. */
interface KeyWrapOptions {
  readonly dynamo: Pick<DynamoDBDocumentClient, 'config'>;
  readonly environment: Settings;
  /** The stage's key, where new keys are made. @default they are made as on a laptop */
  readonly keyArn?: string | undefined;
  /** The key of addresses, from which a laptop derives its own. @default the secret of the environment */
  readonly readAddressKey?: () => Promise<string>;
}

/**
 * The stage's key in KMS, by calls without a client of its own; on a laptop, which has no KMS, a key that is derived from the
 * key of addresses.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
 */
export function createKeyWrap(options: KeyWrapOptions): KeyWrap {
  const { dynamo, environment, keyArn, readAddressKey = () => addressKeyOf(environment) } = options;
  const kms = async (operation: string, request: object) => {
    const region = await dynamo.config.region();
    const endpoint = environment.AWS_ENDPOINT_URL_KMS ?? `https://kms.${region}.amazonaws.com`;
    const answer = await createSignedFetch(
      dynamo,
      'kms',
    )({
      method: 'POST',
      url: new URL(endpoint),
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` },
      body: JSON.stringify(request),
    });
    if (answer.status < 300) return keyAnswer.parse(JSON.parse(answer.text));
    // Also where somebody has disabled the key of the stage: its mail waits until it is back.
    throw new TransientError(`KMS answered ${operation} with ${answer.status}`);
  };
  const localKey = async (tenant: string): Promise<Uint8Array> => {
    return new Uint8Array(hkdfSync('sha256', await readAddressKey(), tenant, keyPurpose, keyBytes));
  };
  return {
    async make(tenant) {
      if (keyArn === undefined) {
        const key = randomBytes(keyBytes);
        const wrapped = encrypt(key, await localKey(tenant), tenant);
        return { key, wrapped: `${localPrefix}${Buffer.from(wrapped).toString('base64')}` };
      }
      const request = { KeyId: keyArn, KeySpec: 'AES_256', EncryptionContext: contextOf(tenant) };
      const { Plaintext, CiphertextBlob = '' } = await kms('GenerateDataKey', request);
      return { key: Buffer.from(Plaintext, 'base64'), wrapped: `${kmsPrefix}${CiphertextBlob}` };
    },
    async unwrap(wrapped, tenant) {
      if (wrapped.startsWith(localPrefix)) {
        const bytes = Buffer.from(wrapped.slice(localPrefix.length), 'base64');
        return decrypt(bytes, await localKey(tenant), tenant);
      }
      const CiphertextBlob = wrapped.slice(kmsPrefix.length);
      const { Plaintext } = await kms('Decrypt', { CiphertextBlob, EncryptionContext: contextOf(tenant) });
      return Buffer.from(Plaintext, 'base64');
    },
  };
}

const addressKeyOf = (environment: Settings): Promise<string> =>
  readCredentials(readSettings(environment, ['addressKey']).addressKey, environment);
