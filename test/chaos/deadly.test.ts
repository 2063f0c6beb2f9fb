import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import { env } from '../../lambdas/env.ts';
import { check, isClean } from './check.ts';
import { conversationMail, everything, type SimulatedMail } from './traffic.ts';
import { World } from './world.ts';

const minuteMs = 60_000;
const key = everything.integrations[0]!.key;
const address = `${key}@inbound.example`;

/** Conversations of one mail each. */
function mailsOf(count: number): SimulatedMail[] {
  return Array.from({ length: count }, (_, nth) => {
    const from = `person${nth}@company0.example`;
    return {
      name: `c${nth}-0`,
      raw: conversationMail(`c${nth}-0`, from, nth, 0, address),
      from,
      transactions: [[address]],
      integrations: [key],
      kind: 'conversation',
      at: 0,
    };
  });
}

async function worldWith(mails: readonly SimulatedMail[], deadly: readonly string[], seed: number) {
  const integration = everything.integrations.find((one) => one.key === key)!;
  const world = new World({
    seed,
    plan: {},
    integrations: {
      connections: { [integration.connection]: everything.connections[integration.connection]! },
      integrations: [integration],
    },
    isHeartless: true,
    isTold: true,
  });
  await world.configure();
  world.isDeadly = (raw) => deadly.some((name) => raw.includes(`Subject: mail ${name}\r\n`));
  const ids = new Map(mails.map(({ name, raw, from }) => [name, world.receive(raw, from, [address])]));
  const record = (name: string): MailRecord | undefined =>
    world.dynamo
      .items(world.names[env.ledgerTable]!)
      .find(({ sk, mailId }) => sk === 'MAIL' && mailId === ids.get(name)) as unknown as MailRecord | undefined;
  return {
    world,
    ids,
    record,
    deaths: () => world.story.filter((line) => line.includes('dies of what it reads')).length,
  };
}

describe('mail that ends whoever reads it', () => {
  it.each([1, 2, 3])(
    'is quarantined for itself alone, and is read when it is harmless (seed %i)',
    async (seed) => {
      const mails = mailsOf(10);
      const deadly = ['c2-0', 'c7-0'];
      const { world, ids, record, deaths } = await worldWith(mails, deadly, seed);

      await world.run(() => deadly.every((name) => record(name)?.state === 'quarantined'), 180 * minuteMs);

      for (const { name } of mails)
        expect([name, record(name)?.state]).toEqual([name, deadly.includes(name) ? 'quarantined' : 'parsed']);
      expect(record('c2-0')?.reason).toMatch(/^no-answer: /);
      // Twice among others, once more for each message that the sweep adds meanwhile, and twice alone; for each of the two.
      expect(deaths()).toBeLessThanOrEqual(14);
      const deadBefore = deaths();
      await world.run(() => world.isIdle, 300 * minuteMs);
      expect(world.isIdle).toBe(true);
      expect(deaths() - deadBefore).toBeLessThanOrEqual(4);

      world.isDeadly = () => false;
      await world.call('sweep', { reread: deadly.map((name) => ids.get(name)), actor: 'somebody' });
      await world.run(() => world.isIdle, 60 * minuteMs);

      const verdict = check(world, mails, new Map());
      expect({ ...verdict, isClean: isClean(verdict) }).toMatchObject({ isClean: true });
    },
    60_000,
  );
});
