import type { DynamoDBRecord } from 'aws-lambda';
import type { FunctionHost } from '../../local/function-host.ts';
import { DeniedPollError } from '../../local/polled-queue.ts';
import { startStreamSource } from '../../local/stream-source.ts';

const aRecord = (sequence: number, ageMs = 0): DynamoDBRecord => ({
  dynamodb: { SequenceNumber: String(sequence), ApproximateCreationDateTime: (Date.now() - ageMs) / 1000 },
});
const sequencesOf = (records: readonly DynamoDBRecord[]): string[] =>
  records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');

/** Reads a stream until everything in it is handled or given up. @param fails which batches the function fails, by their records */
async function readAll(
  records: readonly DynamoDBRecord[],
  {
    fails = () => false,
    ...options
  }: { fails?: (batch: readonly string[]) => boolean; isBisected?: boolean; maxAgeMs?: number } = {},
) {
  const invoked: string[][] = [];
  const givenUp: string[] = [];
  const done = Promise.withResolvers<void>();
  let place: string | undefined;
  const source = startStreamSource({
    stream: {
      read: async (after, most) =>
        records.filter(({ dynamodb }) => Number(dynamodb?.SequenceNumber) > Number(after ?? 0)).slice(0, most),
    },
    checkpoint: {
      read: () => place,
      write: (sequence) => {
        place = sequence;
        if (sequence === String(records.length)) done.resolve();
      },
    },
    batchSize: 4,
    windowMs: 1,
    isBisected: false,
    giveUp: async (old) => void givenUp.push(...sequencesOf(old)),
    target: {
      async invoke({ Records }: { Records: DynamoDBRecord[] }) {
        const batch = sequencesOf(Records);
        invoked.push(batch);
        if (fails(batch)) throw new Error('no');
      },
    } as unknown as FunctionHost,
    ...options,
  });
  await done.promise;
  await source.stop();
  return { invoked, givenUp };
}

const six = Array.from({ length: 6 }, (_, index) => aRecord(index + 1));

describe('startStreamSource', () => {
  it('hands over batches in order', async () => {
    expect((await readAll(six)).invoked).toEqual([
      ['1', '2', '3', '4'],
      ['5', '6'],
    ]);
  });

  it('repeats a batch that fails', async () => {
    let failures = 1;
    const { invoked } = await readAll(six, { fails: () => failures-- > 0 });

    expect(invoked.slice(0, 2)).toEqual([
      ['1', '2', '3', '4'],
      ['1', '2', '3', '4'],
    ]);
  });

  it('repeats a batch that fails in halves, where the template says so', async () => {
    const { invoked } = await readAll(six.slice(0, 4), { isBisected: true, fails: ({ length }) => length > 2 });

    expect(invoked).toEqual([
      ['1', '2', '3', '4'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('gives up what is too old', async () => {
    const old = [aRecord(1, 60_000), aRecord(2, 60_000)];
    const { invoked, givenUp } = await readAll(old, { maxAgeMs: 30_000 });

    expect([invoked, givenUp]).toEqual([[], ['1', '2']]);
  });

  it('stops while its role may not read', async () => {
    const asked = Promise.withResolvers<void>();
    const source = startStreamSource({
      stream: {
        read: async () => {
          asked.resolve();
          throw new DeniedPollError('no');
        },
      },
      checkpoint: { read: () => undefined, write: () => {} },
      batchSize: 1,
      windowMs: 1,
      isBisected: false,
      giveUp: async () => {},
      target: {} as FunctionHost,
    });
    await asked.promise;

    await expect(source.stop()).resolves.toBeUndefined();
  });
});
