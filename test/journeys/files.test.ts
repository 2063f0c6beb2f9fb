import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachmentPart, buildMail, textPart } from '../../fixtures/mail-builder.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const integrations = `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  force: { vendor: salesforce, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: hub, tenant: acme, addresses: [hub@inbound.localhost], connection: hub, files: {} }
  - { key: force, tenant: acme, addresses: [force@inbound.localhost], connection: force, files: { maxFileMiB: 10 } }
`;

/** Builds a chunk of a PNG: length, type, data, and a checksum that this test does not need to be valid. */
function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
}

/** A PNG with bytes that are not valid text. */
const picture = Buffer.concat([
  Buffer.from('89504e470d0a1a0a', 'hex'),
  chunk('IHDR', Buffer.from('00000001000000010802000000', 'hex')),
  chunk('IDAT', Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7) % 256))),
  chunk('IEND', Buffer.alloc(0)),
]);
const raw = buildMail({
  headers: [
    'From: Ada <ada@customer.example>',
    'To: hub@inbound.localhost, force@inbound.localhost',
    'Subject: Plans',
    'Message-ID: <files@customer.example>',
  ],
  multipart: {
    subtype: 'mixed',
    parts: [
      textPart('The plans.\n'),
      attachmentPart('image/png', 'Plan für Ada.png', picture),
      attachmentPart('application/octet-stream', 'measurements.dat', Buffer.from([0, 1, 2, 3, 4, 5, 6, 7])),
      attachmentPart('application/x-msdownload', 'setup.exe', Buffer.from('MZ\x90\x00'.padEnd(200, 'x'), 'latin1')),
    ],
  },
});

describe('attachments as files at the CRM', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
  }, 60_000);
  afterAll(() => discard(pipeline));

  it('stores clean attachments unchanged, and no executable or uninspected ones', async () => {
    const to = ['hub@inbound.localhost', 'force@inbound.localhost'];
    await sendMail(pipeline.smtp, { from: 'ada@customer.example', to, raw });

    const email = await eventually(
      async () => (await pipeline.records()).emails.find(({ properties }) => properties.hs_attachment_ids),
      'the e-mail with its attachment',
    );
    const versions = await eventually(
      async () => (await pipeline.sandboxRecords('salesforce')).ContentVersion,
      'the file at Salesforce',
    );

    const { files } = await pipeline.records();
    expect(files.map(({ id, properties }) => [id, properties.name, properties.sha256])).toEqual([
      [email.properties.hs_attachment_ids, 'Plan für Ada.png', createHash('sha256').update(picture).digest('hex')],
    ]);
    expect(versions.map(({ body }) => body.PathOnClient)).toEqual(['Plan für Ada.png']);
    expect(Buffer.from(String(versions[0]!.body.VersionData), 'base64').equals(picture)).toBe(true);

    const [story] = (await pipeline.cli('trace', files[0]!.id, '--json')).lines<{ messageId: string }>();
    expect(story?.messageId).toBe('files@customer.example');
  }, 60_000);
});
