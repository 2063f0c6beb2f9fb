import { createRandom } from '../test/chaos/random.ts';
import type { Step } from './call-graph.ts';
import { percentile } from './percentile.ts';

/** How long a step takes, in ms: the median, and the time within which 99 of 100 are done. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** Standard deviations between the median and the 99th percentile of a normal distribution. */
const p99Deviations = 2.326_348;

/**
 * When each step ends, in ms from the start of the first: it starts as soon as all steps that it waits for have ended.
 *
 * @param durations of the steps, in ms
 */
export function endsOf(steps: readonly Step[], durations: readonly number[]): number[] {
  const ends: number[] = [];
  for (const [index, { after }] of steps.entries())
    ends.push(Math.max(0, ...after.map((earlier) => ends[earlier]!)) + durations[index]!);
  return ends;
}

/** The most steps of a kind that follow one another up to a target, that one included. */
export function roundTrips(steps: readonly Step[], target: number, isCounted: (step: Step) => boolean): number {
  const weights = steps.map((step) => (isCounted(step) ? 1 : 0));
  return endsOf(steps, weights)[target]!;
}

/**
 * Draws durations of all steps many times, and tells when the target has ended.
 *
 * Durations follow a log-normal distribution through both figures, independent of each other. Each step has its own sequence
 * of numbers, so that another step changes no draw: more steps never make a mail faster.
 */
export function simulateEnds(
  steps: readonly Step[],
  target: number,
  latencyOf: (step: Step) => Latency,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): Latency & { readonly mean: number } {
  const draws = steps.map((step, index) => drawsOf(latencyOf(step), seed + index));
  const ends = Array.from(
    { length: runs },
    () =>
      endsOf(
        steps,
        draws.map((draw) => draw()),
      )[target]!,
  );
  return {
    p50: percentile(ends, 50),
    p99: percentile(ends, 99),
    mean: ends.reduce((sum, end) => sum + end, 0) / runs,
  };
}

/** The mean of the durations that {@link simulateEnds} draws, in ms. */
export const meanOf = ({ p50, p99 }: Latency): number =>
  p50 === 0 ? 0 : p50 * Math.exp((Math.log(p99 / p50) / p99Deviations) ** 2 / 2);

function drawsOf({ p50, p99 }: Latency, seed: number): () => number {
  const random = createRandom(seed);
  const deviation = p50 === 0 ? 0 : Math.log(p99 / p50) / p99Deviations;
  return () => {
    // Box and Muller's way to a normal distribution; 1 - x is never 0.
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return p50 * Math.exp(deviation * normal);
  };
}
