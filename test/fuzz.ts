// `npm run fuzz [-- --count N --seed N]`: reads mutants of all stored mails until the count is reached, and stops at
// the first that breaks a promise: a throw, more than two seconds, too much memory, or an event with faults.

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

function stop(mutantIndex: number, raw: Buffer, why: string): never {
  const file = join(tmpdir(), `postern-fuzz-${values.seed}-${mutantIndex}.eml`);
  writeFileSync(file, raw);
  process.stderr.write(`mutant ${mutantIndex} of seed ${values.seed}: ${why}\nit is kept in ${file}\n`);
  process.exit(1);
}

for (let mutantIndex = 0; mutantIndex < count; mutantIndex += 1) {
  const raw = mutate(seeds[mutantIndex % seeds.length]!, seeds, pick);
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
      if (faults.length > 0) stop(mutantIndex, raw, faults.join('; '));
      events += 1;
    }
  } catch (error) {
    stop(mutantIndex, raw, (error as Error).stack ?? String(error));
  }
  const ms = performance.now() - started;
  slowest = Math.max(slowest, ms);
  if (ms > maxMs) stop(mutantIndex, raw, `took ${ms.toFixed(0)} ms`);
  const risen = (process.memoryUsage.rss() - idle) / 2 ** 20;
  if (risen > maxRisenMiB) stop(mutantIndex, raw, `memory rose by ${risen.toFixed(0)} MiB`);
  if (mutantIndex % 5000 === 4999 && process.stderr.isTTY) process.stderr.write(`\r${mutantIndex + 1} of ${count}`);
}
process.stdout.write(
  `${count} mutants of ${seeds.length} mails, seed ${values.seed}: ${events} events, ${count - events} with a reason; slowest ${slowest.toFixed(0)} ms\n`,
);
