import { createDynamoContactMemory } from '../../lambdas/aws/dynamo-contact-memory.ts';
import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();

describe('createDynamoContactMemory', () => {
  it("keeps the CRM's answer to a question until the person is forgotten", async () => {
    const { dynamo, platform, ledgerTable } = database();
    const memory = createDynamoContactMemory(dynamo, ledgerTable);
    const lookUp = { at: '2026-11-20T12:00:00.000Z', asked: ['Stage'], fields: { Stage: 'lead' } };

    expect(await memory.recall('p1')).toEqual({});
    await memory.keep('p1', lookUp);
    expect(await memory.recall('p1')).toEqual({ asked: lookUp });
    await createDynamoLedger(platform, ledgerTable).forget('p1');
    expect(await memory.recall('p1')).toEqual({});
  });
});
