import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { startRuntime } from '../local/runtime.ts';
import { percentile } from './percentile.ts';

const secret = `whsec_${Buffer.from('a secret of the bench, 24 by').toString('base64')}`;
const perSecond = 50;
const seconds = 20;

const integrations: IntegrationsFile = {
  connections: { main: { vendor: 'hubspot', baseUrl: 'sandbox:', credentials: 'env:POSTERN_SANDBOX_TOKEN' } },
  integrations: [
    {
      key: 'deals',
      tenant: 'acme',
      addresses: ['deals@inbound.localhost'],
      connection: 'main',
      mode: 'live',
      mapping: 'default@1',
      deals: 'token',
    },
  ],
  intake: { bench: { tenant: 'acme', format: 'standard', credentials: 'env:POSTERN_BENCH_SECRET' } },
};

/** Measures how fast a signed webhook is answered at a steady rate, while the suppressions in it are worked on. */
export async function benchIntake(printLine: (line?: string) => void): Promise<void> {
  process.env.POSTERN_BENCH_SECRET = secret;
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-data-'));
  const runtime = await startRuntime({ dataDir, smtpPort: 0, httpPort: 0, integrations });
  const webhook = new Webhook(secret);
  const send = async (index: number): Promise<number> => {
    const at = new Date();
    const event = { type: 'unsubscribe', address: `p${index}@bench.example`, at: at.toISOString(), id: String(index) };
    const body = JSON.stringify(event);
    const headers = {
      'webhook-id': `msg_${index}`,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': webhook.sign(`msg_${index}`, at, body),
    };
    const started = performance.now();
    const answer = await fetch(`http://127.0.0.1:${runtime.http}/v1/intake/bench`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    if (answer.status !== 202) throw new Error(`the intake answered ${answer.status}`);
    return performance.now() - started;
  };
  try {
    const atRate = (from: number, to: number): Promise<number[]> =>
      Promise.all(
        Array.from({ length: to - from }, (_, index) =>
          wait((index * 1000) / perSecond).then(() => send(from + index)),
        ),
      );
    // Until every function has as many workers as the rate asks for.
    await atRate(0, perSecond * 8);
    await wait(3000);
    const times = await atRate(perSecond * 8, perSecond * (8 + seconds));
    printLine('### Signed webhooks');
    printLine(`${perSecond} requests a second for ${seconds} s, until the 202, while suppress works on the events`);
    printLine();
    printLine('| requests | p50 | p95 | p99 |');
    printLine('|---|---|---|---|');
    const columns = [50, 95, 99].map((percent) => `${percentile(times, percent).toFixed(0)} ms`);
    printLine(`| ${times.length} | ${columns.join(' | ')} |`);
    printLine();
  } finally {
    await runtime.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
