import { PutCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { Ledger, MailRecord, NewDelivery, RecordedEvent } from '../domain/delivery/ledger.ts';
import { TransientError } from '../domain/errors.ts';
import { cancellationReasonsOf, conditionHolds, isUnmet } from './aws-error.ts';
import type { Row } from './dynamo-row.ts';
import {
  conflictKey,
  deliveryKey,
  doneTtlSeconds,
  eventRowKey,
  externalKey,
  mailKey,
  messageKey,
  pendingShard,
  ttlAfter,
} from './ledger-rows.ts';
import type { Platform } from './platform.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One row of a recording. */
interface Recording {
  readonly item: TransactItem;
  /**
   * The item to write when the row exists; absent: none.
   *
   * @param conflictsWith the event that holds the external id
   */
  readonly instead?: (conflictsWith: string | undefined) => TransactItem;
  readonly isExternal?: true;
}

/** Transactions on the same rows meet at most this often before one gives up its turn. */
const maxRounds = 10;

/** Writes the rows of one mail in one transaction, around those that a copy or an earlier try has written. */
export function createRecordMail(
  { dynamo, pause }: Pick<Platform, 'dynamo' | 'pause'>,
  table: string,
): Ledger['recordMail'] {
  return async (mail, event, deliveries = []) => {
    let recordings = recordingsOf(table, mail, event, deliveries);
    let conflictsWith: string | undefined;
    for (let round = 0; round < maxRounds; round += 1) {
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: recordings.map(({ item }) => item) }));
        return compact({ conflictsWith });
      } catch (error) {
        const reasons = cancellationReasonsOf(error);
        const external = reasons[recordings.findIndex(({ isExternal }) => isExternal)];
        if (isUnmet(external)) conflictsWith = external?.Item?.eventId?.S;
        recordings = recordings.flatMap((recording, index) =>
          isUnmet(reasons[index]) ? insteadOf(recording, conflictsWith) : recording,
        );
        // A conflict with another transaction on the same rows passes by itself.
        if (!reasons.some(isUnmet)) await pause(10 * 2 ** Math.min(round, 5));
        if (recordings.length === 0) return compact({ conflictsWith });
      }
    }
    throw new TransientError(`the ledger rows of mail ${mail.mailId} are contended`);
  };
}

const insteadOf = ({ instead }: Recording, conflictsWith: string | undefined): Recording[] =>
  instead === undefined ? [] : [{ item: instead(conflictsWith) }];

/** Adds a delivery to an event; one that is there stays as it is. */
export const createAddDelivery =
  ({ dynamo }: Pick<Platform, 'dynamo'>, table: string) =>
  async (delivery: NewDelivery): Promise<void> => {
    const ConditionExpression = 'attribute_not_exists(pk)';
    await conditionHolds(
      dynamo.send(new PutCommand({ TableName: table, Item: deliveryItem(delivery), ConditionExpression })),
    );
  };

/** The rows of one mail. A row that exists is left alone, except that a delivery gains the copy's recipients. */
const recordingsOf = (
  table: string,
  mail: MailRecord,
  event: RecordedEvent | undefined,
  deliveries: readonly NewDelivery[],
): Recording[] => [
  mailRecording(table, mail),
  ...(event === undefined ? [] : eventRecordings(table, mail.mailId, event)),
  ...deliveries.map((delivery) => deliveryRecording(table, delivery)),
];

/** A mail that was quarantined may be read after all; a mail that was read stays read. */
const mailRecording = (TableName: string, mail: MailRecord): Recording => ({
  item: {
    Put: {
      TableName,
      Item: { ...mailKey(mail.mailId), ...mail },
      ConditionExpression: 'attribute_not_exists(pk) OR #state = :quarantined',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':quarantined': 'quarantined' },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  },
});

/** The event, its external id, which one content may hold, and its Message-ID, by which people look for it. */
function eventRecordings(
  TableName: string,
  mailId: string,
  { eventId, externalId, contentDigest, messageId }: RecordedEvent,
): Recording[] {
  const event: Recording = {
    item: {
      Update: {
        TableName,
        Key: eventRowKey(eventId),
        UpdateExpression: 'SET externalId = :externalId, contentDigest = :contentDigest ADD mails :mails',
        ExpressionAttributeValues: {
          ':externalId': externalId,
          ':contentDigest': contentDigest,
          ':mails': new Set([mailId]),
        },
      },
    },
  };
  const external: Recording = {
    item: {
      Put: {
        TableName,
        Item: { ...externalKey(externalId), eventId },
        ConditionExpression: 'attribute_not_exists(pk) OR eventId = :eventId',
        ExpressionAttributeValues: { ':eventId': eventId },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    instead: (conflictsWith) => ({ Put: { TableName, Item: { ...conflictKey(eventId), conflictsWith } } }),
    isExternal: true,
  };
  if (messageId === undefined) return [event, external];
  return [event, external, { item: { Put: { TableName, Item: { ...messageKey(messageId, eventId), eventId } } } }];
}

const deliveryRecording = (TableName: string, delivery: NewDelivery): Recording => ({
  item: {
    Put: {
      TableName,
      Item: deliveryItem(delivery),
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

const deliveryItem = ({ recipients, ...delivery }: NewDelivery): Row => ({
  ...deliveryKey(delivery),
  ...delivery,
  recipients: new Set(recipients),
  attempts: 0,
  fence: 0,
  steps: {},
  ...(delivery.settledAt === undefined
    ? { pendingShard: pendingShard(delivery.lane, delivery.eventId) }
    : { ttl: ttlAfter(new Date(delivery.settledAt), doneTtlSeconds) }),
});
