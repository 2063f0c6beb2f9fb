import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { env } from '../../lambdas/env.ts';
import { startDynamo } from '../../local/dynoxide.ts';
import { createTables } from '../../local/provision.ts';
import { readWiring } from '../../local/wiring.ts';
import { localTemplates } from './local-templates.ts';
import { temporaryFolder } from './pipeline.ts';

/** Starts a separate DynamoDB for a test, with the tables of the template. */
export async function startTestDynamo() {
  const dataDir = temporaryFolder();
  const server = await startDynamo(dataDir);
  const client = new DynamoDBClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const wiring = readWiring('http://127.0.0.1:1', await localTemplates());
  await createTables(client, wiring.tables);
  const names = Object.assign({}, ...wiring.functions.map(({ environment }) => environment)) as Record<string, string>;
  const dynamo = DynamoDBDocumentClient.from(client);
  return {
    dynamo,
    platform: { dynamo, pause: (ms: number) => wait(ms), random: Math.random, serverNow: () => new Date() },
    ledgerTable: names[env.ledgerTable]!,
    threadsTable: names[env.threadsTable]!,
    controlTable: names[env.controlTable]!,
    consentTable: names[env.consentTable]!,
    async stop(): Promise<void> {
      client.destroy();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type TestDynamo = Awaited<ReturnType<typeof startTestDynamo>>;

/** Starts a database before the tests of a suite, and stops it after them. */
export function useTestDynamo(): () => TestDynamo {
  let database: TestDynamo;
  beforeAll(async () => {
    database = await startTestDynamo();
  }, 30_000);
  afterAll(() => database.stop());
  return () => database;
}
