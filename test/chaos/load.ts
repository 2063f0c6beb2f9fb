import type { Delivery } from '../../lambdas/domain/delivery/delivery.ts';
import { env } from '../../lambdas/env.ts';
import { check } from './check.ts';
import { type Capability, capabilities } from './services/crm.ts';
import { conversationMail, everything } from './traffic.ts';
import { World } from './world.ts';

// Long outages and bursts in simulated time: the real functions, no faults but the one that is looked at.

const minuteMs = 60_000;
const dayMs = 86_400_000;
const turns = 4;

/** Calls that a connection of these runs takes, as a small HubSpot plan does. */
const limits = { perSecond: 10, burst: 50 };

function worldOf(names: readonly string[], onCrmCall: (at: number) => void = () => {}, seed = 1): World {
  const integrations = everything.integrations.filter(({ key }) => names.includes(key));
  const connections = Object.fromEntries(names.map((name) => [name, everything.connections[name]!]));
  const world: World = new World({
    seed,
    plan: {},
    integrations: { connections, integrations },
    isFair: true,
    isHeartless: true,
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

export interface OutageReport {
  readonly mails: number;
  readonly outageHours: number;
  /** Deliveries that waited when the CRM came back. */
  readonly waiting: number;
  readonly delivered: number;
  readonly deadLetters: number;
  readonly inversions: number;
  readonly duplicates: number;
  /** The most failures that any delivery was charged with. */
  readonly mostAttempts: number;
  readonly hoursToDrain: number;
  /** Calls to the CRM in the fullest ten seconds of the drain, and what the limits allow. */
  readonly mostCallsIn10s: number;
  readonly allowedIn10s: number;
}

/** A CRM is down for three days while mail keeps coming; then everything that waited has to get through in order. */
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
  const arrive = (nth: number): void => {
    const [conversation, turn] = [nth % conversations, Math.floor(nth / conversations)];
    const from = `person${conversation % 500}@company${conversation % 50}.example`;
    const to = `${name}@inbound.example`;
    world.receive(conversationMail(`c${conversation}-${turn}`, from, conversation, turn, to), from, [to]);
    if (nth + 1 < mails) world.scheduler.at(startsAt + ((nth + 1) * outageMs) / mails, () => arrive(nth + 1));
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

/** The most entries of a sorted list within a window of so many ms. */
function fullest(times: readonly number[], windowMs: number): number {
  let [most, first] = [0, 0];
  for (const [last, at] of times.entries()) {
    while (times[first]! < at - windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

export interface FairnessReport {
  readonly burst: number;
  /** How long a single mail of the other tenant takes on its way, in ms. */
  readonly alone: StageTimes;
  readonly beside: StageTimes;
}

/** Times of one mail, in ms. */
export interface StageTimes {
  /** From its arrival until its delivery is queued: parsing, which all tenants share. */
  readonly untilQueuedMs: number;
  /** From then until its records are at the CRM. */
  readonly untilDeliveredMs: number;
}

/** One tenant gets a burst of mail at once; a single mail of another tenant comes in the middle of it. */
export async function runFairness(
  burst: number,
  { capability = capabilities[0], seed = 1 }: { readonly capability?: Capability; readonly seed?: number } = {},
): Promise<FairnessReport> {
  return { burst, alone: await timeSingle(0, capability, seed), beside: await timeSingle(burst, capability, seed) };
}

async function timeSingle(burst: number, capability: Capability, seed: number): Promise<StageTimes> {
  const [busy, quiet] = [`${capability}-a`, `${capability}-b`];
  const world = worldOf([busy, quiet], undefined, seed);
  // A call to a CRM takes a fifth of a second.
  world.crm.serviceMs = 200;
  await world.configure();
  const send = (name: string, key: string): void => {
    const from = `${name}@company0.example`;
    const to = `${key}@inbound.example`;
    world.receive(conversationMail(name, from, Number(name.replaceAll(/\D/g, '')), 0, to), from, [to]);
  };
  // Both tenants have had mail before: functions are warm and connections known.
  for (const key of [busy, quiet]) send(`warm${key.endsWith('a') ? 1 : 2}`, key);
  await world.run(() => false, minuteMs);
  const startsAt = world.scheduler.now;
  for (let nth = 0; nth < burst; nth += 1) send(`burst${1000 + nth}`, busy);
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
