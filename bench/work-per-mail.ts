import { sha256 } from '../lambdas/domain/mail/identity.ts';
import { env } from '../lambdas/env.ts';
import { conversationMail, everything } from '../test/chaos/traffic.ts';
import { World } from '../test/chaos/world.ts';

const threadCounts = [100, 10_000, 100_000];
/** Rows that one conversation has in the index, roughly. */
const rowsPerThread = 4;
const stages = ['parse', 'sink'];

interface Work {
  readonly calls: number;
  readonly read: number;
  readonly write: number;
}

/**
 * Counts the requests and DynamoDB units of one mail while the thread index grows, by the simulated services, which count
 * as AWS bills. The numbers must not depend on the size of the index.
 */
export async function benchWork(printLine: (line?: string) => void): Promise<void> {
  printLine('### Work per mail while the thread index grows');
  printLine('requests of parse and sink, and DynamoDB request units by the sizes of the items; the functions are warm');
  printLine();
  printLine('| threads in the index | mail | AWS calls | read units | write units |');
  printLine('|---|---|---|---|---|');
  for (const threads of threadCounts) {
    const { first, reply } = await workAt(threads);
    for (const [name, work] of [
      ['first of a conversation', first],
      ['reply', reply],
    ] as const)
      printLine(`| ${threads.toLocaleString('en')} | ${name} | ${work.calls} | ${work.read} | ${work.write} |`);
  }
  printLine();
}

async function workAt(threads: number): Promise<{ first: Work; reply: Work }> {
  const key = 'unique-a';
  const integrations = everything.integrations.filter((integration) => integration.key === key);
  const connections = { [key]: everything.connections[key]! };
  const world = new World({
    seed: 1,
    plan: {},
    integrations: { connections, integrations },
    fifoDispatch: true,
    withoutHeartbeat: true,
  });
  await world.configure();
  const tenant = integrations[0]!.tenant;
  for (let index = 0; index < threads * rowsPerThread; index += 1) {
    const Item = {
      pk: `M#${tenant}#${sha256(`filler ${index}`)}`,
      threadKey: sha256(`thread ${Math.floor(index / rowsPerThread)}`).slice(0, 32),
      threadSince: '2026-11-01T00:00:00.000Z',
      sender: sha256('sender').slice(0, 32),
    };
    world.dynamo.execute('PutCommand', { TableName: world.names[env.threadsTable]!, Item });
  }
  const measure = async (conversation: number, turn: number): Promise<Work> => {
    // Longer than a busy function remembers the state of a connection.
    await world.run(() => false, 3000);
    const before = workOf(world);
    const delivered = world.crm.activities + 1;
    const from = `person${conversation}@company${conversation}.example`;
    const to = `${key}@inbound.example`;
    world.receive(conversationMail(`w${conversation}-${turn}`, from, conversation, turn, to), from, [to]);
    // Within the half minute during which a warm function remembers the integrations.
    await world.run(() => world.crm.activities >= delivered && !world.lambda.isBusy, 20_000);
    const after = workOf(world);
    return { calls: after.calls - before.calls, read: after.read - before.read, write: after.write - before.write };
  };
  await measure(1, 0);
  const first = await measure(2, 0);
  return { first, reply: await measure(2, 1) };
}

function workOf(world: World): Work {
  const calls = [...world.lambda.calls].reduce((sum, [name, count]) => {
    const [stage = '', call = ''] = name.split(' ');
    return stages.includes(stage) && !call.startsWith('crm') ? sum + count : sum;
  }, 0);
  const units = stages.map((stage) => world.units.get(stage) ?? { read: 0, write: 0 });
  return {
    calls,
    read: units.reduce((sum, { read }) => sum + read, 0),
    write: units.reduce((sum, { write }) => sum + write, 0),
  };
}
