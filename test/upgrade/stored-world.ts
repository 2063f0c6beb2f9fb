import { env } from '../../lambdas/env.ts';
import { everything } from '../chaos/traffic.ts';
import { World } from '../chaos/world.ts';

/** A message in the form in which SQS stores it. */
export interface StoredMessage {
  readonly body: string;
  readonly group?: string;
  /** The event that it carries, in base64. */
  readonly event?: string;
}

/** Stored data of a version, by the names of the functions' environment, so that it contains no resource names. */
export interface StoredWorld {
  /** Epoch ms, by the clock of the simulation. */
  readonly at: number;
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
  /** Objects by bucket and key, in base64. */
  readonly objects: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Messages in each queue. */
  readonly queues: Readonly<Record<string, readonly StoredMessage[]>>;
}

export const storedTables = ['ledgerTable', 'threadsTable', 'controlTable', 'consentTable'] as const;
export const storedBuckets = ['mailBucket', 'attachmentsBucket'] as const;

/** The queues, by the function that reads them. */
export const storedQueues = ['parse', 'sink', 'suppress', 'sweep', 'feedback'] as const;

const key = 'unique-a';
export const address = `${key}@inbound.example`;

/** Creates a deployment with one integration and no faults. */
export const createWorld = (): World =>
  new World({
    seed: 7,
    plan: {},
    integrations: {
      connections: { [key]: everything.connections[key]! },
      integrations: everything.integrations.filter((integration) => integration.key === key),
    },
    fifoDispatch: true,
    recordsMetrics: true,
  });

/** Serializes with sets marked as such: DynamoDB distinguishes sets and lists, and JSON has no sets. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, entry: unknown) => (entry instanceof Set ? { $set: [...entry] } : entry), 1);

export const fromJson = (text: string): StoredWorld =>
  JSON.parse(text, (_, entry: unknown) =>
    typeof entry === 'object' && entry !== null && '$set' in entry ? new Set(entry.$set as unknown[]) : entry,
  ) as StoredWorld;

/** Puts the stored data of a version into a deployment of this version. */
export function restore(world: World, stored: StoredWorld): void {
  for (const name of storedTables)
    for (const Item of stored.tables[name] ?? [])
      world.dynamo.execute('PutCommand', { TableName: world.names[env[name]], Item });
  for (const name of storedBuckets)
    for (const [Key, body] of Object.entries(stored.objects[name] ?? {}))
      world.s3.execute('PutObjectCommand', { Bucket: world.names[env[name]], Key, Body: Buffer.from(body, 'base64') });
  for (const name of storedQueues)
    for (const [index, { body, group, event }] of (stored.queues[name] ?? []).entries())
      world.inputOf(name).execute('SendMessageCommand', {
        MessageBody: body,
        ...(group !== undefined && { MessageGroupId: group, MessageDeduplicationId: `stored ${index}` }),
        ...(event !== undefined && {
          MessageAttributes: { event: { DataType: 'Binary', BinaryValue: Buffer.from(event, 'base64') } },
        }),
      });
}
