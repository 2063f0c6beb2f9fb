import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import { buildMail, textPart } from '../fixtures/mail-builder.ts';
import { createDynamoConsentLedger } from '../lambdas/aws/dynamo-consent-ledger.ts';
import { lambdaPlatform } from '../lambdas/aws/platform.ts';
import { readCredentials } from '../lambdas/aws/secrets.ts';
import { createSubjectHash } from '../lambdas/aws/subject-hash.ts';
import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { mintToken } from '../lambdas/domain/consent/token.ts';
import { readTokenKeys } from '../lambdas/domain/mail/signed-text.ts';
import { env, metrics } from '../lambdas/env.ts';
import { readMetricLine } from '../lambdas/operations/measurements.ts';
import { type Runtime, startRuntime } from '../local/runtime.ts';
import { envCount } from './env-count.ts';
import { percentile } from './percentile.ts';

const waitingMails = envCount('POSTERN_BENCH_MAILS', 10_000);
const byLink = 150;
const byMail = 150;
const connections = 8;
const recipient = 'deals@inbound.localhost';

const integrations: IntegrationsFile = {
  connections: {
    // So slow that all mail of the benchmark waits for hours.
    main: {
      vendor: 'hubspot',
      baseUrl: 'sandbox:',
      credentials: 'env:POSTERN_SANDBOX_TOKEN',
      rate: { perSecond: 1, burst: 5 },
    },
    cdp: { vendor: 'segment', baseUrl: 'sandbox:', credentials: 'env:POSTERN_SANDBOX_TOKEN' },
  },
  integrations: [
    {
      key: 'deals',
      tenant: 'acme',
      addresses: [recipient],
      connection: 'main',
      mode: 'live',
      mapping: 'default@1',
      deals: 'token',
      consent: {
        negative: 'stop',
        optOut: 'unsubscribe',
        requireOptIn: [],
        softBounces: { count: 5, days: 3, withinDays: 30 },
        targets: ['cdp'],
      },
    },
  ],
};

/** Measures an opt-out while the other lane is full and the CRM refuses every other call. */
export async function benchSuppression(printLine: (line?: string) => void): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-data-'));
  const runtime = await startRuntime({ dataDir, smtpPort: 0, httpPort: 0, integrations });
  Object.assign(process.env, runtime.environment);
  const transport = createTransport({
    host: '127.0.0.1',
    port: runtime.smtp,
    pool: true,
    maxConnections: connections,
    ignoreTLS: true,
  });
  const send = async (from: string, subject: string, text: string): Promise<void> => {
    const headers = [`From: <${from}>`, `To: ${recipient}`, `Subject: ${subject}`, `Message-ID: <${from}>`];
    const multipart = { subtype: 'mixed', parts: [textPart(text)] };
    const raw = buildMail({ headers: [...headers, 'MIME-Version: 1.0'], multipart });
    await transport.sendMail({ envelope: { from, to: [recipient] }, raw });
  };
  try {
    await Promise.all(
      Array.from({ length: connections }, async (_, lane) => {
        for (let index = lane; index < waitingMails; index += connections)
          await send(`person${index}@company${index}.example`, `Question ${index}`, 'What would it cost?\n');
      }),
    );
    // Each from a domain of its own: unproven mail from one host may stop only so much in an hour.
    const leavers = Array.from({ length: byLink + byMail }, (_, index) => `leaver${index}@bench${index}.example`);
    // A CRM that does not have a person need not hear of them.
    for (const email of leavers) runtime.crm.create('contacts', { email }, []);
    await setFaults(runtime, [{ action: '429', probability: 0.5, retryAfterSeconds: null }]);

    const measure = await createMeasure(runtime);
    // Warms up every function.
    await Promise.all(Array.from({ length: 60 }, (_, index) => measure.click(`warm${index}@bench.example`)));
    await wait(5000);
    const warmUntil = Date.now();
    const clicks: number[] = [];
    for (const address of leavers.slice(0, byLink)) {
      clicks.push(await measure.click(address));
      await wait(100);
    }
    const mails: number[] = [];
    for (const address of leavers.slice(byLink)) {
      const started = performance.now();
      await send(address, 'unsubscribe', 'unsubscribe\n');
      mails.push(await measure.untilIneligible(address, started));
      await wait(50);
    }
    await measure.untilTargetsUpdated(leavers);
    // The log follows a moment later.
    await wait(2000);
    const targets = lagsOf(dataDir, warmUntil);

    printLine('### Opt-outs during a backlog');
    printLine(
      `${waitingMails.toLocaleString('en')} mails wait for the CRM, which answers 429 to half of all calls without \`Retry-After\`; ${leavers.length} people leave, one after the other`,
    );
    printLine();
    printLine('| path | people | p50 | p95 | p99 |');
    printLine('|---|---|---|---|---|');
    const row = (name: string, times: readonly number[]): void =>
      printLine(
        `| ${name} | ${times.length} | ${[50, 95, 99].map((percent) => `${percentile(times, percent).toFixed(0)} ms`).join(' | ')} |`,
      );
    row('one-click POST to the eligibility answer', clicks);
    row('SMTP to the eligibility answer', mails);
    row('to each CRM and CDP, read back where possible', targets);
    printLine();
  } finally {
    transport.close();
    await runtime.stop();
    // The next runtime must not take this one's database for one that is configured.
    for (const name of Object.keys(runtime.environment)) delete process.env[name];
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function createMeasure({ http, environment }: Runtime) {
  const base = `http://127.0.0.1:${http}`;
  const platform = lambdaPlatform();
  const hash = await createSubjectHash(process.env)();
  const keys = readTokenKeys(await readCredentials(environment[env.tokenKeys]!, process.env));
  const consent = createDynamoConsentLedger(platform, environment[env.consentTable]!);
  const untilIneligible = async (address: string, started: number): Promise<number> => {
    for (;;) {
      const answer = await fetch(`${base}/v1/eligibility?address=${address}&purpose=marketing`);
      if (!((await answer.json()) as { answer: boolean }).answer) return performance.now() - started;
      if (performance.now() - started > 60_000) throw new Error('an opt-out was not effective within a minute');
      await wait(10);
    }
  };
  return {
    untilIneligible,
    async click(address: string): Promise<number> {
      const subject = hash('acme', address);
      await consent.introduce('acme', subject, address);
      const token = mintToken({ kind: 'unsubscribe', tenant: 'acme', subject, purposes: ['marketing'] }, keys);
      const started = performance.now();
      const answer = await fetch(`${base}/u/${token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`the click was answered ${answer.status}`);
      return untilIneligible(address, started);
    },
    async untilTargetsUpdated(addresses: readonly string[]): Promise<void> {
      for (const address of addresses) {
        for (;;) {
          const progress = await consent.progress('acme', hash('acme', address));
          if (progress.length === 2 && progress.every(({ receivedAt }) => receivedAt === undefined)) break;
          await wait(50);
        }
      }
    },
  };
}

async function setFaults({ http }: Runtime, faults: object[]): Promise<void> {
  await fetch(`http://127.0.0.1:${http}/sandbox/faults`, { method: 'PUT', body: JSON.stringify(faults) });
}

/** The lags that the function itself measured, in ms. */
const lagsOf = (dataDir: string, from: number): number[] =>
  readFileSync(join(dataDir, 'logs', 'suppress.log'), 'utf8')
    .split('\n')
    .flatMap(readMetricLine)
    .filter(
      ({ at, metric, dimensions }) => at > from && metric === metrics.lag.name && dimensions.kind === 'unsubscribe',
    )
    .map(({ value }) => value * 1000);
