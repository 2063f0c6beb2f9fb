import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import { loadIntegrations } from '../cli/integrations-file.ts';
import { createDynamoConsentLedger } from '../lambdas/aws/dynamo-consent-ledger.ts';
import { lambdaPlatform } from '../lambdas/aws/platform.ts';
import { createSubjectHash } from '../lambdas/aws/subject-hash.ts';
import { env } from '../lambdas/env.ts';
import { readBudgetMs } from '../lambdas/parse/watched-reader.ts';
import { startRuntime } from '../local/runtime.ts';
import { synthesize } from '../local/template.ts';
import { readWiring } from '../local/wiring.ts';
import { optOutBehind, worstMails } from './worst-mails.ts';

/** Time, memory and outcome of one mail. */
export interface WorstResult {
  readonly ms: number;
  readonly peakMiB: number;
  readonly eventMiB: number;
  /** An event with the parts that were left out of it, or a quarantine with its reason. */
  readonly outcome: string;
}

/** The share of a function's memory that a mail may take. */
const memoryShare = 0.9;
/** Time that it takes to end a reading beyond its budget. */
const graceMs = 1000;
/** The limit within which an opt-out behind such mail takes effect. */
const optOutMs = 15_000;

/** The memory of the deployed parse function. */
function parseMemoryMb(): number {
  const parse = readWiring('http://127.0.0.1:1', synthesize()).functions.find(({ stage }) => stage === 'parse');
  return Number(parse?.memoryMb);
}

/**
 * The worst mails that we know, each read in a process of its own with the memory of the function; then an opt-out behind
 * three of them through the local pipeline.
 *
 * @returns whether every mail, and the opt-out, stayed within the limits
 */
export async function benchWorst(printLine: (line?: string) => void, asJson: boolean): Promise<boolean> {
  const memoryMb = parseMemoryMb();
  const heading = [
    '### Worst cases',
    `each read in a process of its own, as by the parse function of ${memoryMb} MB; within ${readBudgetMs / 1000} s and ${memoryShare * 100} % of that memory, or quarantined`,
    '',
    '| mail | size, MB | time, s | peak memory, MB | share of the function | event, MB | outcome |',
    '|---|---|---|---|---|---|---|',
  ];
  if (!asJson) for (const line of heading) printLine(line);
  const folder = mkdtempSync(join(tmpdir(), 'postern-worst-'));
  let isWithin = true;
  try {
    for (const { name, raw } of worstMails) {
      const file = join(folder, 'worst.eml');
      writeFileSync(file, raw());
      const result = readApart(file, memoryMb);
      const share = result.peakMiB / memoryMb;
      const isBroken = share > memoryShare || result.ms > readBudgetMs + graceMs;
      isWithin &&= !isBroken;
      const sizeMiB = statSync(file).size / 2 ** 20;
      if (asJson) printLine(JSON.stringify({ mail: name, sizeMiB, ...result, share, isWithin: !isBroken }));
      else
        printLine(
          `| ${name} | ${sizeMiB.toFixed(1)} | ${(result.ms / 1000).toFixed(1)} | ${result.peakMiB.toFixed(0)} | ${(share * 100).toFixed(0)} % | ${result.eventMiB.toFixed(1)} | ${isBroken ? '**beyond the limits**: ' : ''}${result.outcome} |`,
        );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const ms = await msOfOptOut();
  const isInTime = ms <= optOutMs;
  if (asJson) printLine(JSON.stringify({ optOutMs: ms, isWithin: isInTime }));
  else {
    printLine();
    printLine(
      `An opt-out behind three of them was effective after ${(ms / 1000).toFixed(1)} s${isInTime ? '' : `, **beyond ${optOutMs / 1000} s**`}.`,
    );
    printLine();
  }
  return isWithin && isInTime;
}

function readApart(file: string, memoryMb: number): WorstResult {
  const script = fileURLToPath(new URL('./read-worst.ts', import.meta.url));
  const heap = `--max-old-space-size=${Math.floor(memoryMb * memoryShare)}`;
  const { stdout } = spawnSync(process.execPath, [heap, script, file, String(memoryMb)], {
    encoding: 'utf8',
    timeout: 3 * readBudgetMs,
    maxBuffer: 2 ** 24,
  });
  const line = stdout.trim().split('\n').at(-1);
  return line
    ? (JSON.parse(line) as WorstResult)
    : { ms: Number.POSITIVE_INFINITY, peakMiB: Number.POSITIVE_INFINITY, eventMiB: 0, outcome: 'no answer' };
}

/** From the acceptance of an opt-out to its effect in the ledger, in ms, with three of the worst mails sent before it. */
async function msOfOptOut(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-worst-data-'));
  const runtime = await startRuntime({ dataDir, smtpPort: 0, httpPort: 0, integrations: loadIntegrations().file });
  const transport = createTransport({ host: '127.0.0.1', port: runtime.smtp, ignoreTLS: true });
  try {
    Object.assign(process.env, runtime.environment);
    const platform = lambdaPlatform();
    const consent = createDynamoConsentLedger(platform, platform.environment[env.consentTable]!);
    const subjectFor = await createSubjectHash(platform.environment)();
    const { mails, from, to } = optOutBehind();
    for (const raw of mails) await transport.sendMail({ envelope: { from, to }, raw });
    const started = performance.now();
    const tenant = loadIntegrations().file.integrations.find(({ addresses }) => addresses.includes(to))!.tenant;
    const subject = subjectFor(tenant, from);
    while ((await consent.history(tenant, subject)).length === 0 && performance.now() - started < 10 * optOutMs)
      await wait(50);
    return Math.round(performance.now() - started);
  } finally {
    transport.close();
    await runtime.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
