import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { isScanStatus, type ScanStatus, scanTag } from '../domain/mail/object-scan.ts';
import { objectUrl } from './s3-get-object.ts';
import { createSignedFetch } from './signed-fetch.ts';

/** Reads the result of a scan from the tag of its object; undefined where there is none. */
export type ReadScanTag = (key: string) => Promise<ScanStatus | undefined>;

const tag = /<Tag>\s*<Key>([^<]{1,128})<\/Key>\s*<Value>([^<]{0,256})<\/Value>\s*<\/Tag>/g;

/**
 * GetObjectTagging without the SDK's client of S3, as `createGetObject` reads objects.
 *
 * @param endpoint of buckets that are not at AWS; path style
 * @throws Error with the status of an answer that is no list of tags
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html
 */
export function createReadScanTag(
  dynamo: Pick<DynamoDBDocumentClient, 'config'>,
  bucket: string,
  endpoint: string | undefined,
): ReadScanTag {
  const signed = createSignedFetch(dynamo, 's3');
  return async (key) => {
    const url = objectUrl(bucket, key, await dynamo.config.region(), endpoint);
    url.searchParams.set('tagging', '');
    const { status, text } = await signed({ method: 'GET', url });
    // Retention was faster.
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`S3 answered ${status} for the tags of an object`);
    const [, , value] = [...text.matchAll(tag)].find(([, name]) => name === scanTag) ?? [];
    return isScanStatus(value) ? value : undefined;
  };
}
