import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { EmailReceived } from '../domain/mail/event.ts';
import type { MailStore } from '../domain/mail/mail-store.ts';
import type { StoredMail } from '../domain/mail/receipt.ts';
import { errorNameOf } from './aws-error.ts';
import { createEventReader, eventKey, eventPrefix } from './event-reader.ts';
import { sealEvent, type TenantKeys } from './sealed-event.ts';
import type { StoragePlatform } from './storage-platform.ts';
import { keysFor, type TenantKeyReader } from './tenant-keys.ts';

interface Buckets {
  readonly mail: string;
  readonly attachments: string;
}

/** Where SES writes raw mail; Postern never puts an object under it. */
export const rawPrefix = 'inbound/';
const receiptPrefix = 'receipts/';
export const receiptKey = (mailId: string): string => `${receiptPrefix}${mailId}.json`;

/** The smallest part of a multipart upload. */
const partBytes = 5 * 1024 * 1024;

/** How often an event is put while another copy is being written. */
const putTrials = 5;

/** The result of one call of ListObjectsV2. */
interface RawPage {
  /** The mails that are young enough. */
  readonly mails: readonly StoredMail[];
  /** The key of the last object of the page, whatever its age. */
  readonly last: string;
  readonly isLast: boolean;
}

export interface S3MailStore extends MailStore {
  getReceipt(mailId: string): Promise<string | undefined>;
  /** Whether the event is stored: a list, which needs no right to read it. */
  hasEvent(eventId: string): Promise<boolean>;
  /** The same for the receipt of a mail. */
  hasReceipt(mailId: string): Promise<boolean>;
  /** Ids of the mails whose receipts are kept as objects, a page at a time. */
  receiptIds(): AsyncIterable<string[]>;
  /** Ids of the events, a page at a time. */
  eventIds(): AsyncIterable<string[]>;
  /** All raw mail that was stored from then on, in the order of the keys, which is not the order of time. */
  rawMails(since: Date): AsyncIterable<StoredMail>;
  /**
   * The same, a page at a time, so that a scan of millions of objects can end and go on later.
   *
   * @param after the key behind which to begin
   */
  listRaw(since: Date, after?: string): AsyncIterable<RawPage>;
}

/** Mail, receipts and events in one bucket; attachments in their own, behind the malware scan. */
export function createS3MailStore(
  { s3, pause }: Pick<StoragePlatform, 's3' | 'pause'>,
  buckets: Buckets,
  tenantKeys: TenantKeyReader,
): S3MailStore {
  const getBytes = async (key: string): Promise<Uint8Array | undefined> => {
    const body = await open(s3, buckets.mail, key);
    return body?.transformToByteArray();
  };
  return {
    async openRaw(objectKey) {
      const body = await open(s3, buckets.mail, objectKey);
      if (body === undefined || isByteStream(body)) return body;
      throw new TypeError('S3 answered with no stream');
    },
    async putReceipt(mailId, notification) {
      await s3.send(
        new PutObjectCommand({
          Bucket: buckets.mail,
          Key: receiptKey(mailId),
          Body: notification,
          ContentType: 'application/json',
        }),
      );
    },
    async putEvent(event, tenants) {
      const stored = storedForm(event, await keysFor(tenantKeys, tenants));
      return putEvent({ s3, pause }, { Bucket: buckets.mail, Key: eventKey(event.eventId), ...stored });
    },
    ...createEventReader((_, key) => getBytes(key), buckets.mail, tenantKeys),
    async putAttachment(key, contentType, body) {
      // Multipart keeps one part in memory; a small attachment is still a single PutObject.
      await new Upload({
        client: s3,
        params: { Bucket: buckets.attachments, Key: key, Body: Readable.from(body), ContentType: contentType },
        partSize: partBytes,
        queueSize: 1,
      }).done();
    },
    async getReceipt(mailId) {
      const bytes = await getBytes(receiptKey(mailId));
      return bytes && new TextDecoder().decode(bytes);
    },
    hasEvent: (eventId) => isStored(s3, buckets.mail, eventKey(eventId)),
    hasReceipt: (mailId) => isStored(s3, buckets.mail, receiptKey(mailId)),
    receiptIds: () => listIds(s3, buckets.mail, receiptPrefix),
    eventIds: () => listIds(s3, buckets.mail, eventPrefix),
    async *rawMails(since) {
      for await (const { mails } of listRaw(s3, buckets.mail, since)) yield* mails;
    },
    listRaw: (since, after) => listRaw(s3, buckets.mail, since, after),
  };
}

/** The object of an event: sealed where there are keys of tenants, else JSON. */
export const storedForm = (
  event: EmailReceived,
  keys: TenantKeys,
): Required<Pick<PutObjectCommandInput, 'Body' | 'ContentType'>> =>
  keys.size === 0
    ? { Body: JSON.stringify(event), ContentType: 'application/json' }
    : { Body: sealEvent(event, keys), ContentType: 'application/octet-stream' };

/** Writes an event unless the first copy of its mail has: an event never changes. */
async function putEvent(
  { s3, pause }: Pick<StoragePlatform, 's3' | 'pause'>,
  stored: PutObjectCommandInput,
): Promise<boolean> {
  const put = new PutObjectCommand({ ...stored, IfNoneMatch: '*' });
  for (let trial = 1; ; trial += 1) {
    try {
      await s3.send(put);
      return true;
    } catch (error) {
      const name = errorNameOf(error);
      if (name === 'PreconditionFailed') return false;
      // Another copy is being written at this moment; the winner is known soon.
      if (name !== 'ConditionalRequestConflict' || trial === putTrials) throw error;
      await pause(50 * trial);
    }
  }
}

async function* listRaw(s3: S3Client, bucket: string, since: Date, after?: string): AsyncGenerator<RawPage> {
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: rawPrefix, StartAfter: after, ContinuationToken: token }),
    );
    const objects = (page.Contents ?? []).flatMap(({ Key, LastModified = since, Size = 0 }) =>
      Key === undefined ? [] : [{ objectKey: Key, storedAt: LastModified, size: Size }],
    );
    const mails = objects
      .filter(({ storedAt }) => storedAt >= since)
      .map(({ storedAt, ...mail }) => ({ ...mail, storedAt: storedAt.toISOString() }));
    const last = objects.at(-1)?.objectKey;
    token = page.NextContinuationToken;
    if (last !== undefined) yield { mails, last, isLast: token === undefined };
  } while (token !== undefined);
}

/** The names of the JSON objects under a prefix, a page at a time. */
async function* listIds(s3: S3Client, bucket: string, prefix: string): AsyncGenerator<string[]> {
  let token: string | undefined;
  do {
    const { Contents = [], NextContinuationToken } = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
    );
    yield Contents.flatMap(({ Key }) => (Key?.endsWith('.json') ? Key.slice(prefix.length, -'.json'.length) : []));
    token = NextContinuationToken;
  } while (token !== undefined);
}

/** An object is the first of those whose keys begin with its own. */
async function isStored(s3: S3Client, bucket: string, key: string): Promise<boolean> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }));
  return Contents[0]?.Key === key;
}

/** On Node the SDK answers with a stream of Node, which can be iterated. */
const isByteStream = (body: object): body is AsyncIterable<Uint8Array> => Symbol.asyncIterator in body;

async function open(s3: S3Client, bucket: string, key: string) {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body;
  } catch (error) {
    if (errorNameOf(error) === 'NoSuchKey') return undefined;
    throw error;
  }
}
