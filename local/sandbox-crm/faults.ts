import * as z from 'zod';

/**
 * One kind of misbehaviour that the sandbox was told to show. `kill-after-commit` keeps the record, then kills the
 * sink's worker before it hears of it: the gap that every at-least-once pipeline has.
 */
const fault = z.strictObject({
  /** Regular expression on `METHOD path`. */
  match: z.string().default('.*'),
  action: z.enum([
    '403',
    '429',
    '500',
    'html',
    'slow',
    'refuse',
    'drop-before',
    'drop-after-commit',
    'kill-after-commit',
  ]),
  /** How often; without a number until it is taken back. */
  times: z.int().positive().optional(),
  /** Share of the matching requests that it hits. */
  probability: z.number().min(0).max(1).default(1),
  /** For 429; null: it does not say when. */
  retryAfterSeconds: z.number().nonnegative().nullable().default(1),
  /** For slow, in ms. */
  delayMs: z.number().nonnegative().default(2000),
  /** For refuse: what the vendor answers, as its documentation has it. */
  answer: z.strictObject({ status: z.int().min(200).max(499), body: z.unknown() }).optional(),
});

export type Fault = z.infer<typeof fault>;

/** The switchboard of the sandbox: `PUT /sandbox/faults` with a list of faults, `[]` for good weather. */
export function createFaults(random: () => number = Math.random) {
  let faults: Array<Fault & { left: number }> = [];
  let count = 0;
  return {
    /** @throws ZodError when the list is not one of faults */
    set(list: unknown): Fault[] {
      faults = z
        .array(fault)
        .parse(list)
        .map((entry) => ({ ...entry, left: entry.times ?? Number.POSITIVE_INFINITY }));
      return faults;
    },
    list: (): Fault[] => faults.map(({ left, ...entry }) => entry),
    /** How many requests were hit so far. */
    count: (): number => count,
    next(method: string, path: string): Fault | undefined {
      const found = faults.find(
        ({ match, left, probability }) =>
          left > 0 && new RegExp(match).test(`${method} ${path}`) && random() < probability,
      );
      if (found !== undefined) {
        found.left -= 1;
        count += 1;
      }
      return found;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
