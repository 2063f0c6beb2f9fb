import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import { canaryIntegration } from '../domain/configuration/canary-integration.ts';
import type { Control } from '../domain/configuration/control.ts';
import type { IntakeSource, Integration, IntegrationsFile } from '../domain/configuration/integration.ts';
import type { Connection } from '../domain/crm/connection.ts';
import type { Mapping } from '../domain/mapping/mapping-schema.ts';
import { queryAll } from './dynamo-query.ts';

const integrationPartition = 'INTEGRATION';
const connectionPartition = 'CONNECTION';
const intakePartition = 'INTAKE';
const mappingPartition = 'MAPPING';

/** Integrations change rarely, and a warm function should not read them for every mail. */
const cacheMs = 30_000;

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

/** What stands in the control table. */
export async function readIntegrations(dynamo: DynamoDBDocumentClient, table: string): Promise<IntegrationsFile> {
  const partition = <T>(pk: string) =>
    queryAll<{ sk: string; value: T }>(dynamo, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
    });
  const [connections, integrations, intake, mappings] = await Promise.all([
    partition<Connection>(connectionPartition),
    partition<Integration>(integrationPartition),
    partition<IntakeSource>(intakePartition),
    partition<Mapping>(mappingPartition),
  ]);
  return compact({
    connections: Object.fromEntries(connections.map(({ sk, value }) => [sk, value])),
    integrations: integrations.map(({ value }) => value),
    mappings: mappings.length > 0 ? Object.fromEntries(mappings.map(({ sk, value }) => [sk, value])) : undefined,
    intake: intake.length > 0 ? Object.fromEntries(intake.map(({ sk, value }) => [sk, value])) : undefined,
  });
}

/** Makes the control table say what the file says: puts what is new or changed, deletes what is gone. */
export async function writeIntegrations(
  dynamo: DynamoDBDocumentClient,
  table: string,
  before: IntegrationsFile,
  after: IntegrationsFile,
): Promise<void> {
  const rows = (file: IntegrationsFile) =>
    new Map<string, { pk: string; sk: string; value: unknown }>([
      ...Object.entries(file.connections).map(
        ([sk, value]) => [`c ${sk}`, { pk: connectionPartition, sk, value }] as const,
      ),
      ...Object.entries(file.intake ?? {}).map(
        ([sk, value]) => [`w ${sk}`, { pk: intakePartition, sk, value }] as const,
      ),
      ...Object.entries(file.mappings ?? {}).map(
        ([sk, value]) => [`m ${sk}`, { pk: mappingPartition, sk, value }] as const,
      ),
      ...file.integrations.map(
        (value) => [`i ${value.key}`, { pk: integrationPartition, sk: value.key, value }] as const,
      ),
    ]);
  const [old, wanted] = [rows(before), rows(after)];
  const requests = [
    ...[...wanted.values()].map((Item) => ({ PutRequest: { Item } })),
    ...[...old].filter(([id]) => !wanted.has(id)).map(([, { pk, sk }]) => ({ DeleteRequest: { Key: { pk, sk } } })),
  ];
  for (let rest = requests; rest.length > 0; ) {
    const { UnprocessedItems } = await dynamo.send(
      new BatchWriteCommand({ RequestItems: { [table]: rest.slice(0, 25) } }),
    );
    rest = [...((UnprocessedItems?.[table] ?? []) as typeof rest), ...rest.slice(25)];
  }
}
