import { type DynamoDBDocumentClient, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { normalizeAddress } from '../domain/mail/address.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';
import { type OutboundIndex, outboundEntries } from '../domain/threads/thread.ts';
import type { ThreadEntry } from '../domain/threads/thread-entry.ts';
import { conditionHolds } from './aws-error.ts';
import { ttlUnlessHeld } from './held-rows.ts';
import { messageRow, threadTtl } from './thread-rows.ts';

/**
 * The Message-IDs of mail that the account sent, in the thread index: an answer to such a mail joins its conversation. A row
 * that an answer has made first gains the mark that the mail is ours, its recipients and its campaign: these count as
 * evidence, and nobody else may write them. A row that a stranger to the mail has made becomes ours altogether.
 *
 * @param subjectHash the keyed hash of addresses
 * @param inactiveDays how long rows stay after their mail
 */
export function createDynamoOutboundIndex(
  dynamo: DynamoDBDocumentClient,
  table: string,
  subjectHash: () => Promise<SubjectHash>,
  inactiveDays: number,
): OutboundIndex {
  const update = (input: Omit<UpdateCommandInput, 'TableName'>) =>
    dynamo.send(new UpdateCommand({ TableName: table, ...input }));

  return {
    async learn(tenant, mail) {
      const hashOf = await subjectHash();
      for (const entry of outboundEntries(tenant, mail, (address) => hashOf(tenant, normalizeAddress(address)))) {
        const Key = { pk: messageRow(tenant, entry.messageId) };
        const isOurs = await conditionHolds(update({ Key, ...answeredEarlier(entry, inactiveDays) }));
        if (!isOurs) await update({ Key, ...usurped(entry, inactiveDays) });
      }
    },
  };
}

const threadOnce = [
  'threadKey = if_not_exists(threadKey, :threadKey)',
  'threadSince = if_not_exists(threadSince, :threadSince)',
];
const threadAnew = ['threadKey = :threadKey', 'threadSince = :threadSince'];

/** Keeps the conversation of a row that a recipient's answer made, or a copy of one of our own people. */
function answeredEarlier(entry: ThreadEntry, inactiveDays: number): Omit<UpdateCommandInput, 'TableName' | 'Key'> {
  const { set, values } = common(entry, inactiveDays);
  const people = Object.fromEntries((entry.participants ?? []).map((person, nth) => [`:person${nth}`, person]));
  const isRecipient = ['attribute_not_exists(namedBy)', ...inList('namedBy', Object.keys(people))].join(' OR ');
  return {
    UpdateExpression: `SET ${[...set, ...threadOnce].join(', ')}`,
    ConditionExpression: `(attribute_not_exists(sender) OR isOutbound = :yes) AND (${isRecipient})`,
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: { ...values, ...people },
  };
}

/** Takes the row from a stranger who named our id, or mailed under it, without being a recipient of the mail. */
function usurped(entry: ThreadEntry, inactiveDays: number): Omit<UpdateCommandInput, 'TableName' | 'Key'> {
  const { set, values } = common(entry, inactiveDays);
  return {
    UpdateExpression: `SET ${[...set, ...threadAnew].join(', ')} REMOVE sender, namedBy, isGuest`,
    ExpressionAttributeNames: { '#ttl': 'ttl' },
    ExpressionAttributeValues: values,
  };
}

function common({ threadKey, threadSince, participants, campaign }: ThreadEntry, inactiveDays: number) {
  return {
    set: [
      'isOutbound = :yes',
      'participants = :participants',
      ttlUnlessHeld,
      ...(campaign === undefined ? [] : ['campaign = :campaign']),
    ],
    values: compact({
      ':yes': true,
      ':participants': participants,
      ':threadKey': threadKey,
      ':threadSince': threadSince,
      ':ttl': threadTtl(threadSince, inactiveDays),
      ':campaign': campaign || undefined,
    }),
  };
}

const inList = (name: string, values: readonly string[]): string[] =>
  values.length === 0 ? [] : [`${name} IN (${values.join(', ')})`];
