import { env } from '../../lambdas/env.ts';
import type { FaultPlan } from './faults.ts';
import { conversationMail, everything } from './traffic.ts';
import { World } from './world.ts';

const minuteMs = 60_000;
const key = 'unique-a';
const address = `${key}@inbound.example`;
const sender = 'person1@company.example';

async function aWorld(plan: FaultPlan = {}): Promise<World> {
  const integrations = everything.integrations.filter((integration) => integration.key === key);
  const world = new World({
    seed: 3,
    plan,
    integrations: { connections: { [key]: everything.connections[key]! }, integrations },
    fifoDispatch: true,
    withoutHeartbeat: true,
  });
  await world.configure();
  return world;
}

const receive = (world: World, turn = 0, more = ''): void =>
  void world.receive(
    Buffer.concat([conversationMail(`c1-${turn}`, sender, 1, turn, address), Buffer.from(more)]),
    sender,
    [address],
  );
const reads = (world: World, stage = 'sink'): number => world.lambda.calls.get(`${stage} s3.GetObject`) ?? 0;
const eventKeys = (world: World): string[] =>
  [...world.s3.bucket(world.names[env.mailBucket]!).keys()].filter((name) => name.startsWith('events/'));
const fates = (world: World): unknown[] =>
  world.dynamo
    .items(world.names[env.ledgerTable]!)
    .flatMap(({ sk, fate }) => (String(sk).startsWith('DELIVERY#') ? [fate] : []));

/** Characters that no compression makes shorter. */
const noise = (length: number): string => {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state % 36).toString(36);
  }).join('');
};

describe('an event that travels with its queue message', () => {
  it('saves the sink the read of its object, for a first mail and for an answer', async () => {
    const world = await aWorld();
    receive(world);
    await world.run(() => world.crm.activities === 1, minuteMs);
    receive(world, 1);
    await world.run(() => world.crm.activities === 2, minuteMs);

    expect([world.crm.activities, reads(world)]).toEqual([2, 0]);
    expect(eventKeys(world)).toHaveLength(2);
  });

  it('stays in S3 alone where the message would be billed as two requests', async () => {
    const world = await aWorld();
    receive(world, 0, noise(110_000));
    await world.run(() => world.crm.activities === 1, minuteMs);

    expect([world.crm.activities, reads(world)]).toEqual([1, 1]);
  });

  it('is read from S3 when the message is received again', async () => {
    const world = await aWorld();
    world.crm.outages.set(key, { from: 0, until: world.scheduler.now + 3000, kind: 'down' });
    receive(world);
    await world.run(() => world.crm.activities === 1, 10 * minuteMs);

    expect(world.crm.activities).toBe(1);
    expect(reads(world)).toBeGreaterThan(0);
  });

  it.each([
    ['a function that fails', (world: World) => void world.dead.add('sink')],
    ['an event source that is off', (world: World) => world.disable('sink')],
  ])('does not come back from the queue after it was erased behind %s', async (_case, hinder) => {
    const world = await aWorld();
    hinder(world);
    receive(world);
    await world.run(() => false, 20 * minuteMs);
    for (const name of eventKeys(world)) world.s3.bucket(world.names[env.mailBucket]!).delete(name);

    world.dead.delete('sink');
    await world.sleep(0);
    await world.run(() => false, 60 * minuteMs);

    expect(world.crm.activities).toBe(0);
    expect(fates(world)).toEqual(['dead']);
  });

  it('is that of the first copy of a mail that arrives twice', async () => {
    const world = await aWorld();
    receive(world);
    await world.run(() => world.crm.activities === 1, minuteMs);
    const sent: unknown[] = [];
    const queue = world.inputOf('sink');
    const execute = queue.execute.bind(queue);
    queue.execute = (operation, input) => {
      if (operation === 'SendMessageCommand') sent.push(input.MessageAttributes);
      return execute(operation, input);
    };
    receive(world);
    await world.run(() => false, minuteMs);

    expect(sent.map((attributes) => attributes && Object.keys(attributes))).toEqual([['place']]);
    expect(world.crm.activities).toBe(1);
  });

  it('is in no item of a parked conversation, which has the pointer alone', async () => {
    const world = await aWorld();
    world.crm.poisoned.add('mail c1-0');
    receive(world);
    await world.run(() => fates(world).includes('parked'), 60 * minuteMs);

    const items = world.dynamo.items(world.names[env.ledgerTable]!).filter(({ message }) => message !== undefined);
    expect(items.map(({ message }) => Object.keys(message as object).toSorted())).toEqual([
      ['eventId', 'integration', 'person', 'schema', 'subject', 'threadKey'],
    ]);
  });
});
