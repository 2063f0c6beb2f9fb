// `npm run bench`: prints every figure that the README shows, in one run: our reader beside mailparser's
// simpleParser on the same mails, the local pipeline end to end, and calls per mail, which no noise can touch.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import { catalogue } from '../fixtures/catalogue.ts';
import { largeMail } from '../fixtures/mail-builder.ts';
import { readMail } from '../lambdas/mime/read-mail.ts';
import { benchPipeline } from './pipeline.ts';

const mebibyte = 2 ** 20;
const rounds = 7;
const attachmentFor = (mebibytes: number): number => Math.floor((mebibytes * mebibyte * 76 * 3) / (78 * 4));
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const say = (line = ''): void => void process.stdout.write(`${line}\n`);

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function readAll(mails: readonly Buffer[]): Promise<void> {
  for (const raw of mails) {
    const reading = await readMail(once(raw));
    if (reading.kind === 'mail') await reading.dispose();
  }
}

async function simpleAll(mails: readonly Buffer[]): Promise<void> {
  for (const raw of mails) await simpleParser(raw);
}

async function msOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Alternates the two, so that a slow moment of the machine hits both. */
async function compareRates(): Promise<void> {
  const mails = Array.from({ length: 6 }, () => catalogue.map(({ raw }) => raw)).flat();
  await readAll(mails);
  await simpleAll(mails);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await msOf(() => readAll(mails)));
    theirs.push(await msOf(() => simpleAll(mails)));
  }
  const rate = (ms: number): string => ((mails.length / ms) * 1000).toFixed(0);
  say('### Reading small mail');
  say(`${mails.length} mails (every fixture, six times), median of ${rounds} alternating rounds`);
  say();
  say('| reader | mails/s | ratio |');
  say('|---|---|---|');
  say(`| Postern | ${rate(median(ours))} | ${(median(theirs) / median(ours)).toFixed(2)} |`);
  say(`| mailparser simpleParser | ${rate(median(theirs))} | 1.00 |`);
  say();
}

/** Each reading in a process of its own, because memory that one has taken the next would not have to take. */
function compareLarge(folder: string): void {
  say('### Reading large mail');
  say('one attachment in base64; each reading in a process of its own, median of 3; memory is what rises over idle');
  say();
  say('| mail | reader | ms | memory | time ratio | memory ratio |');
  say('|---|---|---|---|---|---|');
  for (const size of [25, 38]) {
    const file = join(folder, `${size}.eml`);
    writeFileSync(file, largeMail(attachmentFor(size), `bench-${size}`));
    const measure = (reader: string) => {
      const runs = Array.from({ length: 3 }, () => {
        const script = fileURLToPath(new URL('./measure-memory.ts', import.meta.url));
        return JSON.parse(
          execFileSync(process.execPath, ['--expose-gc', script, reader, file], { encoding: 'utf8' }),
        ) as { ms: number; risenMiB: number };
      });
      return { ms: median(runs.map(({ ms }) => ms)), risen: median(runs.map(({ risenMiB }) => risenMiB)) };
    };
    const theirs = measure('mailparser');
    const ours = measure('ours');
    const row = (name: string, { ms, risen }: { ms: number; risen: number }): string =>
      `| ${size} MB | ${name} | ${ms} | ${risen.toFixed(0)} MiB | ${(theirs.ms / ms).toFixed(2)} | ${(risen / theirs.risen).toFixed(2)} |`;
    say(row('Postern', ours));
    say(row('simpleParser', theirs));
  }
  say();
}

const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
try {
  say(`Node ${process.version}, ${process.platform}-${process.arch}`);
  say();
  await compareRates();
  compareLarge(folder);
  await benchPipeline(say);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
