import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { createSigner, signable } from './signer.ts';

/** Services that are called without a client of their own. */
export type SignedService = 's3' | 'events' | 'sts' | 'kms' | 'scheduler' | 'iam';

interface SignedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** @default the function's own */
  readonly region?: string;
  /** A successful answer with more bytes is not read. @default no limit */
  readonly maxBytes?: number;
  /** @default 5 s */
  readonly timeoutMs?: number;
}

export interface SignedAnswer {
  readonly status: number;
  /** The body has more than `maxBytes`, and none of them was read. */
  readonly isTooLarge: boolean;
  readonly bytes: Uint8Array;
  /** The bytes as text. */
  readonly text: string;
  /** The service's clock when it answered, in whole seconds. */
  readonly date: Date | undefined;
  /** The name of an error that REST services put into a header. */
  readonly errorType: string | undefined;
}

/** In ms. The SDK's clients wait for as long as the function lives. */
const usualTimeoutMs = 5_000;

/**
 * Calls a service without a client of its own: each client costs a bundle 100 KB, and a cold start some ms. Requests are
 * signed by the SDK's own signer, with region, credentials and hash of another client. Repeats nothing.
 *
 * @returns the answer, whatever its status; throws when there was none
 */
export function createSignedFetch(dynamo: Pick<DynamoDBDocumentClient, 'config'>, service: SignedService) {
  const signer = createSigner(dynamo, service);
  return async (wanted: SignedRequest): Promise<SignedAnswer> => {
    const { method, url, headers = {}, body, region, maxBytes = Number.POSITIVE_INFINITY } = wanted;
    const request = {
      method,
      ...signable(url),
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      ...compact({ body }),
    };
    const signed = await signer.sign(request, region === undefined ? {} : { signingRegion: region });
    // fetch writes the host itself.
    const { host: _, ...rest } = signed.headers;
    const response = await fetch(
      url,
      compact({
        method,
        headers: rest,
        body,
        signal: AbortSignal.timeout(wanted.timeoutMs ?? usualTimeoutMs),
      }),
    );
    const isTooLarge = response.ok && Number(response.headers.get('content-length') ?? 0) > maxBytes;
    if (isTooLarge) await response.body?.cancel();
    const bytes = isTooLarge ? Buffer.alloc(0) : Buffer.from(await response.arrayBuffer());
    const date = response.headers.get('date');
    return {
      status: response.status,
      isTooLarge,
      bytes,
      date: date === null ? undefined : new Date(date),
      errorType: response.headers.get('x-amzn-errortype') ?? undefined,
      get text() {
        return bytes.toString('utf8');
      },
    };
  };
}
