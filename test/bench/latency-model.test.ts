import fc from 'fast-check';
import type { Step } from '../../bench/call-graph.ts';
import { endsOf, type Latency, roundTrips, simulateEnds } from '../../bench/latency-model.ts';

const step = (name: string, ...after: number[]): Step => ({ stage: 'parse', name, after });
const chain = [step('a'), step('b', 0), step('c', 1)];
const fork = [step('a'), step('b', 0), step('c', 0), step('d', 1, 2)];

describe('endsOf', () => {
  it.each<[what: string, steps: Step[], durations: number[], ends: number[]]>([
    ['one after the other', chain, [1, 2, 3], [1, 3, 6]],
    ['at the same time, the longest counts', fork, [1, 2, 5, 1], [1, 3, 6, 7]],
    ['independent of each other', [step('a'), step('b')], [4, 2], [4, 2]],
    ['none', [], [], []],
  ])('adds up steps %s', (_what, steps, durations, ends) => {
    expect(endsOf(steps, durations)).toEqual(ends);
  });
});

describe('roundTrips', () => {
  it('counts steps at the same time once', () => {
    expect(roundTrips(fork, 3, () => true)).toBe(3);
  });

  it('counts only the steps of a kind', () => {
    expect(roundTrips(chain, 2, ({ name }) => name !== 'b')).toBe(2);
  });
});

describe('simulateEnds', () => {
  const draws = { runs: 4000, seed: 7 };

  it('gives back the figures of a single step', () => {
    const { p50, p99, mean } = simulateEnds([step('a')], 0, () => ({ p50: 20, p99: 200 }), { runs: 50_000, seed: 7 });

    expect(p50 / 20).toBeCloseTo(1, 1);
    expect(p99 / 200).toBeCloseTo(1, 0);
    expect(mean).toBeGreaterThan(p50);
  });

  it('is the same for the same seed', () => {
    const run = () => simulateEnds(fork, 3, () => ({ p50: 20, p99: 200 }), draws);

    expect(run()).toEqual(run());
  });

  it('takes steps without spread or time as they are', () => {
    const latencyOf = ({ name }: Step): Latency => (name === 'a' ? { p50: 0, p99: 0 } : { p50: 5, p99: 5 });

    expect(simulateEnds(chain, 2, latencyOf, draws)).toEqual({ p50: 10, p99: 10, mean: 10 });
  });

  it('draws the times of two equal steps on their own', () => {
    const both = simulateEnds([step('a'), step('a'), step('end', 0, 1)], 2, () => ({ p50: 20, p99: 200 }), draws);
    const alone = simulateEnds([step('a'), step('b'), step('end', 0)], 2, () => ({ p50: 20, p99: 200 }), draws);

    expect(both.p50).toBeGreaterThan(alone.p50);
  });
});

/** A graph with the latency of each step. */
const graphs = fc
  .array(fc.record({ p50: fc.integer({ min: 0, max: 50 }), tail: fc.integer({ min: 1, max: 20 }), seed: fc.nat() }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((nodes) =>
    nodes.map(({ p50, tail, seed }, index) => ({
      latency: { p50, p99: p50 * tail },
      step: step(
        String(index),
        ...Array.from({ length: index }, (_, other) => other).filter((other) => (seed >> other) & 1),
      ),
    })),
  );
type Graph = ReadonlyArray<{ readonly step: Step; readonly latency: Latency }>;

const simulate = (graph: Graph, target: number) =>
  simulateEnds(
    graph.map((node) => node.step),
    target,
    ({ name }) => graph[Number(name)]!.latency,
    { runs: 60, seed: 3 },
  );

describe('a mail with more to do', () => {
  const isNoFaster = (more: Graph, moreTarget: number, fewer: Graph, target: number): void => {
    const [slow, fast] = [simulate(more, moreTarget), simulate(fewer, target)];
    expect(slow.p50).toBeGreaterThanOrEqual(fast.p50);
    expect(slow.p99).toBeGreaterThanOrEqual(fast.p99);
  };

  it('is never faster by another call', () => {
    fc.assert(
      fc.property(graphs, (graph) => {
        const fewer = graph.slice(0, -1).map((node) => node);
        const target = fewer.length - 1;
        if (target < 0) return;
        // The other call comes last on the way: the record waits for it.
        isNoFaster(
          graph.with(-1, { ...graph.at(-1)!, step: step(String(target + 1), target) }),
          target + 1,
          fewer,
          target,
        );
      }),
    );
  });

  it('is never faster by another wait between two calls', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), (graph, pick) => {
        const target = graph.length - 1;
        const { step: last, latency } = graph[target]!;
        const after = [...last.after, ...(target > 0 ? [pick % target] : [])];
        isNoFaster(graph.with(target, { step: { ...last, after }, latency }), target, graph, target);
      }),
    );
  });

  it('is never faster by a slower call', () => {
    fc.assert(
      fc.property(graphs, fc.nat(), fc.integer({ min: 1, max: 9 }), (graph, pick, times) => {
        const { step: own, latency } = graph[pick % graph.length]!;
        const slower = { step: own, latency: { p50: latency.p50 * times, p99: latency.p99 * times } };
        isNoFaster(graph.with(pick % graph.length, slower), graph.length - 1, graph, graph.length - 1);
      }),
    );
  });
});
