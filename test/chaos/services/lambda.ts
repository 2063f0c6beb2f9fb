import type { Context, SQSBatchResponse } from 'aws-lambda';
import { toRecord } from '../../../local/event-source.ts';
import type { Faults } from '../faults.ts';
import type { Random } from '../random.ts';
import type { Scheduler } from '../scheduler.ts';
import type { SimulatedQueue } from './sqs.ts';

type Handler = (event: never, context: Context) => Promise<unknown>;

/** An execution environment: it runs one invocation at a time, and can die during any call. */
export interface Worker {
  readonly name: string;
  readonly functionName: string;
  /** Difference of its clock from the simulation's, in ms; positive when it is ahead. */
  readonly skewMs: number;
  isDead: boolean;
  isBusy: boolean;
  /** Number of calls that it waits for. */
  waiting: number;
  handler: Handler;
  onDeath: (() => void) | undefined;
}

export interface SimulatedFunction {
  readonly name: string;
  readonly timeoutMs: number;
  /** A process of the command line: it ends with its call, and with it what a failed call has left under way. */
  readonly isCommand?: boolean;
  /** Starts a cold execution environment. */
  readonly start: (worker: Worker) => Handler;
}

/** Hooks around the calls to simulated services; each call is a possible crash point. */
export interface CallHooks {
  /** Sees every call before it is sent; may kill its worker before or after the effect. */
  onCall?: (worker: Worker, call: string) => 'crash-before' | 'crash-after' | undefined;
}

interface LambdaOptions {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly faults: Faults;
  readonly hooks: CallHooks;
  readonly trace: (text: string) => void;
}

const failure = (name: string): Error => Object.assign(new Error(name), { name });

/** Longest pause of a worker, in ms: longer than its lease, and too long for any retry of a call to AWS. */
const maxPauseMs = 400_000;

/**
 * Functions in execution environments, following Lambda: one invocation each, kept warm, stopped at the timeout. Every
 * call of a function passes through here, where it takes time, may fail, or may kill the worker.
 */
export class SimulatedLambda {
  /** Number of failed invocations, by function. */
  readonly failures = new Map<string, number>();
  /** Number of invocations, by function. */
  readonly invocations = new Map<string, number>();
  /** Number of calls by function and service, for figures. */
  readonly calls = new Map<string, number>();
  private readonly warm = new Map<string, Worker[]>();
  private readonly busy = new Set<Worker>();
  private workers = 0;
  private readonly options: LambdaOptions;

  constructor(options: LambdaOptions) {
    this.options = options;
    options.scheduler.isComputing = () => [...this.busy].some((worker) => worker.waiting === 0);
  }

  /** Tells whether any invocation is running. */
  get isBusy(): boolean {
    return this.busy.size > 0;
  }

  /** Invokes a function once. Rejects when it crashes, times out or throws. */
  async invoke(target: SimulatedFunction, event: unknown): Promise<unknown> {
    try {
      return await this.run(target, event);
    } catch (error) {
      this.failures.set(target.name, (this.failures.get(target.name) ?? 0) + 1);
      throw error;
    }
  }

  private run(target: SimulatedFunction, event: unknown): Promise<unknown> {
    const { scheduler, faults, trace } = this.options;
    this.invocations.set(target.name, (this.invocations.get(target.name) ?? 0) + 1);
    const worker = this.idle(target.name) ?? this.start(target);
    worker.isBusy = true;
    this.busy.add(worker);
    const deadline = scheduler.now + target.timeoutMs;
    const context = {
      functionName: target.name,
      getRemainingTimeInMillis: () => Math.max(0, deadline - scheduler.now),
    } as unknown as Context;
    return new Promise((resolve, reject) => {
      let isOver = false;
      const end = (settle: () => void): void => {
        if (isOver) return;
        isOver = true;
        settle();
      };
      const rest = (): void => {
        this.busy.delete(worker);
        worker.isBusy = false;
        worker.onDeath = undefined;
        if (target.isCommand) worker.isDead = true;
        if (!worker.isDead) this.warm.get(target.name)?.push(worker);
      };
      worker.onDeath = () => {
        this.busy.delete(worker);
        end(() => reject(failure('Crashed')));
      };
      scheduler.at(deadline, () => {
        if (isOver || worker.isDead) return;
        // Lambda freezes an environment after a timeout; occasionally it thaws and continues with the old invocation.
        if (faults.strikes('paused-worker')) {
          trace(`${worker.name} is out of time, but lives on`);
          worker.onDeath = () => this.busy.delete(worker);
        } else this.kill(worker, 'is out of time');
        end(() => reject(failure('TimedOut')));
      });
      worker.handler(event as never, context).then(
        (result) => {
          rest();
          end(() => resolve(result));
        },
        (error: Error) => {
          rest();
          trace(`${worker.name} failed: ${error.name}: ${error.message}`);
          end(() => reject(error));
        },
      );
    });
  }

  /** Returns a warm environment, unless a call that an earlier invocation left behind kills it. */
  private idle(name: string): Worker | undefined {
    const warm = this.warm.get(name) ?? [];
    for (let worker = warm.pop(); worker !== undefined; worker = warm.pop()) if (!worker.isDead) return worker;
    return undefined;
  }

  kill(worker: Worker, why: string): void {
    if (worker.isDead) return;
    this.options.trace(`${worker.name} ${why}`);
    worker.isDead = true;
    worker.onDeath?.();
  }

  /** Sends a call of a worker to a service. A dead worker never gets the answer. */
  call<T>(worker: Worker, name: string, effect: () => T): Promise<T> {
    const { scheduler, random, faults, hooks, trace } = this.options;
    if (worker.isDead) return new Promise(() => {});
    this.calls.set(`${worker.functionName} ${name}`, (this.calls.get(`${worker.functionName} ${name}`) ?? 0) + 1);
    worker.waiting += 1;
    const crash =
      hooks.onCall?.(worker, name) ??
      (faults.strikes('crash-before-call')
        ? 'crash-before'
        : faults.strikes('crash-after-call')
          ? 'crash-after'
          : undefined);
    const trouble = name.startsWith('crm')
      ? undefined
      : faults.strikes('throttled-call')
        ? 'throttled'
        : faults.strikes('error-before-call')
          ? 'before'
          : faults.strikes('error-after-call')
            ? 'after'
            : undefined;
    const pauseMs = faults.strikes('paused-worker') ? random.below(maxPauseMs) : 0;
    return new Promise((resolve, reject) => {
      scheduler.after(1 + random() * 20, () => {
        if (crash === 'crash-before') {
          this.kill(worker, `dies before ${name}`);
          return;
        }
        // Half of the requests of a worker that died in the meantime had already left it.
        if (worker.isDead && random.chance(0.5)) return;
        let answer: () => void;
        if (trouble === 'throttled' || trouble === 'before') {
          const error = failure(trouble === 'throttled' ? 'ThrottlingException' : 'InternalServerError');
          answer = () => reject(error);
        } else {
          try {
            const result = effect();
            answer =
              trouble === 'after'
                ? () => reject(Object.assign(failure('TimeoutError'), { call: name, worker: worker.name }))
                : () => resolve(result);
          } catch (error) {
            answer = () => reject(error as Error);
          }
        }
        if (crash === 'crash-after') {
          this.kill(worker, `dies after ${name}`);
          return;
        }
        if (trouble !== undefined) trace(`${worker.name}: ${name} fails (${trouble})`);
        if (pauseMs > 0) trace(`${worker.name} is paused for ${Math.round(pauseMs / 1000)} s after ${name}`);
        scheduler.after(random() * 5 + pauseMs, () => {
          if (worker.isDead) return;
          worker.waiting -= 1;
          answer();
        });
      });
    });
  }

  /** Waits on behalf of a worker. */
  pause(worker: Worker, ms: number): Promise<void> {
    if (worker.isDead) return new Promise(() => {});
    worker.waiting += 1;
    return new Promise((resolve) => {
      this.options.scheduler.after(ms, () => {
        if (worker.isDead) return;
        worker.waiting -= 1;
        resolve();
      });
    });
  }

  private start(target: SimulatedFunction): Worker {
    const { random, faults } = this.options;
    if (!this.warm.has(target.name)) this.warm.set(target.name, []);
    this.workers += 1;
    const worker: Worker = {
      name: `${target.name}/${this.workers}`,
      functionName: target.name,
      // AWS's request signatures accept clocks that differ by up to five minutes.
      skewMs: faults.strikes('clock-skew') ? Math.round((random() * 2 - 1) * 300_000) : 0,
      isDead: false,
      isBusy: false,
      waiting: 0,
      handler: async () => {},
      onDeath: undefined,
    };
    worker.handler = target.start(worker);
    return worker;
  }
}

interface MappingOptions {
  readonly lambda: SimulatedLambda;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly faults: Faults;
  readonly queue: SimulatedQueue;
  readonly target: SimulatedFunction;
  readonly batchSize: number;
  readonly maximumConcurrency: number;
  readonly trace: (text: string) => void;
}

/** Polls a queue for a function as an event source mapping does; deletes messages that are not reported as failed. */
export function mapQueue(options: MappingOptions) {
  const { lambda, scheduler, random, faults, queue, target, batchSize, maximumConcurrency, trace } = options;
  let active = 0;
  let isStopped = false;
  const due = new Set<number>();

  const wake = (at: number): void => {
    // All messages that become visible within the same 50 ms share one poll.
    const moment = Math.ceil(at / 50) * 50;
    if (isStopped || due.has(moment)) return;
    due.add(moment);
    scheduler.at(moment, () => {
      due.delete(moment);
      poll();
    });
  };

  const poll = (): void => {
    while (!isStopped && active < maximumConcurrency) {
      const { Messages } = queue.execute('ReceiveMessageCommand', {
        MaxNumberOfMessages: 1 + random.below(batchSize),
      }) as { Messages: Array<{ MessageId: string; ReceiptHandle: string }> };
      if (Messages.length === 0) return;
      active += 1;
      void handle(Messages);
    }
  };

  const handle = async (messages: Array<{ MessageId: string; ReceiptHandle: string }>): Promise<void> => {
    const Records = messages.map((message) => toRecord(message as never, queue.name));
    try {
      const response = (await lambda.invoke(target, { Records })) as SQSBatchResponse;
      const failed = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      if (faults.strikes('lost-batch-answer')) trace(`the answer of ${target.name} is lost`);
      else {
        for (const { MessageId, ReceiptHandle } of messages) {
          if (failed.has(MessageId)) continue;
          if (faults.strikes('lost-delete')) trace(`the deletion of ${MessageId} is lost`);
          else queue.execute('DeleteMessageCommand', { ReceiptHandle });
        }
      }
    } catch {
      // Crashed or out of time: the messages come back when their visibility ends.
    }
    active -= 1;
    wake(scheduler.now);
  };

  queue.onVisible = wake;
  return {
    stop: (): void => {
      isStopped = true;
    },
    resume: (): void => {
      isStopped = false;
      wake(scheduler.now);
    },
  };
}
