import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { loadIntegrations } from '../cli/integrations-file.ts';
import { buildMail, textPart } from '../fixtures/mail-builder.ts';
import { createDynamo } from '../lambdas/aws/clients.ts';
import { createLedgerReader } from '../lambdas/aws/ledger-reader.ts';
import { env } from '../lambdas/env.ts';
import { startRuntime } from '../local/runtime.ts';
import { percentile } from './percentile.ts';

const warmUp = 20;
const measured = 300;
const connections = 4;

/** A mail of the nth conversation: its first, or a reply to it. */
function mailOf(nth: number, turn: 0 | 1, run: string): { raw: Buffer; from: string } {
  const from = `person${nth}@company${nth}.example`;
  const id = (which: number): string => `<${run}-${nth}-${which}@bench.example>`;
  const raw = buildMail({
    headers: [
      `From: Person ${nth} <${from}>`,
      'To: sales@inbound.localhost',
      `Subject: ${turn === 1 ? 'Re: ' : ''}Bench ${nth}`,
      `Message-ID: ${id(turn)}`,
      ...(turn === 1 ? [`In-Reply-To: ${id(0)}`, `References: ${id(0)}`] : []),
      'MIME-Version: 1.0',
    ],
    multipart: { subtype: 'mixed', parts: [textPart('What would it cost?\n')] },
  });
  return { raw, from };
}

/** Latency and rate through the local pipeline, then the calls that one mail costs. */
export async function benchPipeline(say: (line?: string) => void): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-data-'));
  const runtime = await startRuntime({ dataDir, smtpPort: 0, httpPort: 0, integrations: loadIntegrations().file });
  Object.assign(process.env, runtime.environment);
  const reader = createLedgerReader(createDynamo(), runtime.environment[env.ledgerTable]!);
  const transport = createTransport({
    host: '127.0.0.1',
    port: runtime.smtp,
    pool: true,
    maxConnections: connections,
    ignoreTLS: true,
  });
  const send = async ({ raw, from }: { raw: Buffer; from: string }): Promise<string> => {
    const { response } = await transport.sendMail({ envelope: { from, to: ['sales@inbound.localhost'] }, raw });
    return /\b([0-9a-f]{40})\b/.exec(response)?.[1] ?? '';
  };
  /** Waits until the mails are delivered; their lags in ms. Looks at a few at a time, so as not to be the load itself. */
  const settle = async (mailIds: readonly string[]): Promise<number[]> => {
    const lags: number[] = [];
    for (let open = [...mailIds]; open.length > 0; ) {
      const looked = open.slice(0, 10);
      const records = await reader.mails(looked);
      for (const mailId of looked) {
        const event = await reader.event(records.get(mailId)?.eventId ?? 'none');
        const delivery = event?.deliveries[0];
        if (delivery?.settledAt === undefined) continue;
        lags.push(Date.parse(delivery.settledAt) - Date.parse(delivery.receivedAt));
        open = open.filter((id) => id !== mailId);
      }
      if (open.length > 0) await wait(50);
    }
    return lags;
  };
  try {
    const warm: string[] = [];
    for (let nth = 0; nth < warmUp; nth += 1) warm.push(await send(mailOf(nth, 0, 'warm')));
    await settle(warm);

    const alone: number[] = [];
    for (let nth = 0; nth < 50; nth += 1) alone.push(...(await settle([await send(mailOf(1000 + nth, 0, 'alone'))])));

    const started = performance.now();
    const ids: string[] = [];
    await Promise.all(
      Array.from({ length: connections }, async (_, lane) => {
        for (let nth = lane; nth < measured; nth += connections) ids.push(await send(mailOf(2000 + nth, 0, 'burst')));
      }),
    );
    const burst = await settle(ids);
    const seconds = (performance.now() - started) / 1000;

    say('### The local pipeline, SMTP to CRM record');
    say();
    say('| load | mails | p50 | p95 | p99 | rate |');
    say('|---|---|---|---|---|---|');
    const row = (name: string, lags: number[], rate: string): string =>
      `| ${name} | ${lags.length} | ${percentile(lags, 50)} ms | ${percentile(lags, 95)} ms | ${percentile(lags, 99)} ms | ${rate} |`;
    say(row('one at a time', alone, ''));
    say(row(`${connections} connections at once`, burst, `${(measured / seconds).toFixed(1)} mails/s`));
    say();

    say('### Calls per mail');
    say('requests that the two functions made; the polling of queues, which Lambda does, is not among them');
    say();
    say('| mail | AWS calls of parse | AWS calls of sink | HubSpot calls |');
    say('|---|---|---|---|');
    for (const [name, turn] of [
      ['first of a conversation, new contact and company', 0],
      ['reply', 1],
    ] as const) {
      const counts = () => ({
        parse: runtime.functions.get('parse')?.awsCalls() ?? 0,
        sink: runtime.functions.get('sink')?.awsCalls() ?? 0,
        crm: total(runtime.crmCalls),
      });
      const before = counts();
      await settle([await send(mailOf(5000, turn, 'calls'))]);
      // The invocation answers after its last write, which is what the look at the ledger saw.
      await wait(500);
      const after = counts();
      say(`| ${name} | ${after.parse - before.parse} | ${after.sink - before.sink} | ${after.crm - before.crm} |`);
    }
    say();
  } finally {
    transport.close();
    await runtime.stop();
    // The next runtime must not take this one's database for one that somebody named.
    for (const name of Object.keys(runtime.environment)) delete process.env[name];
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const total = (calls: ReadonlyMap<string, number>): number =>
  [...calls.values()].reduce((sum, count) => sum + count, 0);
