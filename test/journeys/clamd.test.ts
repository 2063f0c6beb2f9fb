import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachmentPart, buildMail, textPart } from '../../fixtures/mail-builder.ts';
import { createClamd } from '../../lambdas/inspect/clamd.ts';
import { eicar, hasClamd, type RunningClamd, startClamd } from '../helpers/clamd.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const integrations = `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: hub, tenant: acme, addresses: [hub@inbound.localhost], connection: hub, files: {}, links: { days: 30 } }
`;
const to = 'hub@inbound.localhost';
const raw = buildMail({
  headers: [
    'From: Ada <ada@customer.example>',
    `To: ${to}`,
    'Subject: Two files',
    'Message-ID: <clamd@customer.example>',
  ],
  multipart: {
    subtype: 'mixed',
    parts: [
      textPart('Two files.\n'),
      // Our own inspection looks for the whole test file only: this is a text to it.
      attachmentPart('text/plain', 'letter.txt', `A letter.\n\n${eicar}\n`),
      attachmentPart('text/plain', 'plan.txt', 'The plan.\n'),
    ],
  },
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

if (!hasClamd) console.info('skipped: the tests with a real clamd (Debian: apt-get install clamav-daemon)');
(hasClamd ? describe : describe.skip)('attachments that a real clamd scans', () => {
  let clamd: RunningClamd;
  let pipeline: Pipeline;
  beforeAll(async () => {
    clamd = await startClamd();
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file, POSTERN_CLAMD: clamd.address });
  }, 180_000);
  afterAll(async () => {
    await clamd?.stop();
    await discard(pipeline);
  });

  it.each([
    ['the test file', eicar, { kind: 'infected', name: 'Postern.Test.Eicar.UNOFFICIAL' }],
    ['the test file in a text', `A letter. ${eicar}`, { kind: 'infected', name: 'Postern.Test.Eicar.UNOFFICIAL' }],
    ['a text', 'A letter.', { kind: 'clean' }],
    ['an empty file', '', { kind: 'clean' }],
  ])('judges %s by its own protocol', async (_, content, result) => {
    for (const address of [clamd.address, clamd.tcpAddress])
      expect(await createClamd(address).scan(bytes(content))).toEqual(result);
  });

  it('uploads the clean file, and gives the infected one to nobody', async () => {
    await sendMail(pipeline.smtp, { from: 'ada@customer.example', to: [to], raw });
    const email = await eventually(
      async () => (await pipeline.records()).emails.find(({ properties }) => properties.hs_attachment_ids),
      'the e-mail with its attachment',
    );
    const text = String(email.properties.hs_email_text);
    const link = /http:\S+\/m\/[\w.-]+/.exec(text)?.[0];

    expect((await pipeline.records()).files.map(({ properties }) => properties.name)).toEqual(['plan.txt']);
    expect(text).toContain('[Attachments blocked by the antivirus: letter.txt (Postern.Test.Eicar.UNOFFICIAL)]');
    const answers = await Promise.all([0, 1].map(async (nth) => (await fetch(`${link}/${nth}?anyway=1`)).status));
    expect(answers).toEqual([403, 200]);
  }, 60_000);
});
