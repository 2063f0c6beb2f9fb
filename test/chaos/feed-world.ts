import './quiet.ts';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { env } from '../../lambdas/env.ts';
import { readWiring } from '../../local/wiring.ts';
import { localTemplates } from '../helpers/local-templates.ts';
import { createRandom, type Random } from './random.ts';
import { Scheduler } from './scheduler.ts';
import { SimulatedDynamo, type TransactRequest } from './services/dynamo.ts';
import { schemaOf } from './world.ts';

/** The end of a process, in the middle of whatever it does. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Where the feed is written and read: a clock, and clients of the tables that their process may not outlive. */
export interface FeedWorld {
  readonly random: Random;
  readonly tables: Readonly<Record<'ledger' | 'control' | 'consent', string>>;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** A client for one process. @param deadly the probability of a crash around each call */
  readonly client: (deadly: number) => DynamoDBDocumentClient;
  /** Waits for the work of all processes. */
  readonly finish: <T>(work: Promise<T>) => Promise<T>;
}

const wiring = readWiring('http://sqs.simulated', await localTemplates());
const names = Object.assign({}, ...wiring.functions.map(({ environment }) => environment)) as Record<string, string>;
const tables = {
  ledger: names[env.ledgerTable]!,
  control: names[env.controlTable]!,
  consent: names[env.consentTable]!,
};

interface Command {
  readonly input: Record<string, unknown>;
}
const operationOf = (command: Command): string => command.constructor.name;

/** Dies at random: before a call, or when its answer is under way. */
async function dying<T>(random: Random, deadly: number, call: () => Promise<T>): Promise<T> {
  if (random.chance(deadly / 2)) throw new Crash();
  const answer = call();
  // A call that is under way is done, whoever waits for its answer.
  answer.catch(() => {});
  if (random.chance(deadly / 2)) throw new Crash();
  return answer;
}

/** Tables in memory under a virtual clock, where a transaction shows itself in parts, some of them late. */
export function simulatedFeedWorld(
  seed: number,
  rewriteCondition: SimulatedDynamo['rewriteCondition'] = (text) => text,
): FeedWorld & { readonly units: SimulatedDynamo['units'] } {
  const scheduler = new Scheduler(Date.UTC(2026, 10, 21, 9));
  const random = createRandom(seed);
  const dynamo = new SimulatedDynamo(wiring.tables.map(schemaOf), () => scheduler.now);
  dynamo.rewriteCondition = rewriteCondition;
  const locked = new Set<string>();
  const pause = (ms: number): Promise<void> => scheduler.pause(ms);
  const latencyMs = (): number => (random.chance(0.01) ? random.below(5000) : 1 + random.below(15));

  async function transact(requests: readonly TransactRequest[]): Promise<object> {
    const ids = requests.map((request) => dynamo.idOf(Object.values(request)[0]!));
    if (ids.some((id) => locked.has(id))) {
      const CancellationReasons = ids.map((id) => ({ Code: locked.has(id) ? 'TransactionConflict' : 'None' }));
      throw Object.assign(new Error('conflict'), { name: 'TransactionCanceledException', CancellationReasons });
    }
    const parts = random.shuffle(dynamo.begin(requests));
    for (const id of ids) locked.add(id);
    while (parts.length > 0) {
      for (const apply of parts.splice(0, 1 + random.below(parts.length))) apply();
      if (parts.length > 0) await pause(random.chance(0.02) ? random.below(3000) : random.below(10));
    }
    for (const id of ids) locked.delete(id);
    return {};
  }

  async function execute(command: Command): Promise<unknown> {
    await pause(latencyMs());
    const operation = operationOf(command);
    return operation === 'TransactWriteCommand'
      ? transact(command.input.TransactItems as readonly TransactRequest[])
      : dynamo.execute(operation, command.input);
  }

  return {
    random,
    tables,
    units: dynamo.units,
    now: () => scheduler.now,
    pause,
    client: (deadly) =>
      ({ config: {}, send: (command: Command) => dying(random, deadly, () => execute(command)) }) as never,
    async finish(work) {
      let isOver = false;
      const end = work.finally(() => {
        isOver = true;
      });
      end.catch(() => {});
      await scheduler.run(() => isOver, Number.POSITIVE_INFINITY);
      return end;
    },
  };
}

/** The tables of a real engine, in real time. */
export const emulatedFeedWorld = (seed: number, dynamo: DynamoDBDocumentClient): FeedWorld => {
  const random = createRandom(seed);
  return {
    random,
    tables,
    now: () => Date.now(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    client: (deadly) =>
      ({
        config: dynamo.config,
        send: (command: never) => dying(random, deadly, () => dynamo.send(command)),
      }) as never,
    finish: (work) => work,
  };
};
