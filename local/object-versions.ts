import type { buildApp } from 'fauxqs';
import { escapeHtml } from '../lambdas/domain/mail/text.ts';
import type { ListingStore } from './fauxqs-listing.ts';

type App = ReturnType<typeof buildApp>;

/** The part of fauxqs' store of objects that a list of versions shows. */
interface StoredVersion {
  readonly key: string;
  readonly lastModified?: Date;
  readonly etag?: string;
  readonly contentLength?: number;
}

/**
 * Answers ListObjectVersions, which the emulator takes for a list of objects. Its buckets have no versions: each object is
 * its only one, with the id `null`, as S3 lists a bucket without versioning.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
export function answerVersions(app: App, store: ListingStore): void {
  app.addHook('onRequest', async (request, reply) => {
    const url = new URL(request.url, 'http://localhost');
    const bucket = /^\/([^/]+)\/?$/.exec(url.pathname)?.[1];
    if (request.method !== 'GET' || bucket === undefined || !url.searchParams.has('versions')) return;
    if (!store.buckets.has(bucket)) {
      await reply
        .code(404)
        .type('application/xml')
        .send('<Error><Code>NoSuchBucket</Code><Message>-</Message></Error>');
      return;
    }
    await reply.type('application/xml').send(versionsXml(store, bucket, url.searchParams));
  });
}

function versionsXml(store: ListingStore, bucket: string, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const maxKeys = Number(query.get('max-keys') ?? 1000);
  const page = store.listObjects(bucket, { prefix, maxKeys, startAfter: query.get('key-marker') ?? '' });
  const last = page.objects.at(-1)?.key;
  const next =
    page.isTruncated && last !== undefined
      ? `<NextKeyMarker>${escapeHtml(last)}</NextKeyMarker><NextVersionIdMarker>null</NextVersionIdMarker>`
      : '';
  return (
    `<?xml version="1.0" encoding="UTF-8"?><ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">` +
    `<Name>${escapeHtml(bucket)}</Name><Prefix>${escapeHtml(prefix)}</Prefix><MaxKeys>${maxKeys}</MaxKeys>` +
    `<IsTruncated>${page.isTruncated}</IsTruncated>${next}${page.objects.map(versionXml).join('')}</ListVersionsResult>`
  );
}

const versionXml = ({ key, lastModified, etag = '', contentLength = 0 }: StoredVersion): string =>
  `<Version><Key>${escapeHtml(key)}</Key><VersionId>null</VersionId><IsLatest>true</IsLatest>` +
  `<LastModified>${(lastModified ?? new Date(0)).toISOString()}</LastModified><ETag>${escapeHtml(etag)}</ETag>` +
  `<Size>${contentLength}</Size><StorageClass>STANDARD</StorageClass></Version>`;
