import fc from 'fast-check';
import { createMemoryThreadIndex } from '../../cli/memory-thread-index.ts';
import type { ThreadClues } from '../../lambdas/domain/threads/thread-entry.ts';
import { startTestDynamo, type TestDynamo } from '../helpers/dynamo.ts';
import { createThreadResolver } from '../helpers/thread-resolver.ts';

let database: TestDynamo;
beforeAll(async () => {
  database = await startTestDynamo();
}, 30_000);
afterAll(() => database.stop());

let tenants = 0;
const index = () => createThreadResolver(database);
const people = ['ada', 'bob', 'cy'];
/** @param who nth of the people; the others get it */
const clues = (tenant: string, id: number, references: readonly number[], who = 0): ThreadClues => ({
  tenant,
  eventId: `evt_${id}`,
  messageId: `m${id}`,
  references: references.map((reference) => `m${reference}`),
  from: people[who]!,
  to: people.filter((_name, nth) => nth === (who + 1) % 3),
  authentication: who === 2 ? 'unknown' : 'pass',
  receivedAt: new Date(Date.UTC(2026, 10, 20, 0, 0, id)).toISOString(),
});

describe('createDynamoThreadIndex', () => {
  it('decides as the model does', async () => {
    const mail = fc.tuple(fc.array(fc.nat(8), { maxLength: 3 }), fc.nat(2));
    const mails = fc.array(mail, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(mails, async (plans) => {
        const tenant = `model-${tenants++}`;
        const model = createMemoryThreadIndex();
        for (const [id, [references, who]] of plans.entries()) {
          const mail = clues(
            tenant,
            id,
            references.filter((reference) => reference !== id),
            who,
          );
          expect(await index().resolve(mail)).toEqual(await model.resolve(mail));
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('keeps mails of several people under one id apart, as the model does', async () => {
    const tenant = `rivals-${tenants++}`;
    const model = createMemoryThreadIndex();
    const mails = [0, 1, 2, 0, 1].map((who) => clues(tenant, 1, [], who));
    const answersOf = [0, 1, 2].map((who) => clues(tenant, 2 + who, [1], who));

    for (const mail of [...mails, ...answersOf]) expect(await index().resolve(mail)).toEqual(await model.resolve(mail));
  });

  it('puts twenty mails of one conversation that arrive at the same moment into one thread', async () => {
    const tenant = `race-${tenants++}`;
    const mails = Array.from({ length: 20 }, (_, id) => clues(tenant, id, id === 0 ? [] : [id - 1]));

    await Promise.all(
      mails.map((mail) =>
        index()
          .resolve(mail)
          .catch(() => undefined),
      ),
    );
    const settled = [];
    for (const mail of mails) settled.push((await index().resolve(mail)).key);
    const again = [];
    for (const mail of mails) again.push((await index().resolve(mail)).key);

    expect(new Set(again).size).toBe(1);
    expect(settled.at(-1)).toBe(again.at(-1));
  }, 60_000);
});
