import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createMappingsSeen, createPollMarks, createSweepTime } from '../../lambdas/aws/watermark.ts';
import { scriptedClient } from '../helpers/scripted-client.ts';

const time = new Date('2026-11-20T10:00:00.000Z');
const text = time.toISOString();
const clientOf = (...answers: object[]) => scriptedClient<DynamoDBDocumentClient>(...answers);

describe('marks in the ledger table', () => {
  it.each([
    [{}, undefined],
    [{ Item: { look: {}, ranAt: text } }, time],
    [{ Item: { time: '2026-11-01T10:00:00.000Z', ranAt: text } }, time],
    // A row of the version before.
    [{ Item: { time: text } }, time],
  ])('reads when the sweep last ran: %j', async (answer, mark) => {
    const { client } = clientOf(answer);

    expect(await createSweepTime(client, 'T').get()).toEqual(mark);
  });

  it('keeps the time of each connection', async () => {
    const { client, sent } = clientOf({ Item: { time: text } });
    const marks = createPollMarks(client, 'T');

    expect(await marks.get('main')).toEqual(time);
    await marks.set('other', time);

    expect(sent.map(({ input }) => input)).toMatchObject([
      { Key: { pk: 'CONNECTION#main', sk: 'POLLED' }, ConsistentRead: true },
      { Item: { pk: 'CONNECTION#other', sk: 'POLLED', time: text } },
    ]);
  });

  it('keeps the result of the last look at the mappings', async () => {
    const { client, sent } = clientOf({}, { Item: { time: text, errors: 3 } });
    const seen = createMappingsSeen(client, 'T');

    expect(await seen.get()).toBeUndefined();
    expect(await seen.get()).toEqual({ at: time, errors: 3 });
    await seen.set({ at: time, errors: 4 });
    expect(sent.at(-1)?.input.Item).toEqual({ pk: 'MAPPINGS', sk: 'SEEN', time: text, errors: 4 });
  });
});
