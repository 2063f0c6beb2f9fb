import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';

/** Reads one small object as text; undefined when there is no such object. */
export type GetObject = (bucket: string, key: string) => Promise<string | undefined>;

export interface GetObjectDependencies {
  /** Its region, credentials and hash are used, so that they are looked up once. */
  readonly dynamo: Pick<DynamoDBDocumentClient, 'config'>;
  /** Where buckets are, when not at AWS; path style. */
  readonly endpoint?: string | undefined;
  readonly pause: (ms: number) => Promise<unknown>;
  /** In [0, 1). */
  readonly random: () => number;
}

const tries = 4;
/** The SDK's client waits for as long as the function lives; an event of some KB that is not there by then never comes. */
const timeoutMs = 5_000;

/**
 * GetObject without the SDK's client of S3, which is a quarter of a bundle and of a cold start for the one call that sink
 * and redrive make. Signed by the SDK's own signer, repeated as its standard mode repeats.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function createGetObject({ dynamo, endpoint, pause, random }: GetObjectDependencies): GetObject {
  const { config } = dynamo;
  const signer = new SignatureV4({
    service: 's3',
    region: config.region,
    credentials: config.credentials,
    sha256: config.sha256,
    // S3 signs the path as it is sent.
    uriEscapePath: false,
  });
  return async (bucket, key) => {
    const url = addressOf(bucket, key, await config.region(), endpoint);
    for (let trial = 1; ; trial += 1) {
      const answer = await get(signer, url).catch((error: Error) => error);
      if (!(answer instanceof Error) && answer.status === 200) return answer.text;
      const error = answer instanceof Error ? answer : failureOf(answer);
      if (error.name === 'NoSuchKey') return undefined;
      const isPassing = answer instanceof Error || answer.status >= 500 || answer.status === 429;
      if (!isPassing || trial === tries) throw error;
      await pause(random() * 100 * 2 ** trial);
    }
  };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function get(signer: SignatureV4, url: URL): Promise<Answer> {
  const request = {
    method: 'GET',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port && { port: Number(url.port) }),
    path: url.pathname,
    query: {},
    headers: { host: url.host },
  };
  const { headers } = await signer.sign(request);
  // fetch writes the host itself.
  const { host: _, ...rest } = headers;
  const response = await fetch(url, { headers: rest, signal: AbortSignal.timeout(timeoutMs) });
  return { status: response.status, text: await response.text() };
}

/** Keys of ours hold nothing that a path would have to escape but what is escaped here, `/` excepted. */
function addressOf(bucket: string, key: string, region: string, endpoint: string | undefined): URL {
  const path = key.split('/').map(encodeURIComponent).join('/');
  if (endpoint !== undefined) return new URL(`${endpoint.replace(/\/$/, '')}/${bucket}/${path}`);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${bucket}.s3.${region}.${suffix}/${path}`);
}

/** S3 names its errors in XML: `<Error><Code>NoSuchKey</Code>…`. */
function failureOf({ status, text }: Answer): Error {
  const error = new Error(`S3 answered ${status}`);
  error.name = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? `Http${status}`;
  return error;
}
