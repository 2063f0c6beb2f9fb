import { createForwardings } from '../../lambdas/aws/dynamo-forwardings.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const forwardings = () => createForwardings(database().dynamo, database().ledgerTable);
const request = (eventId: string, at: string) => ({ eventId, integration: 'sales', service: 'gmail', at });

describe('createForwardings', () => {
  it('keeps each request once, and lists the newest last', async () => {
    expect(await forwardings().all()).toEqual([]);
    const newer = request('evt_1', '2026-11-20T12:00:00.000Z');
    const older = request('evt_2', '2026-11-19T12:00:00.000Z');
    for (const each of [newer, newer, older]) await forwardings().note(each);

    expect(await forwardings().all()).toEqual([older, newer]);
  });
});
