import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { Ledger, MailRecord, NewDelivery, RecordedEvent } from '../domain/delivery/ledger.ts';
import { TransientError } from '../domain/errors.ts';
import { isConditionFailure } from './conditional-update.ts';
import {
  deliveryKey,
  doneTtlSeconds,
  eventRowKey,
  externalKey,
  mailKey,
  messageKey,
  pendingShard,
} from './ledger-rows.ts';
import type { Platform } from './platform.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One row of a recording, and what to write instead when its condition fails because the row exists. */
interface Recording {
  readonly item: TransactItem;
  readonly instead: (existing: Record<string, unknown>) => Recording | undefined;
}

/** Writes the rows of one mail in one transaction, around those that a copy or an earlier try has written. */
export function createRecordMail(
  { dynamo, pause }: Pick<Platform, 'dynamo' | 'pause'>,
  table: string,
): Ledger['recordMail'] {
  return async (mail, event, deliveries = []) => {
    let recordings = recordingsOf(table, mail, event, deliveries);
    let conflictsWith: string | undefined;
    for (let round = 0; round < 10; round += 1) {
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: recordings.map(({ item }) => item) }));
        return conflictsWith === undefined ? {} : { conflictsWith };
      } catch (error) {
        if ((error as Error).name !== 'TransactionCanceledException') throw error;
        const reasons = (error as TransactionCanceledException).CancellationReasons ?? [];
        const failed = (index: number): boolean => reasons[index]?.Code === 'ConditionalCheckFailed';
        const externalIndex = recordings.findIndex(({ item }) => item.Put?.Item?.sk === 'EXTERNAL');
        if (externalIndex >= 0 && failed(externalIndex)) conflictsWith = reasons[externalIndex]?.Item?.eventId?.S;
        recordings = recordings.flatMap((recording, index) =>
          failed(index) ? (recording.instead({ conflictsWith }) ?? []) : recording,
        );
        // A conflict with another transaction on the same rows passes by itself.
        if (!reasons.some((_, index) => failed(index))) await pause(10 * 2 ** Math.min(round, 5));
        if (recordings.length === 0) return conflictsWith === undefined ? {} : { conflictsWith };
      }
    }
    throw new TransientError(`the ledger rows of mail ${mail.mailId} are contended`);
  };
}

/** Adds a delivery to an event; one that is there stays as it is. */
export const createAddDelivery =
  ({ dynamo }: Pick<Platform, 'dynamo'>, table: string) =>
  async (delivery: NewDelivery): Promise<void> => {
    try {
      const ConditionExpression = 'attribute_not_exists(pk)';
      await dynamo.send(new PutCommand({ TableName: table, Item: itemOf(delivery), ConditionExpression }));
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
    }
  };

const itemOf = ({ recipients, ...rest }: NewDelivery): Record<string, unknown> => ({
  ...deliveryKey(rest),
  ...rest,
  recipients: new Set(recipients),
  attempts: 0,
  fence: 0,
  steps: {},
  ...(rest.settledAt === undefined
    ? { pendingShard: pendingShard(rest.lane, rest.eventId) }
    : { ttl: Math.floor(Date.parse(rest.settledAt) / 1000) + doneTtlSeconds }),
});

/** A mail that was quarantined may be read after all; one that was read stays so. */
const mailPut = (TableName: string, mail: MailRecord) => ({
  TableName,
  Item: { ...mailKey(mail.mailId), ...mail },
  ConditionExpression: 'attribute_not_exists(pk) OR #state = :quarantined',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: { ':quarantined': 'quarantined' },
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
});

/** The rows of one mail. A row that exists is left alone, except that a delivery gains the copy's recipients. */
function recordingsOf(
  table: string,
  mail: MailRecord,
  event: RecordedEvent | undefined,
  deliveries: readonly NewDelivery[],
): Recording[] {
  const put = (Item: Record<string, unknown>, instead: Recording['instead'], orSame = ''): Recording => ({
    item: {
      Put: compact({
        TableName: table,
        Item,
        ConditionExpression: `attribute_not_exists(pk)${orSame}`,
        ExpressionAttributeValues: orSame ? { ':eventId': Item.eventId } : undefined,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    },
    instead,
  });
  const nothing = (): undefined => undefined;
  const rows: Recording[] = [{ item: { Put: mailPut(table, mail) }, instead: nothing }];
  if (event !== undefined) {
    rows.push({
      item: {
        Update: {
          TableName: table,
          Key: eventRowKey(event.eventId),
          UpdateExpression: 'SET externalId = :externalId, contentDigest = :contentDigest ADD mails :mails',
          ExpressionAttributeValues: {
            ':externalId': event.externalId,
            ':contentDigest': event.contentDigest,
            ':mails': new Set([mail.mailId]),
          },
        },
      },
      instead: nothing,
    });
    const markConflict: Recording['instead'] = ({ conflictsWith }) => ({
      item: {
        Put: { TableName: table, Item: { ...eventRowKey(event.eventId), sk: 'CONFLICT', conflictsWith } },
      },
      instead: nothing,
    });
    rows.push(
      put({ ...externalKey(event.externalId), eventId: event.eventId }, markConflict, ' OR eventId = :eventId'),
    );
    if (event.messageId !== undefined) {
      rows.push({
        item: {
          Put: { TableName: table, Item: { ...messageKey(event.messageId, event.eventId), eventId: event.eventId } },
        },
        instead: nothing,
      });
    }
  }
  for (const delivery of deliveries) {
    const { recipients } = delivery;
    const Item = itemOf(delivery);
    rows.push(
      put(Item, () => ({
        item: {
          Update: {
            TableName: table,
            Key: deliveryKey(delivery),
            UpdateExpression: 'ADD recipients :recipients',
            ExpressionAttributeValues: { ':recipients': new Set(recipients) },
          },
        },
        instead: nothing,
      })),
    );
  }
  return rows;
}
