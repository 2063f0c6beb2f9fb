import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { strFromU8, unzipSync } from 'fflate';
import type { ErasureCertificate } from '../../cli/data/certificate.ts';
import type { ExportIndex } from '../../cli/data/export-index.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const person = 'lea.quitte@person.example';
/** Words that nothing but the person's mails has. */
const words = [person, 'Quitte', 'marzipanrezept', 'zimtsternteig', 'walnussbeilage'];

const configuration = `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  force: { vendor: salesforce, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  pipe: { vendor: pipedrive, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
${['hub', 'force', 'pipe'].map((name) => `  - { key: ${name}, tenant: acme, addresses: ['${name}@inbound.localhost'], connection: ${name}, mapping: default@1 }`).join('\n')}
`;

/** A mail of the person; the first five have a file. */
function mailOf(nth: number): string {
  const head = [
    `From: "Lea Quitte" <${person}>`,
    `To: ${['hub', 'force', 'pipe'][nth % 3]}@inbound.localhost`,
    `Message-ID: <${nth}@person.example>`,
    `Subject: Marzipanrezept ${nth}`,
    'MIME-Version: 1.0',
  ];
  const text = ['Content-Type: text/plain; charset=utf-8', '', `Zimtsternteig ${nth}.`];
  if (nth >= 5) return [...head, ...text, ''].join('\r\n');
  const file = [
    'Content-Type: text/plain',
    `Content-Disposition: attachment; filename=note-${nth}.txt`,
    '',
    `Walnussbeilage ${nth}`,
  ];
  const parts = [text, file].flatMap((part) => ['--b', ...part]);
  return [...head, 'Content-Type: multipart/mixed; boundary=b', '', ...parts, '--b--', ''].join('\r\n');
}

/** A mail of somebody else with the person in Cc. */
const sharedMail = [
  'From: Bob <bob@other.example>',
  'To: hub@inbound.localhost',
  `Cc: "Lea Quitte" <${person}>`,
  'Message-ID: <shared@other.example>',
  'Subject: Invoice',
  '',
  `Lea Quitte (${person}) has the papers.`,
  '',
].join('\r\n');

/**
 * Every value in the databases of the pipeline that has one of the words, but those of the CRMs, which are other systems, and the
 * changes in streams, which nobody can delete: the certificate names them.
 */
function tracesIn(dataDir: string): string[] {
  const databases = globSync(['*.sqlite', '*/*.{sqlite,db}'], { cwd: dataDir }).filter(
    (name) => !name.includes('sandbox'),
  );
  const found = databases.flatMap((name) => {
    using database = new DatabaseSync(join(dataDir, name), { readOnly: true });
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    const kept = tables.filter((table) => table.name !== '_stream_records');
    return kept.flatMap((table) =>
      database
        .prepare(`SELECT * FROM "${String(table.name)}"`)
        .all()
        .flatMap((row) => Object.values(row).map((value) => `${name} ${String(table.name)} ${textOf(value)}`))
        .filter(isTrace),
    );
  });
  const files = globSync(['logs/*', 's3/buckets/**/*', 'spool/**/*'], { cwd: dataDir, withFileTypes: true });
  const inFiles = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .filter((path) => isTrace(readFileSync(path, 'latin1')));
  return [...found, ...inFiles];
}

const textOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
const isTrace = (text: string): boolean => {
  const lower = text.toLowerCase();
  return words.some((word) => lower.includes(word.toLowerCase()));
};

let pipeline: Pipeline | undefined;
const folder = temporaryFolder();
afterAll(async () => {
  await discard(pipeline);
  rmSync(folder, { recursive: true, force: true });
});

describe('a person with twenty mails, five files and three CRMs', () => {
  it('gets everything in an export, and leaves nothing but the keyed hash after an erasure', async () => {
    const integrations = join(folder, 'integrations.yaml');
    writeFileSync(integrations, configuration);
    const mails = join(folder, 'mails');
    mkdirSync(mails);
    for (let nth = 0; nth < 20; nth += 1)
      writeFileSync(join(mails, `${String(nth).padStart(2, '0')}.eml`), mailOf(nth));
    writeFileSync(join(mails, 'shared.eml'), sharedMail);
    pipeline = await startPipeline(undefined, { POSTERN_INTEGRATIONS: integrations });
    const { cli, dataDir } = pipeline;
    const sent = (await cli('send', mails, '--wait', '--json')).lines();
    await cli('consent', 'set', person, 'out');

    expect(sent.map(({ fate }) => fate)).toEqual(Array.from({ length: 21 }, () => 'delivered'));
    expect(tracesIn(dataDir).length).toBeGreaterThan(40);

    const archive = join(folder, 'lea.zip');
    const exported = await cli('data', 'export', '--address', person, '--out', archive, '--json');
    const files = unzipSync(readFileSync(archive));
    const index = JSON.parse(strFromU8(files['index.json']!)) as ExportIndex;
    const contentOf = (pattern: RegExp): string[] =>
      Object.entries(files).flatMap(([name, bytes]) => (pattern.test(name) ? [strFromU8(bytes)] : []));

    expect([exported.code, exported.stderr]).toEqual([0, '']);
    expect(index.mails.filter(({ role }) => role === 'author')).toHaveLength(20);
    expect(contentOf(/\/mail\.eml$/).filter((raw) => raw.includes('Marzipanrezept'))).toHaveLength(20);
    expect(contentOf(/\/attachments\//).toSorted()).toEqual(
      Array.from({ length: 5 }, (_, nth) => `Walnussbeilage ${nth}`),
    );
    expect(new Set(index.records.map(({ connection }) => connection))).toEqual(new Set(['hub', 'force', 'pipe']));
    expect(strFromU8(files['consent.json']!)).toContain('unsubscribe');

    const certificateFile = join(folder, 'certificate.json');
    const refused = await cli('data', 'erase', '--address', person);
    const dryRun = await cli('data', 'erase', '--address', person, '--dry-run');
    const erased = await cli('data', 'erase', '--address', person, '--yes', '--out', certificateFile);
    const certificate = JSON.parse(readFileSync(certificateFile, 'utf8')) as ErasureCertificate;

    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('add --yes')]);
    expect(dryRun.stdout).toMatch(/^20 mail\(s\) to erase, 1 that others are in/);
    expect([erased.code, erased.stderr]).toEqual([0, '']);
    expect(certificate.counts).toMatchObject({ mailsErased: 20, mailsPseudonymized: 1, mailsKept: 0 });
    expect(isTrace(JSON.stringify(certificate))).toBe(false);
    expect(certificate.remains.map(({ what }) => what)).toContain('changes in the streams of the tables');
    expect(tracesIn(dataDir)).toEqual([]);

    const again = await cli('data', 'erase', '--address', person, '--yes');
    const eventId = sent.find(({ source }) => source.endsWith('00.eml'))!.eventId!;
    const replay = await cli('replay', eventId);
    const audit = await cli('audit', '--grace', '0s');
    const consent = (await cli('consent', 'get', person, '--json')).lines<{ eligible: object }>();

    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('nothing is stored')]);
    expect(replay.stdout).toContain('dead → unchanged (the mail was erased at the request of the person)');
    expect(audit.stdout).toContain('Nothing is missing.');
    expect(consent[0]?.eligible).toMatchObject({ marketing: false, sales: false });
  }, 120_000);
});
