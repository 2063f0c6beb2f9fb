import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ObjectPresentation } from '../domain/mail/mail-store.ts';
import { objectUrl } from './s3-get-object.ts';
import { createSigner, signable } from './signer.ts';

/** In s: how long an address works; it is followed at once. */
const seconds = 60;

interface Presign {
  /** An address at which anybody who has it can fetch one object for a minute. */
  urlOf(bucket: string, key: string, presentation: ObjectPresentation): Promise<string>;
  /** The origin of all addresses of a bucket, for a page's content security policy. */
  originOf(bucket: string): Promise<string>;
}

/**
 * Signs addresses with the SDK's own signer.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function createPresign(
  dynamo: Pick<DynamoDBDocumentClient, 'config'>,
  endpoint: string | undefined,
  now: () => Date,
): Presign {
  const signer = createSigner(dynamo, 's3');
  const { region } = dynamo.config;
  const urlOf: Presign['urlOf'] = async (bucket, key, presentation) => {
    const url = objectUrl(bucket, key, await region(), endpoint);
    const { query = {} } = await signer.presign(
      {
        method: 'GET',
        ...signable(url),
        headers: { host: url.host },
        query: {
          'response-content-type': presentation.contentType,
          'response-content-disposition': presentation.disposition,
        },
      },
      { expiresIn: seconds, signingDate: now() },
    );
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    // A blank as %20: S3 signs it so.
    url.search = url.search.replaceAll('+', '%20');
    return url.href;
  };
  return {
    urlOf,
    originOf: async (bucket) => objectUrl(bucket, '', await region(), endpoint).origin,
  };
}
