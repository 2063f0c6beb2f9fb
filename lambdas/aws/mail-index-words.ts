import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Delivery } from '../domain/delivery/delivery.ts';
import type { MailRecord } from '../domain/delivery/ledger.ts';
import {
  filterWords,
  integrationWord,
  type MailCardFacts,
  placeOfMail,
  threadWord,
  trustBandOf,
} from '../domain/delivery/mail-cards.ts';
import type { EmailReceived } from '../domain/mail/event.ts';
import { searchWordsOf } from '../domain/mail/search-words.ts';
import { builtInRules, redact } from '../domain/understanding/data-loss.ts';
import type { DynamoTable, Row } from './dynamo-row.ts';
import { ttlAfter } from './ledger-rows.ts';
import type { IndexTable } from './mail-index-plan.ts';
import { wordKey } from './mail-index-rows.ts';

/** Most requests that one BatchWriteItem takes. */
const requestsPerBatch = 25;

/** The content that the words of a card come from. */
interface CardContent {
  readonly mail: MailRecord;
  /** Those of the card's tenant. */
  readonly deliveries: readonly Delivery[];
  /** Absent: the mail has none, or it is gone. Only ids lead to the mail then. */
  readonly event?: EmailReceived | undefined;
}

/** All words of a card but its fates, which change. */
export function wordsOfCard({ integrations }: MailCardFacts, { mail, deliveries, event }: CardContent): string[] {
  const ids = [mail.mailId, ...(mail.eventId === undefined ? [] : [mail.eventId])];
  const own = new Set(integrations);
  const recipients = mail.recipients.filter(({ integration }) =>
    integrations.length === 0 ? integration === undefined || event === undefined : own.has(integration ?? ''),
  );
  const envelope = recipients.map(({ address }) => address);
  const trust = deliveries.find(({ trust: score }) => score !== undefined)?.trust ?? event?.trust;
  const filters = filterWords({
    kind: event?.classification.kind,
    trust: trustBandOf(trust?.score),
    attachments: event && (event.attachments.length > 0 ? 'yes' : 'no'),
  });
  const words = searchWordsOf(
    event === undefined ? wordsWithoutEvent(mail, ids, envelope) : wordsOfEvent(event, ids, envelope),
  );
  const threads = new Set(deliveries.flatMap((each) => (own.has(each.integration) ? [each.threadKey] : [])));
  return [...words, ...filters, ...integrations.map(integrationWord), ...[...threads].map(threadWord)];
}

/** A mail that was quarantined before it was read has the envelope; one whose event is gone has nothing but its ids. */
const wordsWithoutEvent = ({ state, receipt }: MailRecord, ids: readonly string[], envelope: readonly string[]) => ({
  ids,
  addresses:
    state === 'quarantined' ? [...(receipt?.mailFrom === undefined ? [] : [receipt.mailFrom]), ...envelope] : [],
});

function wordsOfEvent({ message }: EmailReceived, ids: readonly string[], envelope: readonly string[]) {
  const { from, sender, originalFrom, replyTo, to, cc, messageId, subject = '' } = message;
  const people = [from, originalFrom, sender, ...replyTo, ...to, ...cc];
  return {
    ids,
    messageId,
    addresses: [...people.flatMap((each) => each?.address ?? []), ...envelope],
    // Nobody finds a mail by the number of a card that is in its subject.
    subject: redact(subject, builtInRules),
  };
}

/** Writes the rows of words; each may be there already. */
export async function writeWords(
  { dynamo, table }: DynamoTable,
  { hash, keptSeconds }: Pick<IndexTable, 'hash' | 'keptSeconds'>,
  cards: ReadonlyArray<{ readonly card: MailCardFacts; readonly words: readonly string[] }>,
): Promise<void> {
  const items = cards.flatMap(({ card, words }) => {
    const ttl = ttlAfter(new Date(card.receivedAt), keptSeconds);
    return words.map((word): Row => ({ ...wordKey(card.tenant, hash(card.tenant, word), placeOfMail(card)), ttl }));
  });
  let rest = items.map((Item) => ({ PutRequest: { Item } }));
  while (rest.length > 0) {
    const { UnprocessedItems } = await dynamo.send(
      new BatchWriteCommand({ RequestItems: { [table]: rest.slice(0, requestsPerBatch) } }),
    );
    const unprocessed = (UnprocessedItems?.[table] ?? []) as typeof rest;
    rest = [...unprocessed, ...rest.slice(requestsPerBatch)];
  }
}
