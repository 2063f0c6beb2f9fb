import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { compact } from '../compact.ts';
import type {
  Ledger,
  MailRecord,
  NewDelivery,
  ReceivedMailRecording,
  RecordedEvent,
} from '../domain/delivery/ledger.ts';
import { TransientError } from '../domain/errors.ts';
import { sha256 } from '../domain/mail/identity.ts';
import { cancellationReasonsOf, conditionHolds, isUnmet } from './aws-error.ts';
import type { Row } from './dynamo-row.ts';
import { endOf, marksOf, ttlUnlessHeld } from './held-rows.ts';
import {
  conflictKey,
  deliveryKey,
  eventRowKey,
  externalKey,
  type Key,
  ledgerSecondsOf,
  mailKey,
  messageKey,
  pendingShard,
  ttlAfter,
} from './ledger-rows.ts';
import type { Platform } from './platform.ts';
import type { TransactItem } from './thread-claims.ts';

/** One row of a recording. */
export interface Recording {
  readonly item: TransactItem;
  /**
   * The item to write when the row exists; absent, or undefined: none.
   *
   * @param holder the row that exists
   */
  readonly instead?: (holder: Row) => TransactItem | undefined;
  readonly isExternal?: true;
}

/** Transactions on the same rows meet at most this often before one gives up its turn. */
const maxRounds = 10;

/** The outside world of a recording. */
export type RecordPlatform = Pick<Platform, 'dynamo' | 'pause'> & Partial<Pick<Platform, 'environment'>>;

/** Writes the rows of one mail in one transaction, around those that a copy or an earlier try has written. */
export function createRecordMail(platform: RecordPlatform, table: string): Ledger['recordMail'] {
  return async (mail, event, deliveries = []) => {
    const recorded = await writeRecordings(
      platform,
      mail,
      [],
      recordingsOf({ table, keptSeconds: ledgerSecondsOf(platform.environment) }, mail, event, deliveries),
    );
    return recorded.kind === 'recorded' ? compact({ conflictsWith: recorded.conflictsWith }) : {};
  };
}

/**
 * Writes the rows of a mail in one transaction, around those that are there.
 *
 * @param claims written as they are, or nothing is written
 * @throws TransientError after too many rounds
 */
export async function writeRecordings(
  { dynamo, pause }: RecordPlatform,
  { mailId }: MailRecord,
  claims: readonly TransactItem[],
  wanted: readonly Recording[],
): Promise<ReceivedMailRecording> {
  let recordings = wanted;
  let conflictsWith: string | undefined;
  for (let round = 0; round < maxRounds; round += 1) {
    try {
      const TransactItems = [...claims, ...recordings.map(({ item }) => item)];
      if (TransactItems.length > 0) await dynamo.send(new TransactWriteCommand({ TransactItems }));
      return compact({ kind: 'recorded', conflictsWith });
    } catch (error) {
      const reasons = cancellationReasonsOf(error);
      // A claim that another transaction is writing at this moment will not be ours either.
      if (reasons.slice(0, claims.length).some(hasCanceled)) return { kind: 'contended' };
      const ofRecordings = reasons.slice(claims.length);
      const external = ofRecordings[recordings.findIndex(({ isExternal }) => isExternal)];
      if (isUnmet(external)) conflictsWith = external?.Item?.eventId?.S;
      recordings = recordings.flatMap((recording, index) => remaining(recording, ofRecordings[index]));
      // A conflict with another transaction on the same rows passes by itself.
      if (!ofRecordings.some(isUnmet)) await pause(10 * 2 ** Math.min(round, 5));
    }
  }
  throw new TransientError(`the ledger rows of mail ${mailId} are contended`);
}

const hasCanceled = ({ Code = 'None' }: CancellationReason): boolean => Code !== 'None';

/** The recording as it is to be tried next: an item that takes its place where its row exists, or none. */
function remaining(recording: Recording, reason: CancellationReason | undefined): Recording[] {
  if (!isUnmet(reason)) return [recording];
  const item = recording.instead?.(unmarshall(reason?.Item ?? {}));
  return item === undefined ? [] : [{ item }];
}

/** Adds a delivery to an event; one that is there stays as it is. */
export const createAddDelivery =
  ({ dynamo, environment }: Omit<RecordPlatform, 'pause'>, table: string) =>
  async (delivery: NewDelivery): Promise<void> => {
    const ConditionExpression = 'attribute_not_exists(pk)';
    await conditionHolds(
      dynamo.send(
        new PutCommand({
          TableName: table,
          Item: deliveryItem(delivery, ledgerSecondsOf(environment)),
          ConditionExpression,
        }),
      ),
    );
  };

/** The ledger table, and the seconds that its rows stay. */
interface KeptLedger {
  readonly table: string;
  readonly keptSeconds: number;
}

/** The rows of one mail. A row that exists is left alone, except that a delivery gains the copy's recipients. */
export const recordingsOf = (
  ledger: KeptLedger,
  mail: MailRecord,
  event: RecordedEvent | undefined,
  deliveries: readonly NewDelivery[],
): Recording[] => {
  // The audit trail names the mail by it, beside the records that come of it.
  const messageHash = event?.messageId === undefined ? undefined : sha256(event.messageId);
  return [
    mailRecording(ledger, mail, messageHash),
    ...(event === undefined ? [] : eventRecordings(ledger, mail, event)),
    ...deliveries.map((delivery) => deliveryRecording(ledger, delivery, messageHash)),
  ];
};

/** A row to write whole, but for the marks of legal holds on one that is there. */
interface WholeRow {
  readonly key: Key;
  readonly attributes: Row;
  /** Attributes that an earlier row may have and this one lacks. */
  readonly absent?: readonly string[];
  /** Epoch seconds. */
  readonly ttl: number;
}

const wholeRow = (
  TableName: string,
  { key, attributes, absent = [], ttl }: WholeRow,
  condition: Pick<NonNullable<TransactItem['Update']>, 'ConditionExpression' | 'ExpressionAttributeValues'> = {},
): TransactItem => ({
  Update: {
    TableName,
    Key: key,
    UpdateExpression: [
      `SET ${[...Object.keys(attributes).map((name) => `#${name} = :${name}`), ttlUnlessHeld].join(', ')}`,
      ...(absent.length === 0 ? [] : [`REMOVE ${absent.map((name) => `#${name}`).join(', ')}`]),
    ].join(' '),
    ...condition,
    ExpressionAttributeNames: Object.fromEntries(
      [...Object.keys(attributes), ...absent, 'ttl'].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value])),
      ':ttl': ttl,
      ...condition.ExpressionAttributeValues,
    },
    ...compact({
      ReturnValuesOnConditionCheckFailure:
        condition.ConditionExpression === undefined ? undefined : ('ALL_OLD' as const),
    }),
  },
});

/** Fields that the row of a quarantined mail and that of a mail that was read do not both have. */
const mailFields = ['eventId', 'reason', 'receipt'] as const satisfies ReadonlyArray<keyof MailRecord>;

/**
 * A mail that was quarantined may be read after all; a mail that was read stays read. A real receipt replaces the
 * envelope and the verdicts of one that the sweep made.
 */
const mailRecording = (
  { table: TableName, keptSeconds }: KeptLedger,
  mail: MailRecord,
  messageHash: string | undefined,
): Recording => ({
  item: wholeRow(
    TableName,
    {
      key: mailKey(mail.mailId),
      attributes: compact({ ...mail, messageHash }),
      absent: mailFields.filter((field) => mail[field] === undefined),
      ttl: ttlAfter(new Date(mail.receivedAt), keptSeconds),
    },
    {
      ConditionExpression: 'attribute_not_exists(pk) OR #state = :quarantined',
      ExpressionAttributeValues: { ':quarantined': 'quarantined' },
    },
  ),
  instead: ({ receipt }) =>
    mail.receipt && !mail.receipt.recovered && receipt?.recovered
      ? {
          Update: {
            TableName,
            Key: mailKey(mail.mailId),
            UpdateExpression: 'SET receipt = :receipt, recipients = :recipients',
            ExpressionAttributeValues: { ':receipt': mail.receipt, ':recipients': mail.recipients },
          },
        }
      : undefined,
});

/** The event, its external id, which one content may hold, and its Message-ID, by which people look for it. */
function eventRecordings(
  { table: TableName, keptSeconds }: KeptLedger,
  { mailId, receivedAt }: MailRecord,
  { eventId, externalId, contentDigest, messageId }: RecordedEvent,
): Recording[] {
  const ttl = ttlAfter(new Date(receivedAt), keptSeconds);
  const event: Recording = {
    item: {
      Update: {
        TableName,
        Key: eventRowKey(eventId),
        UpdateExpression: `SET externalId = :externalId, contentDigest = :contentDigest, ${ttlUnlessHeld} ADD mails :mails`,
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':externalId': externalId,
          ':contentDigest': contentDigest,
          ':mails': new Set([mailId]),
          ':ttl': ttl,
        },
      },
    },
  };
  const external: Recording = {
    item: wholeRow(
      TableName,
      { key: externalKey(externalId), attributes: { eventId }, ttl },
      { ConditionExpression: 'attribute_not_exists(pk) OR #eventId = :eventId' },
    ),
    instead: (holder) =>
      wholeRow(TableName, { key: conflictKey(eventId), attributes: { conflictsWith: holder.eventId }, ttl }),
    isExternal: true,
  };
  if (messageId === undefined) return [event, external];
  const message = wholeRow(TableName, { key: messageKey(messageId, eventId), attributes: { eventId }, ttl });
  return [event, external, { item: message }];
}

const deliveryRecording = (
  { table: TableName, keptSeconds }: KeptLedger,
  delivery: NewDelivery,
  messageHash: string | undefined,
): Recording => ({
  item: {
    Put: {
      TableName,
      Item: compact({ ...deliveryItem(delivery, keptSeconds), messageHash }),
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  },
  instead: () => ({
    Update: {
      TableName,
      Key: deliveryKey(delivery),
      UpdateExpression: 'ADD recipients :recipients',
      ExpressionAttributeValues: { ':recipients': new Set(delivery.recipients) },
    },
  }),
});

const deliveryItem = ({ recipients, heldBy, ...delivery }: NewDelivery, keptSeconds: number): Row => ({
  ...deliveryKey(delivery),
  ...delivery,
  recipients: new Set(recipients),
  attempts: 0,
  fence: 0,
  steps: {},
  ...(delivery.settledAt === undefined
    ? { pendingShard: pendingShard(delivery.lane, delivery.eventId), ...marksOf(heldBy) }
    : endOf(ttlAfter(new Date(delivery.settledAt), keptSeconds), heldBy)),
});
