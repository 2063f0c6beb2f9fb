import { BatchWriteCommand, type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { ledgerSecondsOf, mailKey, ttlAfter } from '../lambdas/aws/ledger-rows.ts';
import { countItems, type IndexTable, planIndex, sumOfCounts } from '../lambdas/aws/mail-index-plan.ts';
import { nothingIndexed } from '../lambdas/aws/mail-index-rows.ts';
import { wordsOfCard, writeWords } from '../lambdas/aws/mail-index-words.ts';
import { compact } from '../lambdas/compact.ts';
import type { Delivery } from '../lambdas/domain/delivery/delivery.ts';
import type { MailRecord } from '../lambdas/domain/delivery/ledger.ts';
import { cardsOf } from '../lambdas/domain/delivery/mail-cards.ts';
import type { EmailReceived } from '../lambdas/domain/mail/event.ts';
import type { SubjectHash } from '../lambdas/domain/mail/subject-hash.ts';

/** A real mail of the pipeline, whose content stands for that of many. */
export interface RealMail {
  readonly mail: MailRecord;
  readonly deliveries: readonly Delivery[];
  readonly event: EmailReceived;
}

interface Filling {
  readonly dynamo: DynamoDBDocumentClient;
  readonly table: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly hash: SubjectHash;
}

/** Words of subjects; each mail has four of them, and a number of its own. */
const vocabulary = 'offer invoice order meeting question delivery contract price engine report quarter travel'.split(
  ' ',
);
/** One mail in so many is dead. */
const deadOneIn = 1000;
/** Mails of one transaction, which takes 100 items. */
const perTransaction = 20;
/** In ms: between two mails, so that 100,000 are some weeks. */
const apartMs = 20_000;

export const subjectAt = (index: number): string =>
  [0, 1, 2, 3].map((nth) => vocabulary[(index * (nth + 3) + nth * 5) % vocabulary.length]).join(' ');
export const addressAt = (index: number): string => `person${index % 5000}@company${index % 500}.example`;

/**
 * Writes mails into the ledger and the index: rows as the deployed function makes them, straight into the table. Their content is that of
 * the real mails in turn, their words and fates are their own.
 */
export async function fillIndex(filling: Filling, real: readonly RealMail[], count: number): Promise<void> {
  const keptSeconds = ledgerSecondsOf(filling.environment);
  const target: IndexTable = { table: filling.table, hash: filling.hash, keptSeconds };
  const newest = Date.now() - 60_000;
  for (let start = 0; start < count; start += perTransaction) {
    const some = Array.from({ length: Math.min(perTransaction, count - start) }, (_, nth) =>
      mailAt(real, start + nth, newest - (start + nth) * apartMs),
    );
    await writeMails(filling, target, some);
  }
}

function mailAt(real: readonly RealMail[], index: number, receivedMs: number): RealMail {
  const { mail, deliveries, event } = real[index % real.length]!;
  const { from, ...message } = event.message;
  const fate = index % deadOneIn === 7 ? 'dead' : 'delivered';
  return {
    mail: {
      ...mail,
      mailId: index.toString(16).padStart(40, '0'),
      receivedAt: new Date(receivedMs).toISOString(),
    },
    deliveries: deliveries.map((delivery) => ({ ...delivery, fate })),
    event: {
      ...event,
      message: { ...message, subject: `${subjectAt(index)} n${index}`, from: { ...from, address: addressAt(index) } },
    },
  };
}

async function writeMails({ dynamo, table }: Filling, target: IndexTable, mails: readonly RealMail[]): Promise<void> {
  const cards = mails.flatMap((each) => cardsOf([each.mail], each.deliveries).map((card) => ({ card, ...each })));
  const rows = mails.map(({ mail }) => ({
    PutRequest: {
      Item: compact({
        ...mail,
        ...mailKey(mail.mailId),
        ttl: ttlAfter(new Date(mail.receivedAt), target.keptSeconds),
      }),
    },
  }));
  await dynamo.send(new BatchWriteCommand({ RequestItems: { [table]: rows } }));
  await writeWords(
    { dynamo, table },
    target,
    cards.map(({ card, mail, deliveries, event }) => ({ card, words: wordsOfCard(card, { mail, deliveries, event }) })),
  );
  const plans = cards.flatMap(({ card }) => planIndex(target, { mailId: card.mailId }, nothingIndexed, [card]) ?? []);
  const TransactItems = [
    ...plans.flatMap(({ items }) => items),
    ...countItems(target, sumOfCounts(plans.map(({ counts }) => counts))),
  ];
  await dynamo.send(new TransactWriteCommand({ TransactItems }));
}
