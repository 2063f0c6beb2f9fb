import fc from 'fast-check';
import type { Row } from '../../lambdas/aws/dynamo-row.ts';
import { createGatheredReads } from '../../lambdas/aws/gathered-reads.ts';
import type { Platform } from '../../lambdas/aws/platform.ts';
import { TransientError } from '../../lambdas/domain/errors.ts';
import { awsError, scriptedClient } from '../helpers/scripted-client.ts';

type RequestItems = Readonly<Record<string, { readonly Keys: readonly Row[]; readonly ConsistentRead: boolean }>>;

/** Reads over a DynamoDB with scripted answers. */
function readsOver(...answers: ReadonlyArray<object>) {
  const { client: dynamo, sent } = scriptedClient<Platform['dynamo']>(...answers);
  const pauses: number[] = [];
  const readRows = createGatheredReads({ dynamo, pause: async (ms) => void pauses.push(ms) });
  const requests = (): RequestItems[] => sent.map(({ input }) => input.RequestItems as RequestItems);
  return { readRows, requests, pauses };
}

const thread = { pk: 'M#1' };
const gate = { pk: 'CONNECTION#main', sk: 'GATE' };

describe('createGatheredReads', () => {
  it('asks for what is read in one turn of the event loop in one call, and gives each reader its rows', async () => {
    const found = { threads: [{ ...thread, threadKey: 't' }], ledger: [{ ...gate, circuit: 'open' }] };
    const { readRows, requests } = readsOver({ Responses: found });

    const rows = await Promise.all([
      readRows('threads', [thread, { pk: 'M#2' }]),
      Promise.resolve().then(() => readRows('ledger', [gate])),
    ]);

    expect(rows).toEqual([found.threads, found.ledger]);
    expect(requests()).toEqual([
      {
        threads: { Keys: [thread, { pk: 'M#2' }], ConsistentRead: true },
        ledger: { Keys: [gate], ConsistentRead: true },
      },
    ]);
  });

  it('asks anew in the next turn, and not at all for no keys', async () => {
    const { readRows, requests } = readsOver();

    expect(await readRows('threads', [])).toEqual([]);
    await readRows('threads', [thread]);
    await readRows('threads', [thread]);

    expect(requests()).toHaveLength(2);
  });

  it('asks once for a key that two readers want, and gives it to both', async () => {
    const row = { ...thread, threadKey: 't' };
    const { readRows, requests } = readsOver({ Responses: { threads: [row] } });

    expect(await Promise.all([readRows('threads', [thread, thread]), readRows('threads', [thread])])).toEqual([
      [row, row],
      [row],
    ]);
    expect(requests()).toEqual([{ threads: { Keys: [thread], ConsistentRead: true } }]);
  });

  it('fails every reader of a call that fails, and the next call goes on', async () => {
    const { readRows } = readsOver(awsError('InternalServerError'), { Responses: { threads: [thread] } });

    const failed = await Promise.allSettled([readRows('threads', [thread]), readRows('ledger', [gate])]);

    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await readRows('threads', [thread])).toEqual([thread]);
  });

  it('gives up when DynamoDB processes nothing, after pauses that grow', async () => {
    const nothing = { UnprocessedKeys: { threads: { Keys: [thread] } } };
    const { readRows, pauses } = readsOver(...Array.from({ length: 8 }, () => nothing));

    await expect(readRows('threads', [thread])).rejects.toThrow(TransientError);
    expect(pauses).toEqual([40, 80, 160, 320, 640, 1280, 2560]);
  });

  it('reads any keys of any tables, a hundred in a call at most, whatever is left unprocessed at first', async () => {
    const keys = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(400)), {
      maxLength: 250,
      selector: String,
    });
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 1, max: 100 }), async (wanted, processed) => {
        const sizes: number[] = [];
        const dynamo = {
          async send({ input }: { readonly input: { readonly RequestItems: RequestItems } }) {
            const asked = Object.entries(input.RequestItems).flatMap(([table, { Keys }]) =>
              Keys.map((key) => ({ table, key })),
            );
            sizes.push(asked.length);
            const read = asked.slice(0, processed).filter(({ key }) => Number(key.pk) % 3 > 0);
            const rest = Object.groupBy(asked.slice(processed), ({ table }) => table);
            return {
              Responses: Object.fromEntries(
                ['c', 'b', 'a'].map((table) => [
                  table,
                  read.filter((each) => each.table === table).map(({ key }) => ({ ...key, table })),
                ]),
              ),
              UnprocessedKeys: Object.fromEntries(
                Object.entries(rest).map(([table, left = []]) => [table, { Keys: left.map(({ key }) => key) }]),
              ),
            };
          },
        };
        const readRows = createGatheredReads({ dynamo: dynamo as never, pause: async () => undefined });

        const rows = await Promise.all(wanted.map(([table, nth]) => readRows(table, [{ pk: String(nth) }])));

        expect(rows).toEqual(wanted.map(([table, nth]) => (nth % 3 > 0 ? [{ pk: String(nth), table }] : [])));
        expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(100);
      }),
      { numRuns: 60 },
    );
  });
});
