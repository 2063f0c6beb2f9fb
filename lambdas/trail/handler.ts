import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { AuditEvent } from '../domain/audit/audit-event.ts';
import { entriesOf, unreadableChange } from '../domain/audit/entries.ts';
import type { HashAddress } from '../domain/audit/pseudonym.ts';
import type { RowChange, TrailShard } from '../domain/audit/row-change.ts';
import { sha256 } from '../domain/mail/identity.ts';
import type { Log } from '../domain/mail/log.ts';
import type { EntryBatch } from './append-entries.ts';

export interface TrailDependencies {
  /** The shard of a table, by the ARN of its stream. */
  readonly shardOf: (streamArn: string) => TrailShard;
  readonly toChange: (shard: TrailShard, record: DynamoDBRecord) => RowChange;
  readonly hashAddress: () => Promise<HashAddress>;
  /** Appends each entry once. @returns how many were not there before */
  readonly append: (batch: EntryBatch) => Promise<number>;
  /** Hands entries to the bus of the customer; absent: there is none. */
  readonly publish?: (events: readonly AuditEvent[]) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
}

/** In ms: a bus that refuses entries for longer is passed by, because the stream keeps the changes for a day only. */
const busPatienceMs = 3_600_000;

/**
 * Writes the changes of one table into the audit trail. Returning means: every change that has an entry is in the trail, and
 * the bus has taken it, or has refused it for an hour. Lambda offers a batch again, whole or in halves, until it returns.
 */
export function createTrailHandler(dependencies: TrailDependencies) {
  const { shardOf, hashAddress, append, log } = dependencies;
  return async function handle({ Records }: DynamoDBStreamEvent): Promise<void> {
    const [first] = Records;
    if (first === undefined) return;
    const shard = shardOf(first.eventSourceARN ?? '');
    const hash = await hashAddress();
    const read = Records.map((record) => readRecord(dependencies, shard, record, hash));
    const events = read.flatMap((each) => each.events);
    const times = read.map(({ at }) => at);
    const oldest = new Date(times.reduce((a, b) => Math.min(a, b)));
    const newest = new Date(times.reduce((a, b) => Math.max(a, b)));
    const added = await append({ shard, events, oldest, newest });
    await publish(dependencies, events, oldest);
    log.info('trail.appended', { shard, changes: read.length, entries: events.length, added });
  };
}

/** The entries of one record. One that cannot be read has an entry that says so, because it will not be better tomorrow. */
function readRecord(
  { toChange, log, now }: TrailDependencies,
  shard: TrailShard,
  record: DynamoDBRecord,
  hash: HashAddress,
): { readonly events: readonly AuditEvent[]; readonly at: number } {
  try {
    const change = toChange(shard, record);
    return { events: entriesOf(change, hash), at: change.at };
  } catch (error) {
    const { eventID, dynamodb } = record;
    const id = eventID ?? dynamodb?.SequenceNumber ?? sha256(JSON.stringify(record));
    const seconds = dynamodb?.ApproximateCreationDateTime;
    const at = seconds === undefined ? now().getTime() : seconds * 1000;
    log.error('trail.unreadable', { shard, id, reason: error instanceof Error ? error.name : '' });
    const { pk, sk } = dynamodb?.Keys ?? {};
    const change = { shard, id, at, pk: pk?.S ?? '', sk: sk?.S ?? '', isExpired: false };
    return { events: [unreadableChange(change, hash)], at };
  }
}

/** Entries that were in the trail before are published again: nobody knows whether the bus had taken them. */
async function publish(
  { publish: toBus, log, now }: TrailDependencies,
  events: readonly AuditEvent[],
  oldest: Date,
): Promise<void> {
  if (toBus === undefined || events.length === 0) return;
  try {
    await toBus(events);
  } catch (error) {
    if (now().getTime() - oldest.getTime() < busPatienceMs) throw error;
    log.error('trail.unpublished', { entries: events.length, reason: error instanceof Error ? error.message : '' });
  }
}
