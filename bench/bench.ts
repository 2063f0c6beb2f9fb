// `npm run bench`: prints the figures of docs/figures.md in one run: our reader beside mailparser's simpleParser on the
// same mails, the local pipeline end to end, and calls per mail, which do not depend on the machine.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';
import { catalogue } from '../fixtures/catalogue.ts';
import { labelledBounces } from '../fixtures/labelled/bounces.ts';
import { labelledReplies } from '../fixtures/labelled/replies.ts';
import { buildMail, htmlPart, largeMail, textPart } from '../fixtures/mail-builder.ts';
import type { Receipt } from '../lambdas/domain/mail/receipt.ts';
import { buildEvent } from '../lambdas/domain/understanding/build-event.ts';
import { readMail } from '../lambdas/mime/read-mail.ts';
import { benchApi } from './api.ts';
import { benchCli } from './cli.ts';
import { benchCold } from './cold.ts';
import { benchConsole } from './console.ts';
import { benchIntake } from './intake.ts';
import { replyMail } from './judge.ts';
import { benchMapping } from './mapping.ts';
import { benchMemory } from './memory.ts';
import { benchPipeline } from './pipeline.ts';
import { benchSuppression } from './suppression.ts';
import { benchVendorCalls } from './vendor-calls.ts';
import { benchWorst } from './worst.ts';

const mebibyte = 2 ** 20;
const rounds = 7;
const attachmentFor = (mebibytes: number): number => Math.floor((mebibytes * mebibyte * 76 * 3) / (78 * 4));
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const printLine = (line = ''): void => void process.stdout.write(`${line}\n`);

const receipt: Receipt = {
  mailId: 'bench',
  objectKey: 'bench',
  receivedAt: '2026-11-20T09:00:00.000Z',
  recipients: ['sales@inbound.localhost'],
  authentication: {},
  recovered: false,
};

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The whole understanding of a mail: parse, inspect, sanitize, take the reply apart, classify, weigh. */
async function understandAll(mails: readonly Buffer[]): Promise<void> {
  for (const raw of mails) {
    const reading = await readMail(once(raw));
    if (reading.kind !== 'mail') continue;
    buildEvent(reading.mail, receipt);
    await reading[Symbol.asyncDispose]();
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

const paragraph =
  'The engine that we saw last week was quite good, see https://engines.example/list?a=1 and ask bob@ours.example for more.\n';
const header = ['From: Ada <ada@customer.example>', 'Message-ID: <x@customer.example>', 'MIME-Version: 1.0'];
const longReply = buildMail({
  ...textPart(`${paragraph.repeat(15)}\nOn 11/20/26 9:00 AM, Bob Ray wrote:\n${`> ${paragraph}`.repeat(25)}`),
  headers: [...header, 'Content-Type: text/plain; charset=utf-8'],
});
const newsletter = buildMail({
  headers: header,
  multipart: {
    subtype: 'alternative',
    parts: [
      textPart(paragraph.repeat(20)),
      htmlPart(
        `<html><body>${'<p style="margin:0">The engine was <b>good</b>, <a href="https://engines.example/">see here</a>.</p>\n'.repeat(160)}</body></html>`,
      ),
    ],
  },
});

/** Alternates the two, so that a slow moment of the machine hits both. */
async function compareRates(): Promise<void> {
  printLine('### Understanding small mail');
  printLine(
    `parse to event, sanitizing and inspecting included, beside bare parsing; median of ${rounds} alternating rounds`,
  );
  printLine();
  printLine('| mails | Postern, mails/s | simpleParser, mails/s | ratio |');
  printLine('|---|---|---|---|');
  const sets: Readonly<Record<string, readonly Buffer[]>> = {
    'every fixture': catalogue.map(({ raw }) => raw),
    'bounces and replies of the labelled sets': [
      ...labelledBounces.map(({ raw }) => raw),
      ...labelledReplies.map(replyMail),
    ],
    'a reply with a long quote, 5 KB': [longReply],
    'a newsletter in HTML, 20 KB': [newsletter],
  };
  for (const [name, set] of Object.entries(sets)) {
    const mails = Array.from({ length: Math.ceil(600 / set.length) }, () => set).flat();
    for (let warm = 0; warm < 5; warm += 1) {
      await understandAll(mails);
      await simpleAll(mails);
    }
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await msOf(() => understandAll(mails)));
      theirs.push(await msOf(() => simpleAll(mails)));
    }
    const rate = (ms: number): string => ((mails.length / ms) * 1000).toFixed(0);
    printLine(
      `| ${name} | ${rate(median(ours))} | ${rate(median(theirs))} | ${(median(theirs) / median(ours)).toFixed(2)} |`,
    );
  }
  printLine();
}

/** Each reading is a process of its own, because memory that one reading allocates the next would not need to. */
function compareLarge(folder: string): void {
  printLine('### Understanding large mail');
  printLine(
    'one attachment in base64, read from a file, hashed, type checked; each reading in its own process, median of 7, alternating; memory is the rise over idle',
  );
  printLine();
  printLine('| mail | reader | ms | memory | time ratio | memory ratio |');
  printLine('|---|---|---|---|---|---|');
  for (const size of [25, 38]) {
    const file = join(folder, `${size}.eml`);
    writeFileSync(file, largeMail(attachmentFor(size), `bench-${size}`));
    const script = fileURLToPath(new URL('./measure-memory.ts', import.meta.url));
    const run = (reader: string) =>
      JSON.parse(execFileSync(process.execPath, ['--expose-gc', script, reader, file], { encoding: 'utf8' })) as {
        ms: number;
        risenMiB: number;
      };
    // One after the other, so that a slow moment of the machine hits both.
    const pairs = Array.from({ length: 7 }, () => [run('ours'), run('mailparser')] as const);
    const middle = (which: 0 | 1) => ({
      ms: median(pairs.map((pair) => pair[which].ms)),
      risen: median(pairs.map((pair) => pair[which].risenMiB)),
    });
    const [ours, theirs] = [middle(0), middle(1)];
    const row = (name: string, { ms, risen }: { ms: number; risen: number }): string =>
      `| ${size} MB | ${name} | ${ms} | ${risen.toFixed(0)} MiB | ${(theirs.ms / ms).toFixed(2)} | ${(risen / theirs.risen).toFixed(2)} |`;
    printLine(row('Postern', ours));
    printLine(row('simpleParser', theirs));
  }
  printLine();
}

const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
const asJson = process.argv.includes('--json');
/** The median of a CRM's answer for `latency`, in ms; by default the assumption of bench/aws-figures.ts. */
const crmMs = process.argv.flatMap((word) =>
  word.startsWith('--crm-ms=') ? [Number(word.slice('--crm-ms='.length))] : [],
)[0];
/** Benchmarks that take minutes: they only run when they are named. */
const long = ['suppression', 'memory', 'worst', 'sweep', 'cost', 'api', 'console'];
/** The benchmarks by the name that `npm run bench -- <name>` takes; without a name all but the long ones run. */
const benches: Readonly<Record<string, () => unknown>> = {
  reader: async () => {
    await compareRates();
    compareLarge(folder);
  },
  pipeline: () => benchPipeline(printLine),
  suppression: () => benchSuppression(printLine),
  memory: () => benchMemory(printLine),
  intake: () => benchIntake(printLine),
  api: async () => {
    if (!(await benchApi(printLine))) process.exitCode = 1;
  },
  console: async () => {
    if (!(await benchConsole(printLine))) process.exitCode = 1;
  },
  crm: () => benchVendorCalls(printLine),
  cold: () => benchCold(printLine),
  cli: () => benchCli(printLine),
  mapping: () => benchMapping(printLine),
  worst: async () => {
    if (!(await benchWorst(printLine, asJson))) process.exitCode = 1;
  },
  sweep: async () => {
    process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
    await (await import('./sweep.ts')).benchSweep(printLine);
  },
  // Loaded on demand: the simulation silences the functions' logs, which other benchmarks read.
  work: async () => (await import('./work-per-mail.ts')).benchWork(printLine),
  cost: async () => {
    // The simulation would silence the lines that are counted.
    process.env.POWERTOOLS_LOG_LEVEL = 'INFO';
    process.env.POWERTOOLS_METRICS_DISABLED = 'false';
    await (await import('./month.ts')).benchMonth(printLine);
  },
  latency: async () => (await import('./latency.ts')).benchLatency(printLine, crmMs),
};
const wanted = process.argv.slice(2).filter((name) => !name.startsWith('--'));
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
if (crmMs !== undefined && !(crmMs > 0)) {
  process.stderr.write('bench: --crm-ms wants milliseconds, more than 0\n');
  process.exit(1);
}
if (unknown.length > 0) {
  process.stderr.write(`bench: no ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}\n`);
  process.exit(1);
}
try {
  if (!asJson) {
    printLine(`Node ${process.version}, ${process.platform}-${process.arch}`);
    printLine();
  }
  for (const [name, run] of Object.entries(benches))
    if (wanted.includes(name) || (wanted.length === 0 && !long.includes(name))) await run();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
