import { conversationMail, everything } from '../test/chaos/traffic.ts';
import { World } from '../test/chaos/world.ts';
import type { RecordedCall } from './call-graph.ts';

/** The records of one kind of mail, and DynamoDB's request units for one of them. */
export interface MailRecords {
  readonly records: ReadonlyArray<readonly RecordedCall[]>;
  readonly readUnits: number;
  readonly writeUnits: number;
}

const connection = 'unique-a';
/** Functions on the way of a mail to the CRM. */
const path = ['parse', 'sink'];
/** Within this time, in ms, the sweep has looked at a mail, and has run by its schedules as often as in any other such time. */
const sweepMs = 60 * 60_000;

/**
 * Sends mails through the real functions over the simulated services, where each call takes a time of its own, and records
 * the calls. The functions are warm.
 *
 * @param conversations the number of first mails and of replies that are recorded
 */
export async function recordMails(
  conversations: number,
): Promise<{ readonly first: MailRecords; readonly reply: MailRecords; readonly sweep: MailRecords }> {
  const world = new World({
    seed: 1,
    plan: {},
    integrations: {
      connections: { [connection]: everything.connections[connection]! },
      integrations: everything.integrations.filter(({ key }) => key === connection),
    },
    fifoDispatch: true,
    withoutHeartbeat: true,
  });
  await world.configure();
  const calls = watchCalls(world);
  const send = mailSender(world);
  const record = async (conversation: number, turn: number): Promise<MailRecords> => {
    // Longer than a busy function remembers the state of a connection.
    await world.run(() => false, 3000);
    return measured(world, calls, path, () => send(conversation, turn));
  };
  await record(0, 0);
  const first: MailRecords[] = [];
  const reply: MailRecords[] = [];
  for (let conversation = 1; conversation <= conversations; conversation += 1) {
    first.push(await record(conversation, 0));
    reply.push(await record(conversation, 1));
  }
  await world.run(() => false, sweepMs);
  const idle = await measured(world, calls, ['sweep'], () => world.run(() => false, sweepMs));
  await send(conversations + 1, 0);
  const busy = await measured(world, calls, ['sweep'], () => world.run(() => false, sweepMs));
  return { first: joined(first), reply: joined(reply), sweep: difference(busy, idle) };
}

/** The part of the work that the schedules alone do not do. */
function difference(busy: MailRecords, idle: MailRecords): MailRecords {
  const rest = idle.records.flat().map(({ name }) => name);
  const own = busy.records.flat().filter(({ name }) => {
    const index = rest.indexOf(name);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
  return {
    records: [own],
    readUnits: busy.readUnits - idle.readUnits,
    writeUnits: busy.writeUnits - idle.writeUnits,
  };
}

/** Adds every call to a list, with the simulated times of its start and answer. */
function watchCalls(world: World): RecordedCall[] {
  const calls: RecordedCall[] = [];
  const { lambda, scheduler } = world;
  const call = lambda.call.bind(lambda);
  lambda.call = async (worker, name, effect) => {
    const startedMs = scheduler.now;
    const answer = await call(worker, name, effect);
    calls.push({ stage: worker.functionName, name, startedMs, endedMs: scheduler.now });
    return answer;
  };
  return calls;
}

const mailSender = (world: World) => async (conversation: number, turn: number) => {
  const delivered = world.crm.activities + 1;
  const from = `person${conversation}@company${conversation}.example`;
  const to = `${connection}@inbound.example`;
  world.receive(conversationMail(`w${conversation}-${turn}`, from, conversation, turn, to), from, [to]);
  await world.run(() => world.crm.activities >= delivered && !world.lambda.isBusy, 20_000);
};

/** The calls and request units of these functions during some work. */
async function measured(
  world: World,
  calls: RecordedCall[],
  stages: readonly string[],
  work: () => Promise<void>,
): Promise<MailRecords> {
  calls.length = 0;
  const before = unitsOf(world, stages);
  await work();
  const after = unitsOf(world, stages);
  return {
    records: [calls.filter(({ stage }) => stages.includes(stage))],
    readUnits: after.read - before.read,
    writeUnits: after.write - before.write,
  };
}

function unitsOf(world: World, stages: readonly string[]): { readonly read: number; readonly write: number } {
  const units = stages.map((stage) => world.units.get(stage) ?? { read: 0, write: 0 });
  return {
    read: units.reduce((sum, { read }) => sum + read, 0),
    write: units.reduce((sum, { write }) => sum + write, 0),
  };
}

/** Records together; the units are those of the cheapest, because the others read what functions remember for a while. */
const joined = (mails: readonly MailRecords[]): MailRecords => ({
  records: mails.flatMap(({ records }) => records),
  readUnits: Math.min(...mails.map(({ readUnits }) => readUnits)),
  writeUnits: Math.min(...mails.map(({ writeUnits }) => writeUnits)),
});
