import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { envCount } from './env-count.ts';
import { startLane } from './pipeline-lane.ts';

type PrintLine = (line?: string) => void;

/** Mails in all, and in each burst. */
const mails = envCount('POSTERN_BENCH_MAILS', 10_000);
const mailsPerBurst = 250;
/** Lines of the table. */
const points = 10;

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

/**
 * Measures the memory of the local pipeline while mail comes in bursts, and the time of an audit of all of it. The client is part
 * of the process.
 */
export async function benchMemory(printLine: PrintLine): Promise<void> {
  const lane = await startLane(true);
  try {
    printLine('### Memory of the local pipeline');
    printLine(`bursts of ${mailsPerBurst} mails; the process with all its functions, and the database`);
    printLine();
    printLine('| mails | process, MiB | heap of the main thread, MiB | outside of the heap, MiB | database, MiB |');
    printLine('|---|---|---|---|---|');
    const showPoint = (sent: number): void => {
      globalThis.gc?.();
      const { rss, heapUsed, external } = process.memoryUsage();
      const cells = [sent.toLocaleString('en'), mebibytes(rss), mebibytes(heapUsed), mebibytes(external)];
      printLine(`| ${[...cells, mebibytes(databaseBytes(lane.dataDir))].join(' | ')} |`);
    };
    showPoint(0);
    const burstsPerPoint = Math.max(1, Math.round(mails / mailsPerBurst / points));
    for (let burst = 1; (burst - 1) * mailsPerBurst < mails; burst += 1) {
      await lane.burst(burst * 10_000, mailsPerBurst, `burst${burst}`);
      if (burst % burstsPerPoint === 0) showPoint(burst * mailsPerBurst);
    }
    printLine();
    await showAudit(lane.dataDir, printLine);
  } finally {
    await lane.stop();
  }
}

/** Resident memory of the database's process. */
function databaseBytes(dataDir: string): number {
  const pid = readFileSync(join(dataDir, 'dynoxide.pid'), 'utf8');
  const [, kibibytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}

/** Audits in a process of its own: the pipeline is this process, which has to go on answering. */
async function showAudit(dataDir: string, printLine: PrintLine): Promise<void> {
  const started = performance.now();
  const child = spawn(process.execPath, ['bin/postern.ts', 'audit', '--json'], {
    env: { ...process.env, POSTERN_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const report = JSON.parse(await text(child.stdout));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  printLine(
    `\`postern audit\` over ${report.mails.toLocaleString('en')} mails: ${seconds} s; ${report.missing.length} missing, ${report.pending} pending`,
  );
  printLine();
}
