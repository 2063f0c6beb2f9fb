import { createBrake } from '../../lambdas/aws/dynamo-brake.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();
const until = new Date('2026-11-20T11:00:00.000Z');

describe('createBrake', () => {
  it('counts mails of a window, and a repetition of one not again', async () => {
    const count = createBrake(database().dynamo, database().ledgerTable);
    const window = { key: 'sender-1', until };

    expect(await count(window, 'evt_1', 2)).toBe(1);
    expect(await count(window, 'evt_1', 2)).toBe(1);
    expect(await count(window, 'evt_2', 2)).toBe(2);
  });

  it('reports a full window to a new mail, and not to a mail that it has counted', async () => {
    const count = createBrake(database().dynamo, database().ledgerTable);
    const window = { key: 'sender-2', until };
    for (const eventId of ['evt_1', 'evt_2']) await count(window, eventId, 2);

    expect(await count(window, 'evt_3', 2)).toBe(3);
    expect(await count(window, 'evt_1', 2)).toBe(2);
  });

  it('counts each window by itself, also when many mails come at once', async () => {
    const count = createBrake(database().dynamo, database().ledgerTable);
    const ids = Array.from({ length: 8 }, (_, nth) => `evt_${nth}`);

    const counts = await Promise.all(ids.map((eventId) => count({ key: 'sender-3', until }, eventId, 5)));

    expect(counts.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 6, 6]);
    expect(await count({ key: 'sender-4', until }, 'evt_1', 5)).toBe(1);
  });
});
