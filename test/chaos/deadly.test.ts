import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';
import { env } from '../../lambdas/env.ts';
import { check, isClean } from './check.ts';
import { conversationMail, everything, type SimulatedMail } from './traffic.ts';
import { World } from './world.ts';

const minuteMs = 60_000;
const key = everything.integrations[0]!.key;
const address = `${key}@inbound.example`;

/** Returns conversations of one mail each. */
function mailsOf(count: number): SimulatedMail[] {
  return Array.from({ length: count }, (_, index) => {
    const from = `person${index}@company0.example`;
    return {
      name: `c${index}-0`,
      raw: conversationMail(`c${index}-0`, from, index, 0, address),
      from,
      transactions: [[address]],
      integrations: [key],
      kind: 'conversation',
      at: 0,
    };
  });
}

async function worldWith(mails: readonly SimulatedMail[], deadly: readonly string[], seed: number) {
  const integration = everything.integrations.find((candidate) => candidate.key === key)!;
  const world = new World({
    seed,
    plan: {},
    integrations: {
      connections: { [integration.connection]: everything.connections[integration.connection]! },
      integrations: [integration],
    },
    withoutHeartbeat: true,
    keepsTrace: true,
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
    deaths: () => world.traceLines.filter((line) => line.includes('dies of what it reads')).length,
  };
}

describe('a mail that crashes its reader', () => {
  it.each([1, 2, 3])(
    'quarantines only the mail that crashes its reader, and parses it once it is harmless (seed %i)',
    async (seed) => {
      const mails = mailsOf(10);
      const deadly = ['c2-0', 'c7-0'];
      const { world, ids, record, deaths } = await worldWith(mails, deadly, seed);

      await world.run(() => deadly.every((name) => record(name)?.state === 'quarantined'), 180 * minuteMs);

      for (const { name } of mails)
        expect([name, record(name)?.state]).toEqual([name, deadly.includes(name) ? 'quarantined' : 'parsed']);
      expect(record('c2-0')?.reason).toMatch(/^no-answer: /);
      // Each deadly mail crashes its reader twice among others, once more per message that sweep adds, and twice alone.
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
