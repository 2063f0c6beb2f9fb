import fc from 'fast-check';
import { createDynamoSharedRecords } from '../../lambdas/aws/dynamo-shared-records.ts';
import { createDynamoTokenCache } from '../../lambdas/aws/dynamo-token-cache.ts';
import type { SharedRecords } from '../../lambdas/domain/delivery/ledger.ts';
import { startTestDynamo, type TestDynamo } from '../helpers/dynamo.ts';
import { memoryRecords } from '../helpers/memory-ledger.ts';

let database: TestDynamo;
beforeAll(async () => {
  database = await startTestDynamo();
}, 30_000);
afterAll(() => database.stop());

const start = Date.parse('2026-11-20T10:00:00Z');
const at = (second: number): Date => new Date(start + second * 1000);
let names = 0;
const shared = () => createDynamoSharedRecords(database.dynamo, database.ledgerTable);
const newName = (): string => `record-${names++}`;

describe('createDynamoSharedRecords', () => {
  it('gives a claim to one worker, however many want it at the same moment', async () => {
    const name = newName();

    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, nth) => shared().claim(name, `worker-${nth}`, at(0), at(30))),
    );

    expect(claims.filter(({ kind }) => kind === 'acquired')).toHaveLength(1);
    expect(claims.filter(({ kind }) => kind === 'busy')).toHaveLength(7);
  });

  it('remembers a record that the holder of the claim has made, and no other', async () => {
    const [records, name] = [shared(), newName()];
    await records.claim(name, 'a', at(0), at(30));

    expect(await records.remember(name, 'b', 'c2', at(1))).toBe(false);
    expect(await records.remember(name, 'a', 'c1', at(1))).toBe(true);
    expect(await records.claim(name, 'b', at(2), at(30))).toEqual({ kind: 'known', id: 'c1' });
  });

  it('tells the next holder until when the last one may have written', async () => {
    const [records, name] = [shared(), newName()];
    await records.claim(name, 'dead', at(0), at(30));

    expect(await records.claim(name, 'next', at(29), at(60))).toEqual({ kind: 'busy', until: at(30) });
    expect(await records.claim(name, 'next', at(31), at(60))).toEqual({ kind: 'acquired', unclearAt: at(30) });
    await records.drop(name, 'next', at(40));
    expect(await records.claim(name, 'third', at(41), at(60))).toEqual({ kind: 'acquired', unclearAt: at(40) });
    await records.drop(name, 'third');
    expect(await records.claim(name, 'fourth', at(42), at(60))).toEqual({ kind: 'acquired' });
  });

  it('forgets a record that is gone, and lets the next holder wait as long as a look-up may lag', async () => {
    const [records, name] = [shared(), newName()];
    await records.claim(name, 'a', at(0), at(30));
    await records.remember(name, 'a', 'c1', at(5));

    await records.forget(name);
    await records.forget(name);

    expect(await records.claim(name, 'b', at(6), at(30))).toEqual({ kind: 'acquired', unclearAt: at(5) });
  });

  it('does what the claims in memory do, which the contract suite uses', async () => {
    const call = fc.record({
      what: fc.constantFrom('claim', 'remember', 'drop', 'unclear', 'forget'),
      holder: fc.constantFrom('a', 'b'),
      seconds: fc.nat(20),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 12 }), async (calls) => {
        const [real, model, name] = [shared(), memoryRecords(), newName()];
        let second = 0;
        for (const { what, holder, seconds } of calls) {
          second += seconds;
          const run = (records: SharedRecords): Promise<unknown> => {
            if (what === 'claim') return records.claim(name, holder, at(second), at(second + 30));
            if (what === 'remember') return records.remember(name, holder, 'id', at(second));
            if (what === 'forget') return records.forget(name);
            return records.drop(name, holder, what === 'unclear' ? at(second) : undefined);
          };
          expect(await run(real)).toEqual(await run(model));
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('tokens in DynamoDB', () => {
  it('shares a token, and lets one worker at a time refresh it', async () => {
    const tokens = createDynamoTokenCache(database.platform, database.ledgerTable);

    expect(await tokens.read('account')).toBeUndefined();
    expect(await tokens.claim('account', at(0), 15_000)).toBe(true);
    expect(await tokens.claim('account', at(1), 15_000)).toBe(false);
    expect(await tokens.read('account')).toBeUndefined();
    await tokens.write('account', { token: 't1', until: at(900) });
    expect(await tokens.read('account')).toEqual({ token: 't1', until: at(900) });
    expect(await tokens.claim('account', at(2), 15_000)).toBe(true);
  });
});
