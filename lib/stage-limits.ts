import type { Mistake } from './stage-mistakes.ts';

/** Settings that decide how many executions a stage takes at once. */
interface StageLimits {
  readonly sinkConcurrency: number;
  readonly apiConcurrency?: number | undefined;
  readonly suppressConcurrency?: number | undefined;
  readonly accountConcurrency?: number | undefined;
}

/** The most executions at once that each event source takes. */
interface EventSourceConcurrency {
  readonly parse: number;
  readonly sink: number;
  readonly suppress: number;
  readonly feedback: number;
  readonly sweep: number;
}

/** The least that Lambda takes as the maximum concurrency of an event source. */
const leastMaximum = 2;
/** Executions of the schedules at once: heartbeat, sweep, and a redrive that meets the one before. */
const scheduled = 4;
/** Executions that must stay unreserved in an account. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const unreserved = 100;

/**
 * How many executions each event source may take. Without `accountConcurrency` that is what the functions do well with;
 * with it, all of them, the reserved executions and the schedules fitted into it together.
 */
export function eventSourceConcurrencyOf(limits: StageLimits): EventSourceConcurrency {
  const { sinkConcurrency, suppressConcurrency, accountConcurrency = Number.POSITIVE_INFINITY } = limits;
  const wanted: EventSourceConcurrency = {
    parse: 50,
    sink: sinkConcurrency,
    suppress: Math.min(20, suppressConcurrency ?? 20),
    feedback: 10,
    sweep: leastMaximum,
  };
  const total = sum(Object.values(wanted));
  const available = accountConcurrency - (limits.apiConcurrency ?? 0) - scheduled;
  if (total <= available) return wanted;
  const share = Math.max(0, available - leastMaximum * Object.keys(wanted).length) / total;
  const fitted = (most: number): number => Math.min(most, leastMaximum + Math.floor(most * share));
  return {
    parse: fitted(wanted.parse),
    sink: fitted(wanted.sink),
    suppress: fitted(wanted.suppress),
    feedback: fitted(wanted.feedback),
    sweep: leastMaximum,
  };
}

/** Finds stages with an `accountConcurrency` that is too small for their settings. */
export function findLimitMistakes(stages: ReadonlyArray<StageLimits & { readonly stage: string }>): Mistake[] {
  return stages.flatMap((limits) => {
    const { stage, accountConcurrency, apiConcurrency = 0, suppressConcurrency = 0 } = limits;
    if (accountConcurrency === undefined) return [];
    const reserved = apiConcurrency + suppressConcurrency;
    const least = sum(Object.values(eventSourceConcurrencyOf({ ...limits, accountConcurrency: 0 })));
    const wanted = reserved > 0 ? Math.max(reserved + unreserved, apiConcurrency + scheduled + least) : 0;
    if (accountConcurrency >= wanted) return [];
    return [
      {
        path: [stage, 'accountConcurrency'],
        message:
          `wants ${wanted} or more, since apiConcurrency and suppressConcurrency reserve ${reserved} and Lambda keeps ` +
          `${unreserved} unreserved: leave them out, or have the quota raised`,
      },
    ];
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, entry) => total + entry, 0);
