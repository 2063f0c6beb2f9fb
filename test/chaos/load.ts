import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import { env } from '../../lambdas/env.ts';
import { check } from './check.ts';
import { type Capability, capabilities } from './services/crm.ts';
import { conversationMail, everything } from './traffic.ts';
import { World } from './world.ts';

// Long outages and bursts in simulated time: the real functions, without any other fault.

const minuteMs = 60_000;
const dayMs = 86_400_000;
const turns = 4;

/** Calls that a connection of these runs accepts, the same as a small HubSpot plan. */
const limits = { perSecond: 10, burst: 50 };

function worldOf(
  names: readonly string[],
  onCrmCall: (at: number) => void = () => {},
  { seed = 1, isShared = false }: { readonly seed?: number; readonly isShared?: boolean } = {},
): World {
  const own = everything.integrations.filter(({ key }) => names.includes(key));
  const integrations = isShared ? own.map((integration) => ({ ...integration, connection: names[0]! })) : own;
  const connections = Object.fromEntries(names.map((name) => [name, everything.connections[name]!]));
  const world: World = new World({
    seed,
    plan: {},
    integrations: { connections, integrations },
    fifoDispatch: true,
    withoutHeartbeat: true,
    hooks: {
      onCall: (_worker, call) => {
        if (call.startsWith('crm')) onCrmCall(world.scheduler.now);
        return undefined;
      },
    },
  });
  world.crm.limits = limits;
  return world;
}

const deliveriesOf = (world: World): Delivery[] =>
  world.dynamo.items(world.names[env.ledgerTable]!).filter(({ sk }) => String(sk).startsWith('DELIVERY#')) as never;

interface OutageReport {
  readonly mails: number;
  readonly outageHours: number;
  /** Deliveries that were waiting when the CRM came back. */
  readonly waiting: number;
  readonly delivered: number;
  readonly deadLetters: number;
  readonly inversions: number;
  readonly duplicates: number;
  /** Largest number of failures that was charged to one delivery. */
  readonly mostAttempts: number;
  readonly hoursToDrain: number;
  /** Calls to the CRM in the busiest ten seconds of the drain; the limits allow `allowedIn10s`. */
  readonly mostCallsIn10s: number;
  readonly allowedIn10s: number;
}

/** Simulates a CRM that is down for three days while mail keeps coming, and then the ordered drain of the backlog. */
export async function runOutage(
  mails: number,
  outageMs = 3 * dayMs,
  onProgress: (delivered: number) => void = () => {},
): Promise<OutageReport> {
  const name = 'unique-a';
  const calls: number[] = [];
  const world = worldOf([name], (at) => void calls.push(at));
  await world.configure();
  const startsAt = world.scheduler.now;
  const until = startsAt + outageMs;
  world.crm.outages.set(name, { from: startsAt, until, kind: 'down' });
  const conversations = Math.ceil(mails / turns);
  const arrive = (index: number): void => {
    const [conversation, turn] = [index % conversations, Math.floor(index / conversations)];
    const from = `person${conversation % 500}@company${conversation % 50}.example`;
    const to = `${name}@inbound.example`;
    world.receive(conversationMail(`c${conversation}-${turn}`, from, conversation, turn, to), from, [to]);
    if (index + 1 < mails) world.scheduler.at(startsAt + ((index + 1) * outageMs) / mails, () => arrive(index + 1));
  };
  arrive(0);

  await world.run(() => false, outageMs);
  const waiting = deliveriesOf(world).filter(({ fate }) => fate === 'parked').length;
  const isDone = (): boolean => world.crm.activities >= mails;
  while (!isDone() && world.scheduler.now < until + 20 * dayMs) {
    await world.run(isDone, 60 * minuteMs);
    onProgress(world.crm.activities);
  }
  const drainedAt = world.scheduler.now;
  await world.run(() => false, 10 * minuteMs);
  const deliveries = deliveriesOf(world);
  const { inverted, duplicated } = check(world, [], new Map());
  const drain = calls.filter((at) => at > until);
  return {
    mails,
    outageHours: outageMs / 3_600_000,
    waiting,
    delivered: deliveries.filter(({ fate }) => fate === 'delivered').length,
    deadLetters: [...world.queues.values()].reduce((sum, queue) => sum + (queue.isDeadLetterQueue ? queue.size : 0), 0),
    inversions: inverted.length,
    duplicates: duplicated.length,
    mostAttempts: deliveries.reduce((most, { attempts }) => Math.max(most, attempts), 0),
    hoursToDrain: (drainedAt - until) / 3_600_000,
    mostCallsIn10s: fullest(drain, 10_000),
    allowedIn10s: limits.perSecond * 10 + limits.burst,
  };
}

/** Counts the entries of a sorted list in its fullest window of this length. */
function fullest(times: readonly number[], windowMs: number): number {
  let [most, first] = [0, 0];
  for (const [last, at] of times.entries()) {
    while (times[first]! < at - windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

interface FairnessReport {
  readonly burst: number;
  /** Times of the other tenant's mail without a burst. */
  readonly alone: StageTimes;
  readonly beside: StageTimes;
}

/** Times of one mail, in ms. */
interface StageTimes {
  /** From the mail's arrival until its delivery is queued: parsing, which all tenants share. */
  readonly untilQueuedMs: number;
  /** From then until the CRM has its records. */
  readonly untilDeliveredMs: number;
}

interface FairnessOptions {
  readonly capability?: Capability;
  readonly seed?: number;
  /** Both tenants write to one account, as an agency's clients may. */
  readonly isShared?: boolean;
}

/** Sends one tenant a burst of mail, and another tenant a single mail in the middle of it. */
export async function runFairness(burst: number, options: FairnessOptions = {}): Promise<FairnessReport> {
  return { burst, alone: await timeSingle(0, options), beside: await timeSingle(burst, options) };
}

async function timeSingle(
  burst: number,
  { capability = capabilities[0], seed = 1, isShared = false }: FairnessOptions,
): Promise<StageTimes> {
  const [busy, quiet] = [`${capability}-a`, `${capability}-b`];
  const world = worldOf([busy, quiet], undefined, { seed, isShared });
  // A call to a CRM takes a fifth of a second.
  world.crm.serviceMs = 200;
  await world.configure();
  const send = (name: string, key: string): void => {
    const from = `${name}@company0.example`;
    const to = `${key}@inbound.example`;
    world.receive(conversationMail(name, from, Number(name.replaceAll(/\D/g, '')), 0, to), from, [to]);
  };
  // Both tenants receive a mail first, so that functions are warm and connections are known.
  for (const key of [busy, quiet]) send(`warm${key.endsWith('a') ? 1 : 2}`, key);
  await world.run(() => false, minuteMs);
  const startsAt = world.scheduler.now;
  for (let index = 0; index < burst; index += 1) send(`burst${1000 + index}`, busy);
  let arrivedAt = 0;
  let queuedAt = 0;
  world.scheduler.at(startsAt + 5000, () => {
    arrivedAt = world.scheduler.now;
    world.onQueued = ({ integration }) => {
      if (integration === quiet) queuedAt ||= world.scheduler.now;
    };
    send('single9', quiet);
  });
  const delivered = () =>
    world.crm.records.find(({ type, subject }) => type === 'activity' && subject === 'mail single9');
  await world.run(() => delivered() !== undefined, 60 * minuteMs);
  return { untilQueuedMs: queuedAt - arrivedAt, untilDeliveredMs: (delivered()?.committedAt ?? Number.NaN) - queuedAt };
}
