import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildMail, textPart } from '../../fixtures/mail-builder.ts';
import { refusals } from '../crm/contract/refusals.ts';
import { eventually } from '../helpers/mail-set.ts';
import { discard, type Pipeline, type SentLine, startPipeline } from '../helpers/pipeline.ts';

// One record that a CRM refuses, at six CRMs at once: its own conversation waits, and nobody else.

/** By vendor: the refusal of `refusals`, and how `doctor` names it. */
const refused = {
  hubspot: ['an address that it does not take', 'rejected: INVALID_EMAIL'],
  salesforce: ['a validation rule', 'rejected: FIELD_CUSTOM_VALIDATION_EXCEPTION'],
  zoho: ['the same for all of its one record', 'rejected: INVALID_DATA'],
  pipedrive: [refusals.pipedrive!.ofTheRecord[0]![0], 'rejected: ERR_SCHEMA_VALIDATION_FAILED'],
  freshsales: [refusals.freshsales!.ofTheRecord[0]![0], 'rejected: HTTP 400'],
  close: [refusals.close!.ofTheRecord[0]![0], 'rejected: HTTP 400'],
} as const;
const vendors = Object.keys(refused) as Array<keyof typeof refused>;
const everybody = vendors.flatMap((vendor) => ['--to', `${vendor}@inbound.localhost`]);

const integrations = `connections:
${vendors.map((vendor) => `  ${vendor}: { vendor: ${vendor}, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN, rate: { perSecond: 500, burst: 500 } }`).join('\n')}
integrations:
${vendors.map((vendor) => `  - { key: ${vendor}, tenant: acme, addresses: [${vendor}@inbound.localhost], connection: ${vendor} }`).join('\n')}
`;

const faults = vendors.map((vendor) => {
  const { write, ofTheRecord } = refusals[vendor]!;
  const [, status, body] = ofTheRecord.find(([what]) => what === refused[vendor][0])!;
  return { action: 'refuse', match: write, matchBody: 'eve@refused', answer: { status, body } };
});

interface Doctor {
  readonly problems: readonly string[];
  readonly connections: ReadonlyArray<{ readonly connection: string; readonly circuit: string }>;
}

describe('a record that its CRM refuses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-refused-'));
  let pipeline: Pipeline;

  beforeAll(async () => {
    const file = join(folder, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(undefined, { POSTERN_INTEGRATIONS: file });
  }, 60_000);

  afterAll(async () => {
    await discard(pipeline);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  /** Sends a mail to all six, and returns the ends of its deliveries. */
  async function send(name: string, from: string, references?: string): Promise<SentLine[]> {
    const path = join(folder, `${name}.eml`);
    const headers = [
      `From: ${from}`,
      'To: sales@inbound.localhost',
      `Subject: ${name}`,
      `Message-ID: <${name}@refused.example>`,
      ...(references ? [`References: <${references}@refused.example>`] : []),
      'MIME-Version: 1.0',
    ];
    writeFileSync(path, buildMail({ headers, multipart: { subtype: 'mixed', parts: [textPart(`${name}\n`)] } }));
    return (await pipeline.cli('send', path, ...everybody, '--wait', '--json')).lines<SentLine>();
  }

  it('parks its own conversation at each CRM, delays nobody else, and is named by doctor', async () => {
    await pipeline.faults(faults);

    const first = await send('refused', 'Eve <eve@refused.example>');
    const others = await Promise.all([1, 2, 3].map((nth) => send(`other-${nth}`, `p${nth}@company${nth}.example`)));
    const behind = await send('behind', 'Eve <eve@refused.example>', 'refused');

    const byVendor = (lines: readonly SentLine[]) =>
      Object.fromEntries(lines.map((line) => [line.integration, line.reason ?? line.fate]));
    const reasons = Object.fromEntries(
      vendors.map((vendor) => [vendor, expect.stringContaining(refused[vendor][1]) as string]),
    );
    expect(byVendor(first)).toEqual(reasons);
    const heads = first.map(({ eventId }) => eventId);
    expect(behind.map(({ fate, reason }) => [fate, reason])).toEqual(heads.map((head) => ['parked', `behind ${head}`]));
    for (const lines of others) {
      expect(lines.map(({ fate }) => fate)).toEqual(vendors.map(() => 'delivered'));
      // Far less than the visibility timeout of three minutes, also on a busy machine.
      expect(Math.max(...lines.map(({ lagMs = 0 }) => lagMs))).toBeLessThan(60_000);
    }

    const report = await pipeline.cli('doctor', '--json');
    const [{ problems, connections }] = report.lines<Doctor>() as [Doctor];
    expect(report.code).toBe(1);
    for (const vendor of vendors)
      expect(problems.filter((problem) => problem.startsWith(`conversation ${vendor}#`))).toEqual([
        expect.stringContaining(`(${refused[vendor][1]}): postern trace`),
      ]);
    expect(connections.map(({ connection, circuit }) => [connection, circuit])).toEqual(
      connections.map(({ connection }) => [connection, 'closed']),
    );
  }, 180_000);

  it('goes on in order once the CRM takes the record', async () => {
    await pipeline.faults([]);

    await pipeline.cli('redrive', '--json');

    const settled = await eventually(async () => {
      const lines = (await pipeline.cli('redrive', '--dry-run', '--json')).lines<{ threads: object[] }>();
      return lines[0]?.threads.length === 0 ? true : undefined;
    }, 'nothing waits any more');
    expect(settled).toBe(true);
    expect((await pipeline.cli('doctor', '--json')).lines<Doctor>()[0]?.problems).toEqual([]);
  }, 120_000);
});
