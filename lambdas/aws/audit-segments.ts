import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { SegmentPlace } from '../domain/audit/chain.ts';
import type { SegmentStore } from '../domain/audit/segment-store.ts';
import { errorNameOf } from './aws-error.ts';

/** Everything of the audit trail lies under it. */
const trailPrefix = 'trail/';
const suffix = '.ndjson.gz';
/** Digits of a number, so that keys are in the order of the numbers. */
const digits = 8;

const shardPrefix = (shard: string): string => `${trailPrefix}${shard}/`;
const dayPrefix = (shard: string, day: string): string => `${shardPrefix(shard)}${day}/`;

/** The key of a segment, as in `trail/ledger/2026-12-01/00000012.ndjson.gz`. */
const segmentKey = ({ shard, day, number }: SegmentPlace): string =>
  `${dayPrefix(shard, day)}${String(number).padStart(digits, '0')}${suffix}`;

/** The place that a key names; undefined for an object that is no segment. */
function placeOf(key: string): SegmentPlace | undefined {
  const [, shard, day, number] = /^trail\/(\w{1,20})\/(\d{4}-\d\d-\d\d)\/(\d{8})\.ndjson\.gz$/.exec(key) ?? [];
  if (shard === undefined || day === undefined || number === undefined) return undefined;
  return { shard, day, number: Number(number) };
}

/** Reads of the trail, for people. */
interface TrailReader {
  /** The days of a shard, oldest first. */
  days(shard: string): Promise<string[]>;
  /** The segments of a day in the order of their numbers. */
  segments(shard: string, day: string): AsyncGenerator<SegmentPlace>;
}

/** The segments of the audit trail in their bucket, compressed. A put is conditional, so that two writers make no fork. */
export function createAuditSegments(s3: S3Client, bucket: string): SegmentStore & TrailReader {
  const segments = (shard: string, day: string) => listSegments(s3, bucket, dayPrefix(shard, day));
  const days = (shard: string) => listDays(s3, bucket, shardPrefix(shard));
  return {
    days,
    segments,
    async last(shard) {
      const day = (await days(shard)).at(-1);
      let newest: SegmentPlace | undefined;
      if (day !== undefined) for await (const place of segments(shard, day)) newest = place;
      return newest;
    },
    get: (place) => getSegment(s3, bucket, place),
    async put({ place, text }) {
      try {
        const Body = gzipSync(text);
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: segmentKey(place), Body, IfNoneMatch: '*' }));
        return true;
      } catch (error) {
        // The second is for a put at the same moment; S3 says then that the client shall look again.
        if (['PreconditionFailed', 'ConditionalRequestConflict'].includes(errorNameOf(error))) return false;
        throw error;
      }
    },
  };
}

async function getSegment(s3: S3Client, Bucket: string, place: SegmentPlace): ReturnType<SegmentStore['get']> {
  try {
    const { Body, LastModified } = await s3.send(new GetObjectCommand({ Bucket, Key: segmentKey(place) }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return { text: textOf(bytes), storedAt: LastModified ?? new Date(0) };
  } catch (error) {
    if (errorNameOf(error) === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** An object that is not compressed is none of ours: its bytes are what there is to judge. */
function textOf(bytes: Uint8Array): string {
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return Buffer.from(bytes).toString('utf8');
  }
}

async function listDays(s3: S3Client, Bucket: string, Prefix: string): Promise<string[]> {
  const days: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '/', ContinuationToken }));
    for (const { Prefix: found = '' } of page.CommonPrefixes ?? []) days.push(found.slice(Prefix.length, -1));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return days.toSorted();
}

async function* listSegments(s3: S3Client, Bucket: string, Prefix: string): AsyncGenerator<SegmentPlace> {
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
    for (const { Key = '' } of page.Contents ?? []) {
      const place = placeOf(Key);
      if (place !== undefined) yield place;
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}
