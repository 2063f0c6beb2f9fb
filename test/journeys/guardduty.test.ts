import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachmentPart, buildMail, textPart } from '../../fixtures/mail-builder.ts';
import { eicar } from '../helpers/clamd.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';
import type { RecordedCall } from '../helpers/recorded-calls.ts';

const integrations = `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  force: { vendor: salesforce, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: hub, tenant: acme, addresses: [hub@inbound.localhost], connection: hub, files: {}, links: { days: 30 } }
  - { key: force, tenant: other, addresses: [force@inbound.localhost], connection: force, links: { days: 30 } }
`;
/** In ms: the scan takes long enough for somebody to click before it ends. */
const scanMs = 6000;
/** Our own inspection looks for the whole test file only: this is a text to it. */
const infected = `A letter.\n\n${eicar}\n`;
const mailOf = (to: string, id: string) =>
  buildMail({
    headers: [
      'From: Ada <ada@customer.example>',
      `To: ${to}`,
      `Subject: ${id}`,
      `Message-ID: <${id}@customer.example>`,
    ],
    multipart: {
      subtype: 'mixed',
      parts: [
        textPart('Two files.\n'),
        attachmentPart('text/plain', 'letter.txt', infected),
        attachmentPart('text/plain', 'plan.txt', 'The plan.\n'),
      ],
    },
  });

/** The recorded calls belong to templates without GuardDuty, which grant none of these. */
const isOfScans = (call: RecordedCall): boolean =>
  call.action === 's3:GetObjectTagging' ||
  (call.function === 'feedback' && call.action === 'dynamodb:UpdateItem') ||
  /MalwareScan|guardduty/i.test(JSON.stringify(call));

describe('attachments that GuardDuty scans', () => {
  let pipeline: Pipeline;
  beforeAll(async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, {
      POSTERN_INTEGRATIONS: file,
      POSTERN_ANTIVIRUS: 'guardduty',
      POSTERN_SCAN_MS: String(scanMs),
    });
  }, 180_000);
  afterAll(() => discard(pipeline, undefined, isOfScans));

  it('lets a click wait for the scan, and then gives out the clean file and not the infected one', async () => {
    const to = 'force@inbound.localhost';
    await sendMail(pipeline.smtp, { from: 'ada@customer.example', to: [to], raw: mailOf(to, 'click') });
    const link = await eventually(
      async () => /http:\S+\/m\/[\w.-]+/.exec(JSON.stringify(await pipeline.sandboxRecords('salesforce')))?.[0],
      'the link in the activity',
    );

    const early = await fetch(`${link}/0`, { redirect: 'manual' });
    expect([early.status, early.headers.get('refresh')]).toEqual([202, '5']);
    expect(await early.text()).toContain('is being scanned for malware');
    expect(await (await fetch(link)).text()).toContain('letter.txt (80 bytes) – antivirus scan not ended');

    const late = await eventually(async () => {
      const answer = await fetch(`${link}/0`, { redirect: 'manual' });
      return answer.status === 202 ? undefined : answer;
    }, 'the end of the scan');
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('has malware in it');
    const plan = await fetch(`${link}/1`);
    expect([plan.status, await plan.text()]).toEqual([200, 'The plan.\n']);
  }, 60_000);

  it('uploads the clean file after the scan, never the infected one, and names that in the activity', async () => {
    const to = 'hub@inbound.localhost';
    const sentAt = Date.now();
    await sendMail(pipeline.smtp, { from: 'ada@customer.example', to: [to], raw: mailOf(to, 'upload') });
    const email = await eventually(
      async () => (await pipeline.records()).emails.find(({ properties }) => properties.hs_attachment_ids),
      'the e-mail with its attachment',
    );

    expect(Date.now() - sentAt).toBeGreaterThan(scanMs);
    expect((await pipeline.records()).files.map(({ properties }) => properties.name)).toEqual(['plan.txt']);
    expect(email.properties.hs_email_text).toContain(
      '[Attachments blocked by the antivirus: letter.txt (EICAR-Test-File)]',
    );
  }, 60_000);
});
