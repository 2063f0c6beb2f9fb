import { gunzipSync } from 'node:zlib';
import { env } from '../../lambdas/env.ts';
import type { Verdict } from './check.ts';
import { runSimulation } from './run.ts';
import { checkStreams } from './stream-check.ts';
import { conversationMail, everything } from './traffic.ts';
import { World } from './world.ts';

const mails = 200;

describe('the streams of the tables', () => {
  it(`give each write of ${mails} mails its entry in trail and feed once, under random faults`, async () => {
    const broken = [];
    let received = 0;
    for (let seed = 1; received < mails; seed += 1) {
      const run = await runSimulation({ seed, withStreams: true });
      received += run.mails.length;
      if (!run.isClean) broken.push({ seed, verdict: run.verdict });
    }

    expect(broken).toEqual([]);
  }, 180_000);

  describe('checked after a mail', () => {
    async function aWorld(): Promise<World> {
      const world = new World({
        seed: 1,
        plan: {},
        integrations: everything,
        withoutHeartbeat: true,
        withStreams: true,
      });
      await world.configure();
      const to = `${everything.integrations[0]!.key}@inbound.example`;
      const from = 'person@company.example';
      world.receive(conversationMail('c1-0', from, 1, 0, to), from, [to]);
      await world.run(() => false, 40 * 60_000);
      return world;
    }
    async function verdictOf(world: World): Promise<Verdict> {
      const verdict: Verdict = { lost: [], duplicated: [], inverted: [], stuck: [], wrong: [] };
      await checkStreams(world, verdict);
      return verdict;
    }

    it('are complete', async () => {
      expect(await verdictOf(await aWorld())).toEqual({ lost: [], duplicated: [], inverted: [], stuck: [], wrong: [] });
    });

    it('show an entry of the feed that is gone, and one that is there twice', async () => {
      const world = await aWorld();
      const TableName = world.names[env.ledgerTable]!;
      const entry = world.dynamo.items(TableName).find(({ sk }) => String(sk).startsWith('ENTRY#'))!;
      world.dynamo.execute('PutCommand', { TableName, Item: { ...entry, sk: `${entry.sk}-again` } });
      expect((await verdictOf(world)).duplicated).toHaveLength(1);

      for (const sk of [entry.sk, `${entry.sk}-again`])
        world.dynamo.execute('DeleteCommand', { TableName, Key: { pk: entry.pk, sk } });
      expect((await verdictOf(world)).lost).toHaveLength(1);
    });

    it('show entries of the trail that are gone with their segment', async () => {
      const world = await aWorld();
      const Bucket = world.names[env.auditBucket]!;
      const [Key] = [...world.s3.bucket(Bucket)].find(([, { body }]) =>
        gunzipSync(body).toString().includes('mail.received'),
      )!;
      world.s3.execute('DeleteObjectCommand', { Bucket, Key });

      expect((await verdictOf(world)).lost.length).toBeGreaterThan(0);
    });
  });
});
