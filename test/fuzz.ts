// `npm run fuzz [-- --count N --seed N --from N]`: reads mutants of all stored mails until the count is reached, and stops
// at the first that breaks a promise: a throw, more than two seconds of processor time, too much memory, or an event with
// faults. A mutant depends on the seed and its number alone, so that many can be read in parts, one after the other or
// side by side: --from is the number of the first.

import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readWholeNumber } from '../cli/option-values.ts';
import { buildEvent } from '../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../lambdas/mime/read-mail.ts';
import { aReceipt } from './helpers/builders.ts';
import { faultsOf, mutate, seededFor, seeds } from './helpers/mutants.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
});
const [count, seed, from] = [wholeOption('count'), wholeOption('seed'), wholeOption('from')];
const maxMs = 2000;
const maxRisenMiB = 300;

const idle = process.memoryUsage.rss();
const risenMiB = (): number => (process.memoryUsage.rss() - idle) / 2 ** 20;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
let slowest = 0;
let events = 0;

function wholeOption(name: 'count' | 'seed' | 'from'): number {
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

for (let mutantIndex = from; mutantIndex < from + count; mutantIndex += 1) {
  const raw = mutate(seeds[mutantIndex % seeds.length]!, seeds, seededFor(seed, mutantIndex));
  const started = process.cpuUsage();
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
  // Not the time of a clock: other work on the machine is no fault of the reader.
  const { user, system } = process.cpuUsage(started);
  const ms = (user + system) / 1000;
  slowest = Math.max(slowest, ms);
  if (ms > maxMs) stop(mutantIndex, raw, `took ${ms.toFixed(0)} ms`);
  // A busy machine collects garbage late; what is left after a collection is kept.
  if (risenMiB() > maxRisenMiB) collectGarbage();
  const risen = risenMiB();
  if (risen > maxRisenMiB) stop(mutantIndex, raw, `memory rose by ${risen.toFixed(0)} MiB`);
  if (mutantIndex % 5000 === 4999 && process.stderr.isTTY)
    process.stderr.write(`\r${mutantIndex + 1 - from} of ${count}`);
}
process.stdout.write(
  `${count} mutants of ${seeds.length} mails, seed ${seed}, from ${from}: ${events} events, ${count - events} with a reason; slowest ${slowest.toFixed(0)} ms\n`,
);
