// `npm run fuzz [-- --count N --seed N]`: reads mutants of every mail that we have until the count is reached,
// and stops at the first that breaks a promise: a throw, two seconds, memory, or an event that is not clean.

import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readWholeNumber } from '../cli/option-values.ts';
import { buildEvent } from '../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../lambdas/mime/read-mail.ts';
import { aReceipt } from './helpers/builders.ts';
import { faultsOf, mutate, seeded, seeds } from './helpers/mutants.ts';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '50000' }, seed: { type: 'string', default: '1' } },
});
const [count, seed] = [wholeOption('count'), wholeOption('seed')];
const pick = seeded(seed);
const maxMs = 2000;
const maxRisenMiB = 300;

const idle = process.memoryUsage.rss();
let slowest = 0;
let events = 0;

function wholeOption(name: 'count' | 'seed'): number {
  const value = readWholeNumber(values[name], 0, 1_000_000_000);
  if (value !== undefined) return value;
  process.stderr.write(`--${name}: found "${values[name]}", wants a whole number\n`);
  return process.exit(2);
}

function stop(nth: number, raw: Buffer, why: string): never {
  const file = join(tmpdir(), `postern-fuzz-${values.seed}-${nth}.eml`);
  writeFileSync(file, raw);
  process.stderr.write(`mutant ${nth} of seed ${values.seed}: ${why}\nit is kept in ${file}\n`);
  process.exit(1);
}

for (let nth = 0; nth < count; nth += 1) {
  const raw = mutate(seeds[nth % seeds.length]!, seeds, pick);
  const started = performance.now();
  try {
    const reading = await readMail(
      (async function* () {
        yield raw;
      })(),
    );
    if (reading.kind === 'mail') {
      const faults = faultsOf(buildEvent(reading.mail, aReceipt()));
      await reading[Symbol.asyncDispose]();
      if (faults.length > 0) stop(nth, raw, faults.join('; '));
      events += 1;
    }
  } catch (error) {
    stop(nth, raw, (error as Error).stack ?? String(error));
  }
  const ms = performance.now() - started;
  slowest = Math.max(slowest, ms);
  if (ms > maxMs) stop(nth, raw, `took ${ms.toFixed(0)} ms`);
  const risen = (process.memoryUsage.rss() - idle) / 2 ** 20;
  if (risen > maxRisenMiB) stop(nth, raw, `memory rose by ${risen.toFixed(0)} MiB`);
  if (nth % 5000 === 4999 && process.stderr.isTTY) process.stderr.write(`\r${nth + 1} of ${count}`);
}
process.stdout.write(
  `${count} mutants of ${seeds.length} mails, seed ${values.seed}: ${events} events, ${count - events} with a reason; slowest ${slowest.toFixed(0)} ms\n`,
);
