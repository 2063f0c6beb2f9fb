import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createSigner, signable } from './signer.ts';

export interface SignedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Absent: the function's own. */
  readonly region?: string;
}

export interface SignedAnswer {
  readonly status: number;
  readonly bytes: Uint8Array;
  /** The same as text. */
  readonly text: string;
}

/** The SDK's clients wait for as long as the function lives. */
const timeoutMs = 5_000;

/**
 * Calls a service without a client of its own, of which each costs a bundle and a cold start 100 KB and some ms: signed by
 * the SDK's own signer, with region, credentials and hash of a client that is there anyway. Repeats nothing.
 *
 * @returns what was answered, whatever the status; throws when there was no answer
 */
export function createSignedFetch(dynamo: Pick<DynamoDBDocumentClient, 'config'>, service: 's3' | 'events') {
  const signer = createSigner(dynamo, service);
  return async ({ method, url, headers = {}, body, region }: SignedRequest): Promise<SignedAnswer> => {
    const request = {
      method,
      ...signable(url),
      query: {},
      headers: { ...headers, host: url.host },
      ...(body !== undefined && { body }),
    };
    const signed = await signer.sign(request, region === undefined ? {} : { signingRegion: region });
    // fetch writes the host itself.
    const { host: _, ...rest } = signed.headers;
    const response = await fetch(url, {
      method,
      headers: rest,
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return {
      status: response.status,
      bytes,
      get text() {
        return bytes.toString('utf8');
      },
    };
  };
}
