import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, sendMail, type TestMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

// The drill of docs/runbook.md#restore, step by step, at a CRM that keeps no unique key.

const integrations = `
connections:
  pd: { vendor: pipedrive, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: pd, deals: thread }
`;

/** A mail of one of two people; `to` of its header, while it is sent to our address. */
function aMail(person: string, nth: number, { re, to = 'sales@inbound.localhost' }: { re?: number; to?: string } = {}) {
  const from = `${person}@${person}.example`;
  const id = (index: number): string => `<${person}-${index}@${person}.example>`;
  const lines = [
    `From: ${person} <${from}>`,
    `To: ${to}`,
    `Subject: ${person} ${nth}`,
    `Message-ID: ${id(nth)}`,
    ...(re === undefined ? [] : [`In-Reply-To: ${id(re)}`, `References: ${id(re)}`]),
    '',
    `Mail ${nth} of ${person}.`,
    '',
  ];
  return { name: `${person}-${nth}`, raw: Buffer.from(lines.join('\r\n')), from, to: ['sales@inbound.localhost'] };
}

interface AuditLine {
  readonly mails: number;
  readonly pending: number;
  readonly missing: readonly unknown[];
  readonly duplicates: readonly unknown[];
  readonly fates: Readonly<Record<string, number>>;
  readonly repaired?: { readonly mails: number };
}

const auditOf = async (pipeline: Pipeline, ...options: string[]): Promise<AuditLine> =>
  (await pipeline.cli('audit', '--json', ...options)).lines<AuditLine>()[0]!;

/** The records of the CRM by their names: what a person would see twice. */
const seenAt = async (pipeline: Pipeline): Promise<Record<string, string[]>> =>
  Object.fromEntries(
    Object.entries(await pipeline.sandboxRecords('pipedrive'))
      .filter(([, records]) => records.length > 0)
      .map(([type, records]) => [
        type,
        records.map(({ id, body }) => `${id} ${body.subject ?? body.name ?? body.title}`).toSorted(),
      ]),
  );

describe('a ledger that is restored to a point in time', () => {
  let pipeline: Pipeline | undefined;
  const dataDir = temporaryFolder();
  const file = join(dataDir, 'integrations.yaml');
  const database = join(dataDir, 'dynamodb.sqlite');
  const backup = join(dataDir, 'backup.sqlite');

  const start = async (restoredUntil?: string): Promise<Pipeline> => {
    const restored = restoredUntil === undefined ? {} : { POSTERN_RESTORED_UNTIL: restoredUntil };
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file, ...restored });
    return pipeline;
  };
  const sendAll = async (running: Pipeline, mails: readonly TestMail[], total: number): Promise<void> => {
    for (const mail of mails) await sendMail(running.smtp, mail);
    await eventually(async () => {
      const { fates } = await auditOf(running);
      return fates.delivered === total ? true : undefined;
    }, `${total} mails to be delivered`);
  };

  afterAll(() => discard(pipeline), 60_000);

  it('has each mail from after that point in its conversation again, and none twice at the CRM', async () => {
    writeFileSync(file, integrations);
    const before = await start();
    await sendAll(before, [aMail('ada', 1), aMail('tim', 1)], 2);
    await before.stop();
    copyFileSync(database, backup);

    const after = await start();
    const later = [
      aMail('ada', 2, { re: 1 }),
      aMail('tim', 2, { re: 1 }),
      aMail('ada', 3),
      // In Bcc: only the envelope names us.
      aMail('tim', 3, { to: 'partner@elsewhere.example' }),
      // The ledger lacks the whole conversation, and each mail names only the one before.
      aMail('zoe', 1),
      aMail('zoe', 2, { re: 1 }),
      aMail('zoe', 3, { re: 2 }),
      aMail('zoe', 4, { re: 3 }),
    ];
    await sendAll(after, later, 10);
    const wanted = await seenAt(after);
    await after.stop();
    const restoredUntil = new Date().toISOString();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true });
    copyFileSync(backup, database);

    const restored = await start(restoredUntil);
    await auditOf(restored, '--repair', '--grace', '1s');
    const audit = await eventually(async () => {
      const report = await auditOf(restored);
      return report.pending === 0 && report.missing.length === 0 ? report : undefined;
    }, 'the audit to be clean');

    expect(audit).toMatchObject({ mails: 10, fates: { delivered: 10 }, duplicates: [] });
    expect([wanted.activities?.length, wanted.persons?.length, wanted.deals?.length]).toEqual([10, 3, 5]);
    expect(await seenAt(restored)).toEqual(wanted);
  }, 180_000);
});
