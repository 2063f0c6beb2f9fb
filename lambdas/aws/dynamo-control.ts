import { isDeepStrictEqual } from 'node:util';
import { BatchWriteCommand, type BatchWriteCommandInput, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { canaryIntegration } from '../domain/configuration/canary-integration.ts';
import type { Control } from '../domain/configuration/control.ts';
import type { IntakeSource, Integration, IntegrationsFile } from '../domain/configuration/integration.ts';
import type { Connection } from '../domain/crm/connection.ts';
import type { Mapping } from '../domain/mapping/mapping-schema.ts';
import { queryAll } from './dynamo-query.ts';
import { decodeRow } from './dynamo-row.ts';

const integrationPartition = 'INTEGRATION';
const connectionPartition = 'CONNECTION';
const intakePartition = 'INTAKE';
const mappingPartition = 'MAPPING';

/** A row of the control table: a named part of the integrations file. */
interface ControlRow<T> {
  readonly pk: string;
  /** The name. */
  readonly sk: string;
  readonly value: T;
  /** Who wrote it; absent in rows of earlier versions. */
  readonly by?: string;
}

/** Integrations change rarely, and a warm function should not read them for every mail. */
const cacheMs = 30_000;

/** Most requests that one BatchWriteItem takes. */
const requestsPerBatch = 25;

/** Integrations and connections in the control table. */
export function createDynamoControl(dynamo: DynamoDBDocumentClient, table: string, now: () => number): Control {
  let cached: { readonly until: number; readonly file: Promise<IntegrationsFile> } | undefined;
  const current = (): Promise<IntegrationsFile> => {
    if (cached === undefined || cached.until < now()) {
      const file = readIntegrations(dynamo, table);
      cached = { until: now() + cacheMs, file };
      file.catch(() => {
        cached = undefined;
      });
    }
    return cached.file;
  };
  return {
    integrations: async () => [...(await current()).integrations, canaryIntegration],
    connection: async (name) => ownValue((await current()).connections, name),
    intake: async (name) => ownValue((await current()).intake ?? {}, name),
    mappings: async () => (await current()).mappings ?? {},
  };
}

/** Names come from outside: `constructor` is none of ours. */
const ownValue = <T>(values: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/** Reads the integrations file out of the control table. */
export async function readIntegrations(dynamo: DynamoDBDocumentClient, table: string): Promise<IntegrationsFile> {
  const partition = <T>(pk: string) =>
    queryAll(
      dynamo,
      {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
      },
      (row) => decodeRow<ControlRow<T>>(row, ['sk', 'value']),
    );
  const [connections, integrations, intake, mappings] = await Promise.all([
    partition<Connection>(connectionPartition),
    partition<Integration>(integrationPartition),
    partition<IntakeSource>(intakePartition),
    partition<Mapping>(mappingPartition),
  ]);
  return compact({
    connections: byName(connections),
    integrations: integrations.map(({ value }) => value),
    mappings: mappings.length > 0 ? byName(mappings) : undefined,
    intake: intake.length > 0 ? byName(intake) : undefined,
  });
}

const byName = <T>(rows: ReadonlyArray<ControlRow<T>>): Record<string, T> =>
  Object.fromEntries(rows.map(({ sk, value }) => [sk, value]));

/**
 * Writes the file into the control table: puts rows that are new or changed, deletes rows that are gone.
 *
 * @param by the verified identity of whoever applies it, for the audit trail
 */
export async function writeIntegrations(
  dynamo: DynamoDBDocumentClient,
  table: string,
  before: IntegrationsFile,
  after: IntegrationsFile,
  by: string,
): Promise<void> {
  const current = new Map(controlRows(before).map((row) => [nameOf(row), row]));
  const wanted = new Map(controlRows(after).map((row) => [nameOf(row), row]));
  const requests: Requests = [
    ...[...wanted]
      .filter(([name, { value }]) => !isDeepStrictEqual(current.get(name)?.value, value))
      .map(([, row]) => ({ PutRequest: { Item: { ...row, by } } })),
    ...[...current.values()]
      .filter((row) => !wanted.has(nameOf(row)))
      .map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
  ];
  for (let rest = requests; rest.length > 0; ) {
    const { UnprocessedItems } = await dynamo.send(
      new BatchWriteCommand({ RequestItems: { [table]: rest.slice(0, requestsPerBatch) } }),
    );
    rest = [...(UnprocessedItems?.[table] ?? []), ...rest.slice(requestsPerBatch)];
  }
}

type Requests = NonNullable<BatchWriteCommandInput['RequestItems']>[string];

const nameOf = ({ pk, sk }: ControlRow<unknown>): string => `${pk} ${sk}`;

function controlRows({
  connections,
  intake = {},
  mappings = {},
  integrations,
}: IntegrationsFile): Array<ControlRow<unknown>> {
  const rowsOf = (pk: string, values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).map(([sk, value]) => ({ pk, sk, value }));
  return [
    ...rowsOf(connectionPartition, connections),
    ...rowsOf(intakePartition, intake),
    ...rowsOf(mappingPartition, mappings),
    ...integrations.map((value) => ({ pk: integrationPartition, sk: value.key, value })),
  ];
}
