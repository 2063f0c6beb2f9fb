import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { parse, stringify } from 'yaml';
import { createDynamoLedger } from '../lambdas/aws/dynamo-ledger.ts';
import { createS3MailStore } from '../lambdas/aws/s3-mail-store.ts';
import { lambdaStoragePlatform } from '../lambdas/aws/storage-platform.ts';
import { checkIntegrations } from '../lambdas/domain/configuration/check-integrations.ts';
import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { env } from '../lambdas/env.ts';
import { startRuntime } from '../local/runtime.ts';
import { aDelivery, anEvent } from '../test/helpers/builders.ts';
import { envCount } from './env-count.ts';

const stored = envCount('POSTERN_BENCH_EVENTS', 10_000);
/** One mail in this many names a region, which the new version writes in another way. */
const mailsPerRegion = 73;
const atOnce = 20;

const file = (transform: string): string => `
connections:
  main: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
mappings:
  regions@1:
    owner: RevOps
    fields:
      - { target: contact.region, from: 'header:X-Region'${transform} }
      - { target: activity.intent, from: intent }
      - { target: activity.subject_line, from: subject, transform: [trim, snippet] }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: main, mapping: regions@1, mode: shadow }
`;

/** Measures `postern mapping diff` over stored mail, and whether it finds the differences that there are. */
export async function benchMapping(printLine: (line?: string) => void): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-mapping-'));
  const checked = checkIntegrations(parse(file('')));
  if (!checked.ok) throw new Error(stringify(checked.mistakes));
  const integrations: IntegrationsFile = checked.value;
  const runtime = await startRuntime({ dataDir, smtpPort: 0, httpPort: 0, integrations });
  Object.assign(process.env, runtime.environment);
  try {
    const seeded = await store();
    const path = join(dataDir, 'changed.yaml');
    writeFileSync(path, file(', transform: [lower]'));
    const started = performance.now();
    const { lines } = await diff(dataDir, path);
    const seconds = (performance.now() - started) / 1000;
    const detected = lines.filter(({ target }) => target === 'contact.region').length;
    printLine('### Comparing two versions of a mapping');
    printLine(
      `\`postern mapping diff\` over ${stored.toLocaleString('en')} stored mails: ${seconds.toFixed(1)} s; ` +
        `${detected} of ${seeded} seeded differences found, ${lines.length - detected} others`,
    );
    printLine();
  } finally {
    await runtime.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Stores mail as parse does: the raw object, the event, and the ledger's rows. @returns the mails that name a region */
async function store(): Promise<number> {
  const platform = lambdaStoragePlatform();
  const read = (name: string): string => process.env[name] ?? '';
  const mail = createS3MailStore(
    platform,
    { mail: read(env.mailBucket), attachments: read(env.attachmentsBucket) },
    { keyOf: async () => undefined },
  );
  const ledger = createDynamoLedger(platform, read(env.ledgerTable));
  let seeded = 0;
  const storeMail = async (mailIndex: number): Promise<void> => {
    const hasRegion = mailIndex % mailsPerRegion === 0;
    const event = anEvent({
      messageId: `${mailIndex}@bench.example`,
      subject: `Mail ${mailIndex}`,
      headers: hasRegion ? [{ name: 'X-Region', value: 'EMEA' }] : [],
    });
    if (hasRegion) seeded += 1;
    const objectKey = `inbound/bench-${mailIndex}`;
    await platform.s3.send(new PutObjectCommand({ Bucket: read(env.mailBucket), Key: objectKey, Body: 'x' }));
    await mail.putEvent(event, []);
    const { eventId, externalId, contentDigest, receivedAt } = event;
    const record = {
      mailId: `bench-${mailIndex}`,
      objectKey,
      receivedAt,
      state: 'parsed' as const,
      eventId,
      recipients: [],
    };
    // Settled, so that no function delivers it.
    const delivery = { ...aDelivery(event), state: 'done' as const, fate: 'shadowed' as const };
    await ledger.recordMail(record, { eventId, externalId, contentDigest }, [delivery]);
  };
  for (let start = 0; start < stored; start += atOnce)
    await Promise.all(Array.from({ length: Math.min(atOnce, stored - start) }, (_, index) => storeMail(start + index)));
  return seeded;
}

/** Runs the verb as a process of its own: the pipeline is this process, which has to go on answering. */
async function diff(dataDir: string, path: string): Promise<{ lines: Array<{ target: string }> }> {
  const child = spawn(process.execPath, ['bin/postern.js', 'mapping', 'diff', '--json'], {
    env: { ...process.env, POSTERN_DATA_DIR: dataDir, POSTERN_INTEGRATIONS: path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout) text += String(chunk);
  const lines = text.split('\n').filter(Boolean);
  return { lines: lines.map((line) => JSON.parse(line) as { target: string }) };
}
