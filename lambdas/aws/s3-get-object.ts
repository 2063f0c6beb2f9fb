import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { createSignedFetch, type SignedAnswer } from './signed-fetch.ts';

/**
 * Reads one object into memory; undefined when there is no such object.
 *
 * @param maxBytes a larger object is not read
 * @throws ObjectTooLargeError for a larger object
 */
export type GetObject = (bucket: string, key: string, maxBytes?: number) => Promise<Uint8Array | undefined>;

/** An object has more bytes than its reader takes. */
export class ObjectTooLargeError extends Error {
  override readonly name = 'ObjectTooLargeError';
}

interface GetObjectDependencies {
  /** Lends its region, credentials and hash, so that they are looked up once. */
  readonly dynamo: Pick<DynamoDBDocumentClient, 'config'>;
  /** The endpoint of buckets that are not at AWS; path style. */
  readonly endpoint?: string | undefined;
  readonly pause: (ms: number) => Promise<unknown>;
  /** In [0, 1). */
  readonly random: () => number;
}

const tries = 4;
/** In ms: an event may have tens of MB. */
const readTimeoutMs = 10_000;

/**
 * GetObject without the SDK's client of S3, which is a quarter of a bundle for the one call that sink and redrive make;
 * repeated as the SDK's standard mode repeats.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function createGetObject({ dynamo, endpoint, pause, random }: GetObjectDependencies): GetObject {
  const { config } = dynamo;
  const signed = createSignedFetch(dynamo, 's3');
  return async (bucket, key, maxBytes) => {
    const url = objectUrl(bucket, key, await config.region(), endpoint);
    for (let trial = 1; ; trial += 1) {
      const request = compact({
        method: 'GET',
        url,
        timeoutMs: readTimeoutMs,
        maxBytes,
      });
      const answer = await signed(request).catch((error: Error) => error);
      if (!(answer instanceof Error) && answer.isTooLarge) throw new ObjectTooLargeError(`more than ${maxBytes} bytes`);
      if (!(answer instanceof Error) && answer.status === 200) return answer.bytes;
      const error = answer instanceof Error ? answer : failureOf(answer);
      if (error.name === 'NoSuchKey') return undefined;
      const isPassing = answer instanceof Error || answer.status >= 500 || answer.status === 429;
      if (!isPassing || trial === tries) throw error;
      await pause(random() * 100 * 2 ** trial);
    }
  };
}

/** The address of an object: virtual-hosted style at AWS, path style at an endpoint. */
export function objectUrl(bucket: string, key: string, region: string, endpoint: string | undefined): URL {
  const path = key.split('/').map(encodeURIComponent).join('/');
  if (endpoint !== undefined) return new URL(`${endpoint.replace(/\/$/, '')}/${bucket}/${path}`);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${bucket}.s3.${region}.${suffix}/${path}`);
}

/** S3 names its errors in XML: `<Error><Code>NoSuchKey</Code>…`. */
function failureOf({ status, text }: SignedAnswer): Error {
  const error = new Error(`S3 answered ${status}`);
  error.name = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? `Http${status}`;
  return error;
}
