import { spawnSync } from 'node:child_process';
import { percentile } from './percentile.ts';

const rounds = 21;

/** Calls of the command line by their row in the table, and the start of Node that they are compared with. */
const calls: Readonly<Record<string, readonly string[]>> = {
  'bare Node, `node -e 0`': ['-e', '0'],
  'postern --version': ['bin/postern.js', '--version'],
  'postern --help': ['bin/postern.js', '--help'],
  'postern trace --help': ['bin/postern.js', 'trace', '--help'],
  'postern completion bash': ['bin/postern.js', 'completion', 'bash'],
  'postern routes test': ['bin/postern.js', 'routes', 'test', 'deals@inbound.localhost'],
  'postern parse of one small mail': ['bin/postern.js', 'parse', 'fixtures/emails/auto-reply.eml'],
};

/** How long the command line takes to start, beside Node alone. */
export function benchCli(printLine: (line?: string) => void): void {
  printLine('### Start of the command line');
  printLine(
    `processes of their own, median of ${rounds} alternating rounds after one that fills Node's compile cache; \`npx\` itself is not counted`,
  );
  printLine();
  printLine('| call | ms | ratio to bare Node |');
  printLine('|---|---|---|');
  const times = new Map(Object.keys(calls).map((name) => [name, [] as number[]]));
  // In turns, so that a slow moment of the machine hits all of them.
  for (let round = 0; round <= rounds; round += 1)
    for (const [name, call] of Object.entries(calls)) {
      const ms = msOf(call);
      if (round > 0) times.get(name)!.push(ms);
    }
  const [bare = 0] = [...times.values()].map((values) => percentile(values, 50));
  for (const [name, values] of times) {
    const ms = percentile(values, 50);
    printLine(`| ${name} | ${ms.toFixed(0)} | ${(ms / bare).toFixed(1)} |`);
  }
  printLine();
}

function msOf(call: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, call, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${call.join(' ')}: exit code ${status}: ${stderr}`);
  return performance.now() - started;
}
