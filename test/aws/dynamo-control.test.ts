import { createDynamoControl, readIntegrations, writeIntegrations } from '../../lambdas/aws/dynamo-control.ts';
import type { IntegrationsFile } from '../../lambdas/domain/configuration/integration.ts';
import { anIntegration } from '../helpers/builders.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const start = Date.parse('2026-11-20T12:00:00.000Z');
const nothing: IntegrationsFile = { connections: {}, integrations: [] };
const main = { vendor: 'hubspot', baseUrl: 'https://api.hubapi.com', credentials: 'env:HUBSPOT' } as const;
const control = (now = () => start) => createDynamoControl(database().dynamo, database().controlTable, now);
const write = (before: IntegrationsFile, after: IntegrationsFile) =>
  writeIntegrations(database().dynamo, database().controlTable, before, after, 'laptop');
const read = () => readIntegrations(database().dynamo, database().controlTable);

describe('createDynamoControl', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', ''])(
    'knows no source and no connection %j',
    async (name) => {
      expect(await control().intake(name)).toBeUndefined();
      expect(await control().connection(name)).toBeUndefined();
    },
  );

  it('reads the file again after half a minute, and has the canary beside it', async () => {
    const clock = { ms: start };
    const cached = control(() => clock.ms);
    const keys = async () => (await cached.integrations()).map(({ key }) => key);
    const before = await keys();
    await write(nothing, { ...nothing, integrations: [anIntegration({ key: 'cached' })] });

    expect(await keys()).toEqual(before);
    expect(before).toHaveLength(1);
    clock.ms += 30_001;
    expect(await keys()).toEqual(['cached', ...before]);
    await write({ ...nothing, integrations: [anIntegration({ key: 'cached' })] }, nothing);
  });
});

describe('writeIntegrations', () => {
  it('makes the table say what the file says, and deletes what is gone', async () => {
    const many = Array.from({ length: 30 }, (_, nth) => anIntegration({ key: `many-${nth}` }));
    const first: IntegrationsFile = { connections: { main }, integrations: many };
    const second: IntegrationsFile = {
      connections: { main: { ...main, credentials: 'env:OTHER' } },
      integrations: many.slice(0, 2),
    };

    await write(nothing, first);
    expect((await read()).integrations).toHaveLength(30);
    await write(first, second);
    expect(await read()).toEqual(second);
    await write(second, nothing);
    expect(await read()).toEqual(nothing);
  });
});
