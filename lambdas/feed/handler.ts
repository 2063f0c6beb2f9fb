import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { errorNameOf } from '../aws/aws-error.ts';
import type { createFeedWriter } from '../aws/dynamo-feed-writer.ts';
import { toFeedItem } from '../aws/feed-rows.ts';
import { isDeliveryKey } from '../aws/ledger-rows.ts';
import { indexChanges } from '../aws/mail-index-changes.ts';
import type { IndexMails } from '../aws/mail-index-writer.ts';
import { canaryTenant } from '../domain/configuration/canary-integration.ts';
import { isNotifyKey } from '../domain/configuration/integrations.ts';
import type { FeedItem } from '../domain/delivery/feed-entry.ts';
import type { Log } from '../domain/mail/log.ts';

export interface FeedDependencies {
  readonly append: ReturnType<typeof createFeedWriter>;
  /** Brings the index behind the list of mails up to date; does nothing where the stage has none. */
  readonly index: IndexMails;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Adds each new delivery among the changes of the ledger to the feed of its tenant, and after that brings the index of the mails up
 * to date. A repeated change adds nothing, so a batch that failed may come again as a whole.
 */
export function createFeedHandler({ append, index, log, now }: FeedDependencies) {
  return async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
    const read = Records.filter(isNewDelivery).map((record) => readItem(record, log));
    const items = read.flatMap((item) => (item !== undefined && isAnnounced(item) ? [item] : []));
    for (const [tenant, own] of Map.groupBy(items, (item) => item.tenant)) {
      await append(tenant, own);
      log.info('feed.added', { tenant, events: own.length });
    }
    await indexChanges({ index, log, now }, Records);
    // Lambda halves the batch until only these are left, and then keeps them aside.
    const unread = read.filter((item) => item === undefined).length;
    if (unread > 0) throw new Error(`${unread} deliveries cannot be read`);
  };
}

/** Deliveries that notify another connection belong to a mail that is announced already. */
const isAnnounced = ({ tenant, integration }: FeedItem): boolean =>
  tenant !== canaryTenant && !isNotifyKey(integration);

const isNewDelivery = ({ eventName, dynamodb }: DynamoDBRecord): boolean =>
  eventName === 'INSERT' && isDeliveryKey(dynamodb?.Keys?.sk?.S ?? '');

function readItem({ dynamodb }: DynamoDBRecord, log: Log): FeedItem | undefined {
  try {
    return toFeedItem(unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>));
  } catch (error) {
    log.error('feed.unread', { sequenceNumber: dynamodb?.SequenceNumber, error: errorNameOf(error) });
    return undefined;
  }
}
