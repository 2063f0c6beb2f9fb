import { type AwsRequest, headerOf, type IamCall, type KeyUse } from './iam-call.ts';

/** A bucket, and the object in it when the request names one. */
interface S3Target {
  readonly bucket: string;
  readonly key?: string;
  readonly query: URLSearchParams;
}

/** Reads a path-style target; undefined for the root. */
export function s3TargetOf(target: string): S3Target | undefined {
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  if (bucket === '') return undefined;
  const parsed = new URLSearchParams(query);
  return key === '' ? { bucket, query: parsed } : { bucket, key: decoded(key), query: parsed };
}

/** The ARN of a bucket, or of an object in it. */
export const objectArn = (bucket: string, key?: string): string =>
  key === undefined ? `arn:aws:s3:::${bucket}` : `arn:aws:s3:::${bucket}/${key}`;

/**
 * The calls of an S3 request. A request under SSE-KMS uses the key with the rights of the caller: a read
 * decrypts, a write makes a data key, and the parts of a multipart upload need both.
 *
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
export function s3Calls(request: AwsRequest): readonly IamCall[] | undefined {
  const target = s3TargetOf(request.target);
  if (target === undefined)
    return request.method === 'GET' ? [{ action: 's3:ListAllMyBuckets', resource: '*' }] : undefined;
  const { bucket, key, query } = target;
  if (!isUnderstood(query, key === undefined ? bucketParameters : objectParameters)) return undefined;
  if (key === undefined) return bucketCalls(request, bucket, query);
  const resource = objectArn(bucket, key);
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return [readCall(request, resource, query)];
    case 'PUT':
      return putCalls(request, resource, query);
    case 'POST':
      return query.has('uploads') || query.has('uploadId')
        ? [put(request, resource, ['GenerateDataKey', 'Decrypt']), ...settingCalls(request, resource)]
        : undefined;
    case 'DELETE':
      return [{ action: deletion(query), resource }];
    default:
      return undefined;
  }
}

/** Parameters that a request on an object may have; another name, such as `acl`, is an operation of its own. */
const objectParameters = new Set([
  'versionId',
  'tagging',
  'uploads',
  'uploadId',
  'partNumber',
  'max-parts',
  'part-number-marker',
  'response-content-type',
  'response-content-disposition',
]);
/** The same of a request on a bucket. */
const bucketParameters = new Set([
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'marker',
  'start-after',
  'continuation-token',
  'encoding-type',
  'fetch-owner',
  'versions',
  'key-marker',
  'version-id-marker',
  'uploads',
  'upload-id-marker',
  'max-uploads',
  'location',
  'versioning',
  'notification',
  'lifecycle',
]);
/** Those whose value decides which operation it is: S3 and its emulator take an empty one for none. */
const decisive = ['uploadId', 'partNumber', 'versionId'];

/** Whether a query says nothing but what is known here, and says it once. */
function isUnderstood(query: URLSearchParams, known: ReadonlySet<string>): boolean {
  // The SDK names its operation, and a presigned address its signature.
  const names = [...query.keys()].filter((name) => name !== 'x-id' && !/^x-amz-/i.test(name));
  return (
    names.every((name) => known.has(name)) &&
    decisive.every((name) => !query.has(name) || (query.get(name) !== '' && query.getAll(name).length === 1))
  );
}

/**
 * The call that decides how S3 answers for an object that is not there: with the right to list the bucket 404, without it
 * 403, so that nobody learns which objects there are.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export const absentObjectCall = (bucket: string): IamCall => ({ action: 's3:ListBucket', resource: objectArn(bucket) });

/** Operations on a bucket, by what its query names. */
const bucketReads: ReadonlyArray<readonly [parameter: string, action: string]> = [
  ['versions', 's3:ListBucketVersions'],
  ['uploads', 's3:ListBucketMultipartUploads'],
  ['location', 's3:GetBucketLocation'],
  ['versioning', 's3:GetBucketVersioning'],
  ['notification', 's3:GetBucketNotification'],
  ['lifecycle', 's3:GetLifecycleConfiguration'],
];

function bucketCalls(request: AwsRequest, bucket: string, query: URLSearchParams): readonly IamCall[] | undefined {
  const resource = objectArn(bucket);
  switch (request.method) {
    case 'HEAD':
      return [{ action: 's3:ListBucket', resource }];
    case 'GET': {
      const [, action = 's3:ListBucket'] = bucketReads.find(([parameter]) => query.has(parameter)) ?? [];
      return [{ action, resource, ...(/List/.test(action) && { context: listing(query) }) }];
    }
    case 'PUT':
      return query.size === 0 ? [{ action: 's3:CreateBucket', resource }] : undefined;
    case 'DELETE':
      return query.size === 0 ? [{ action: 's3:DeleteBucket', resource }] : undefined;
    default:
      return undefined;
  }
}

/** Context keys of a list: a key of a parameter that the request does not have is absent, and no empty text. */
const listing = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    ['prefix', 'delimiter'].flatMap((name) => {
      const value = query.get(name);
      return value === null ? [] : [[`s3:${name}`, value]];
    }),
  );

function readCall(request: AwsRequest, resource: string, query: URLSearchParams): IamCall {
  if (query.has('uploadId')) return { action: 's3:ListMultipartUploadParts', resource };
  const version = query.has('versionId') ? 'Version' : '';
  if (query.has('tagging')) return { action: `s3:GetObject${version}Tagging`, resource };
  const action = `s3:GetObject${version}`;
  // A HEAD sends no content; only to show a checksum S3 has to decrypt (API_HeadObject).
  const isBare = request.method === 'HEAD' && headerOf(request, 'x-amz-checksum-mode') === undefined;
  return isBare ? { action, resource } : { action, resource, keyUse: ['Decrypt'] };
}

function putCalls(request: AwsRequest, resource: string, query: URLSearchParams): IamCall[] | undefined {
  if (query.has('tagging')) return [{ action: 's3:PutObjectTagging', resource }];
  const isPart = query.has('partNumber');
  const calls = [put(request, resource, isPart ? ['GenerateDataKey', 'Decrypt'] : ['GenerateDataKey'])];
  const copied = headerOf(request, 'x-amz-copy-source');
  const source = copied === undefined ? [] : copySourceCalls(copied);
  return source && [...calls, ...settingCalls(request, resource), ...source];
}

/** The object that the header of a copy names; undefined where it names no object. Its path may be encoded, its slash too. */
function copySourceCalls(copied: string): IamCall[] | undefined {
  const [path = '', version] = copied.split(/\?(.*)/s);
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decoded(path)) ?? [];
  if (bucket === undefined || key === undefined) return undefined;
  const action = version?.startsWith('versionId=') === true ? 's3:GetObjectVersion' : 's3:GetObject';
  return [{ action, resource: objectArn(bucket, key), keyUse: ['Decrypt'] }];
}

/** Settings beside the object in the headers of a write, each with a right of its own. */
const settings: ReadonlyArray<readonly [header: string, action: string]> = [
  ['x-amz-tagging', 's3:PutObjectTagging'],
  ['x-amz-acl', 's3:PutObjectAcl'],
  ['x-amz-object-lock-mode', 's3:PutObjectRetention'],
  ['x-amz-object-lock-legal-hold', 's3:PutObjectLegalHold'],
];

const settingCalls = (request: AwsRequest, resource: string): IamCall[] =>
  settings.filter(([header]) => headerOf(request, header) !== undefined).map(([, action]) => ({ action, resource }));

/**
 * A write. Its headers may name another key than that of the bucket, or none: then S3 takes one of its own. A later read
 * does not say so, and is asked for the key of the bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
function put(request: AwsRequest, resource: string, keyUse: readonly KeyUse[]): IamCall {
  const call = { action: 's3:PutObject', resource };
  const algorithm = headerOf(request, 'x-amz-server-side-encryption');
  const isOfCaller = headerOf(request, 'x-amz-server-side-encryption-customer-algorithm') !== undefined;
  if (algorithm === undefined && !isOfCaller) return { ...call, keyUse };
  const namedKey = headerOf(request, 'x-amz-server-side-encryption-aws-kms-key-id');
  const isUnderKey = algorithm?.startsWith('aws:kms') === true && namedKey !== undefined;
  return isUnderKey ? { ...call, keyUse, namedKey } : call;
}

const deletion = (query: URLSearchParams): string =>
  query.has('uploadId')
    ? 's3:AbortMultipartUpload'
    : query.has('versionId')
      ? 's3:DeleteObjectVersion'
      : query.has('tagging')
        ? 's3:DeleteObjectTagging'
        : 's3:DeleteObject';

/** Text that is no valid encoding stays as it is: no pattern of ours matches it. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
