import * as z from 'zod';

/**
 * A fault that the sandbox shows on request. `kill-after-commit` keeps the record, then kills the sink's worker before it
 * gets the answer: the gap that every at-least-once pipeline has.
 */
const fault = z.strictObject({
  /** Regular expression on `METHOD path`. */
  match: z.string().default('.*'),
  /** Regular expression on the body: hits the requests about one record. @default any body */
  matchBody: z.string().optional(),
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
  /** Count of the requests that it hits. @default all, until the list changes */
  times: z.int().positive().optional(),
  /** Share of the matching requests that it hits. */
  probability: z.number().min(0).max(1).default(1),
  /** For 429: the time that the answer names; null: it names none. */
  retryAfterSeconds: z.number().nonnegative().nullable().default(1),
  /** For slow, in ms. */
  delayMs: z.number().nonnegative().default(2000),
  /** For refuse: the vendor's answer, by its documentation. */
  answer: z.strictObject({ status: z.int().min(200).max(499), body: z.unknown() }).optional(),
});

export type Fault = z.infer<typeof fault>;

/** The faults of the sandbox: `PUT /sandbox/faults` sets the list, and `[]` ends them. */
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
    /** Count of the requests that a fault has hit. */
    count: (): number => count,
    next(method: string, path: string, body: Uint8Array = new Uint8Array()): Fault | undefined {
      const next = faults.find(
        ({ match, matchBody, left, probability }) =>
          left > 0 &&
          new RegExp(match).test(`${method} ${path}`) &&
          (matchBody === undefined || new RegExp(matchBody).test(Buffer.from(body).toString('utf8'))) &&
          random() < probability,
      );
      if (next !== undefined) {
        next.left -= 1;
        count += 1;
      }
      return next;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
