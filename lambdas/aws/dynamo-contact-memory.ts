import { BatchGetCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { ContactLookUp } from '../domain/crm/contact-fields.ts';
import { TransientError } from '../domain/errors.ts';
import type { ContactMemory } from '../domain/planning/ask-contact.ts';
import { askedDays } from '../retention.ts';
import { decodeRow } from './dynamo-row.ts';
import { askedKey, personKey, toKnownPerson, ttlAfter } from './ledger-rows.ts';

const askedTtlSeconds = askedDays * 86_400;

/** Answers of CRMs in the ledger table: the one that a delivery remembers with the person, and the one to a question beside it. */
export const createDynamoContactMemory = (
  dynamo: Pick<DynamoDBDocumentClient, 'send'>,
  table: string,
): ContactMemory => ({
  async recall(person) {
    const { Responses, UnprocessedKeys } = await dynamo.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: [personKey(person), askedKey(person)] } } }),
    );
    if (UnprocessedKeys?.[table] !== undefined) throw new TransientError('the ledger throttled a read of a person');
    const rows = Responses?.[table] ?? [];
    const [known, asked] = [personKey(person), askedKey(person)].map((key) => rows.find(({ sk }) => sk === key.sk));
    return compact({
      known: known && toKnownPerson(known),
      asked: asked && decodeRow<{ lookUp: ContactLookUp }>(asked, ['lookUp']).lookUp,
    });
  },
  async keep(person, lookUp) {
    const ttl = ttlAfter(new Date(lookUp.at), askedTtlSeconds);
    await dynamo.send(new PutCommand({ TableName: table, Item: { ...askedKey(person), lookUp, ttl } }));
  },
});
