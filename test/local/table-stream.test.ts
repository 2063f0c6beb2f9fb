import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { IamCall } from '../../local/iam/iam-call.ts';
import { DeniedPollError } from '../../local/polled-queue.ts';
import { openTableStream } from '../../local/table-stream.ts';
import { useTestDynamo } from '../helpers/dynamo.ts';

const database = useTestDynamo();

async function streamOf(table: string, isDenied: (call: IamCall) => boolean = () => false) {
  const { hostname, port, protocol } = await database().dynamo.config.endpoint!();
  const calls: IamCall[] = [];
  const access = {
    runtimeKey: 'KEY',
    check: async (_: unknown, asked: () => readonly IamCall[]) => {
      calls.push(...asked());
      return asked().some(isDenied) ? {} : undefined;
    },
  };
  const stream = openTableStream({
    endpoint: `${protocol}//${hostname}:${port}`,
    table,
    streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/local',
    access: access as never,
    accessKey: 'ROLE',
  });
  return { stream, calls };
}

describe('openTableStream', () => {
  it('reads the changes of a table behind a place, in the role of the function', async () => {
    const { dynamo, controlTable } = database();
    const { stream, calls } = await streamOf(controlTable);
    for (const value of [1, 2])
      await dynamo.send(new PutCommand({ TableName: controlTable, Item: { pk: 'A', sk: 'b', value } }));
    const all = await stream.read(undefined, 10);
    const [first, second] = all;

    expect(all).toHaveLength(2);
    expect(first).toMatchObject({ eventName: 'INSERT', eventSourceARN: expect.stringMatching(/stream\/local$/) });
    expect(await stream.read(first!.dynamodb!.SequenceNumber, 10)).toEqual([second]);
    expect(await stream.read(second!.dynamodb!.SequenceNumber, 10)).toEqual([]);
    expect(new Set(calls.map(({ action, resource }) => `${action} ${resource.split('/').at(-1)}`))).toEqual(
      new Set([
        'dynamodb:ListStreams *',
        'dynamodb:DescribeStream local',
        'dynamodb:GetShardIterator local',
        'dynamodb:GetRecords local',
      ]),
    );
  });

  it('has nothing of a table without a stream', async () => {
    const { stream } = await streamOf(database().threadsTable);

    expect(await stream.read(undefined, 10)).toEqual([]);
  });

  it('reads nothing that the role may not read', async () => {
    const { stream } = await streamOf(database().controlTable, ({ action }) => action === 'dynamodb:GetRecords');

    await expect(stream.read(undefined, 10)).rejects.toThrow(DeniedPollError);
  });
});
