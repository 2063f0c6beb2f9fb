import { createHmac } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildMail, textPart } from '../../fixtures/mail-builder.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, type SentLine, startPipeline } from '../helpers/pipeline.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../helpers/sandbox.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const integrations = (hookUrl: string, trialUrl: string): string => `connections:
  main: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  pipe: { vendor: pipedrive, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  trial: { vendor: pipedrive, baseUrl: '${trialUrl}', credentials: env:POSTERN_SANDBOX_TOKEN }
  hook: { vendor: webhook, baseUrl: '${hookUrl}', credentials: env:HOOK_SECRET }
  locked: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:NO_SUCH_VARIABLE }
  vault: { vendor: hubspot, baseUrl: 'sandbox:', credentials: 'secret:team/absent#token' }
  generated: { vendor: hubspot, baseUrl: 'sandbox:', credentials: 'secret:crm#hubspot' }
integrations:
  - { key: live, tenant: acme, addresses: [live@inbound.localhost], connection: main }
  - { key: shadow, tenant: acme, addresses: [shadow@inbound.localhost], connection: main, mode: shadow }
  - { key: trying, tenant: acme, addresses: [trying@inbound.localhost], connection: pipe, mode: shadow, shadow: { to: trial } }
  - { key: switched-off, tenant: acme, addresses: [off@inbound.localhost], connection: main, mode: off }
  - { key: hook, tenant: acme, addresses: [hook@inbound.localhost], connection: hook }
  - { key: locked, tenant: other, addresses: [locked@inbound.localhost], connection: locked }
  - { key: vault, tenant: other, addresses: [vault@inbound.localhost], connection: vault }
  - { key: generated, tenant: other, addresses: [generated@inbound.localhost], connection: generated }
`;

/** Writes a mail file and returns its path; `references` puts the mail into an existing conversation. */
function mailFile(
  folder: string,
  name: string,
  { from = 'ada@customer.example', to = 'live@inbound.localhost', references = '' } = {},
): string {
  const path = join(folder, `${name}.eml`);
  const headers = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${name}`,
    `Message-ID: <${name}@fates.example>`,
    ...(references ? [`References: <${references}@fates.example>`] : []),
    'MIME-Version: 1.0',
  ];
  writeFileSync(path, buildMail({ headers, multipart: { subtype: 'mixed', parts: [textPart(`${name}\n`)] } }));
  return path;
}

describe('every fate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-fates-'));
  const received: Array<{ headers: Record<string, string>; body: string }> = [];
  let hook: Server;
  let trial: TestVendorSandbox;
  let pipeline: Pipeline;

  beforeAll(async () => {
    trial = await startVendorSandbox('pipedrive');
    hook = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({
          headers: request.headers as Record<string, string>,
          body: Buffer.concat(chunks).toString('utf8'),
        });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    const file = join(folder, 'integrations.yaml');
    writeFileSync(file, integrations(`http://127.0.0.1:${(hook.address() as { port: number }).port}/hook`, trial.url));
    pipeline = await startPipeline(undefined, { POSTERN_INTEGRATIONS: file, HOOK_SECRET: secret });
  }, 60_000);

  afterAll(async () => {
    await discard(pipeline, ({ resource }) => resource.endsWith(':secret:team/absent'));
    await trial.stop();
    hook.closeAllConnections();
    hook.close();
  }, 60_000);

  const send = async (path: string): Promise<SentLine | undefined> =>
    (await pipeline.cli('send', path, '--wait', '--json')).lines()[0];

  it('shadowed: maps the mail and writes nothing', async () => {
    const before = (await pipeline.records()).emails.length;

    expect(await send(mailFile(folder, 'shadow', { to: 'shadow@inbound.localhost' }))).toMatchObject({
      fate: 'shadowed',
    });
    expect((await pipeline.records()).emails.length).toBe(before);
  }, 60_000);

  it('shadowed: writes the mail once to the account that the shadow names, and nothing to the live one', async () => {
    const sent = await send(mailFile(folder, 'trying', { to: 'trying@inbound.localhost' }));
    const again = await pipeline.cli('replay', sent?.eventId ?? '', '--json');
    const subjects = trial.store.list('activities').map(({ body }) => body.subject);

    expect(sent).toMatchObject({ fate: 'shadowed' });
    expect(again.lines<object>()[0]).toMatchObject({ deliveries: [{ before: 'shadowed', result: 'unchanged' }] });
    expect([subjects, trial.store.list('persons').length]).toEqual([['trying'], 1]);
    expect(Object.values(await pipeline.sandboxRecords('pipedrive')).flat()).toEqual([]);
  }, 60_000);

  it('filtered: drops the mail of an integration that is switched off', async () => {
    expect(await send(mailFile(folder, 'off', { to: 'off@inbound.localhost' }))).toMatchObject({ fate: 'filtered' });
  }, 60_000);

  it('unrouted: finds no integration with the address', async () => {
    expect(await send(mailFile(folder, 'nobody', { to: 'nobody@inbound.localhost' }))).toMatchObject({
      fate: 'unrouted',
    });
  }, 60_000);

  it('quarantined: records why a mail exceeds the limits', async () => {
    const raw = `From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(1200)}--b--\r\n`;
    const path = join(folder, 'parts.eml');
    writeFileSync(path, raw);

    const sent = (await pipeline.cli('send', path, '--to', 'live@inbound.localhost', '--wait', '--json')).lines()[0];

    expect(sent).toMatchObject({ fate: 'quarantined', reason: 'too-many-parts: more than 1000 parts' });
  }, 60_000);

  it('quarantined: rejects input that is not a mail, even below the trace header of a receiver', async () => {
    const path = join(folder, 'words.eml');
    writeFileSync(path, 'no mail at all\r\n');

    const sent = (await pipeline.cli('send', path, '--to', 'live@inbound.localhost', '--wait', '--json')).lines()[0];

    expect(sent).toMatchObject({ fate: 'quarantined', reason: 'not-mail: no header field of its own' });
  }, 60_000);

  it('delivered: signs the exact bytes that it sends to a webhook', async () => {
    expect(await send(mailFile(folder, 'hooked', { to: 'hook@inbound.localhost' }))).toMatchObject({
      fate: 'delivered',
    });

    const [{ headers, body }] = received as [(typeof received)[number]];
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key)
      .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
    expect(JSON.parse(body)).toMatchObject({
      type: 'email.received',
      data: { schema: 'email.received/1', route: { integration: 'hook' }, message: { subject: 'hooked' } },
    });
  }, 60_000);

  it('parked, then dead: holds the conversation of a mail that the CRM rejects until the mail is given up', async () => {
    // The sandbox refuses an address without a dot in its domain, as HubSpot does.
    const refused = await send(mailFile(folder, 'refused', { from: 'ada@localhost' }));
    const behind = await send(mailFile(folder, 'behind', { references: 'refused' }));
    const elsewhere = await send(mailFile(folder, 'elsewhere'));

    expect(refused).toMatchObject({ fate: 'parked', reason: expect.stringContaining('INVALID_EMAIL') as string });
    expect(behind).toMatchObject({ fate: 'parked', reason: `behind ${refused?.eventId}`, thread: refused?.thread });
    expect(elsewhere).toMatchObject({ fate: 'delivered' });

    const dryRun = (await pipeline.cli('redrive', '--dry-run', '--json')).lines<{ threads: object[] }>()[0];
    const stuck = await pipeline.cli('redrive', '--json');
    const skipped = (await pipeline.cli('redrive', '--skip', refused?.eventId ?? '', '--json')).lines<{
      threads: object[];
    }>()[0];

    expect(dryRun?.threads).toMatchObject([{ waiting: 2, replayed: 0 }]);
    expect(stuck.code).toBe(1);
    expect(skipped?.threads).toMatchObject([{ skipped: 1, replayed: 1 }]);
    const stories = await Promise.all(
      [refused, behind].map(
        async (line) =>
          (await pipeline.cli('trace', line?.eventId ?? '', '--json')).lines<{
            deliveries: Array<{ fate: string }>;
          }>()[0],
      ),
    );
    expect(stories.map((story) => story?.deliveries[0]?.fate)).toEqual(['dead', 'delivered']);
    expect((await pipeline.cli('redrive', '--dry-run')).stdout).toContain('No conversation is parked.');
  }, 90_000);

  it.each([
    ['redrive', '--event', 'evt_nope', 'nothing waits under evt_nope'],
    ['redrive', '--thread', 'nope', 'nothing waits under nope'],
    ['redrive', '--skip', 'nope', 'nothing waits under nope'],
    ['redrive', '--integration', 'nope', '--integration: found "nope", wants one of generated, hook, '],
    ['replay', '--integration', 'nope', '--integration: found "nope", wants one of generated, hook, '],
    ['replay', 'evt_nope', '--dry-run', 'nothing is known of evt_nope'],
  ])(
    '%s %s %s reports an unknown name, and fails',
    async (verb, first, second, message) => {
      const { code, stdout, stderr } = await pipeline.cli(verb, first, second);

      expect(code).toBe(1);
      expect(stdout + stderr).toContain(message);
    },
    90_000,
  );

  it.each([
    ['locked', 'credentials env:NO_SUCH_VARIABLE are not set'],
    ['vault', 'credentials secret:team/absent#token cannot be read: AccessDeniedException'],
    ['generated', 'credentials secret:crm#hubspot are not set'],
  ])(
    'parked: waits when the credentials of connection %s cannot be read (%s)',
    async (name, why) => {
      const to = `${name}@inbound.localhost`;
      const id = `<${name}@fates.example>`;
      const raw = Buffer.from(`From: a@b.example\r\nTo: ${to}\r\nMessage-ID: ${id}\r\n\r\nhi\r\n`);
      await sendMail(pipeline.smtp, { raw, from: 'a@b.example', to: [to] });

      const waiting = await eventually(async () => {
        const [story] = (await pipeline.cli('trace', id, '--json')).lines<{
          deliveries: Array<{ fate: string; reason?: string }>;
        }>();
        return story?.deliveries[0]?.reason === undefined ? undefined : story.deliveries[0];
      }, 'its circuit to open');
      expect(waiting).toMatchObject({
        fate: 'parked',
        reason: `waits for connection ${name}: misconfigured: credentials: ${why}`,
      });
    },
    60_000,
  );

  it('doctor reports a parked delivery, redrive gives it up, and replay repeats it', async () => {
    const doctorReport = await pipeline.cli('doctor', '--json');
    const [story] = (await pipeline.cli('trace', '<locked@fates.example>', '--json')).lines<{
      eventId: string;
      deliveries: Array<{ next?: string }>;
    }>();
    const skipped = await pipeline.cli('redrive', '--skip', story!.eventId, '--json');
    const replayDryRun = await pipeline.cli('replay', story!.eventId, '--dry-run', '--json');
    const replayed = await pipeline.cli('replay', '<locked@fates.example>', '--json');
    const withoutTarget = await pipeline.cli('replay');

    expect(doctorReport.code).toBe(1);
    expect(doctorReport.lines<object>()[0]).toMatchObject({
      healthy: false,
      connections: expect.arrayContaining([
        expect.objectContaining({
          connection: 'locked',
          circuit: 'open',
          reason: 'misconfigured: credentials: credentials env:NO_SUCH_VARIABLE are not set',
        }),
      ]),
      problems: expect.arrayContaining([
        expect.stringMatching(
          /^connection vault is open \(misconfigured: .*secret:team\/absent#token.*\): docs\/runbook\.md#crm-configuration$/,
        ),
      ]),
    });
    expect(story?.deliveries[0]?.next).toBe(`postern redrive --event ${story?.eventId}`);
    expect(skipped.lines<object>()[0]).toMatchObject({ skipped: 1 });
    expect(replayDryRun.lines<object>()[0]).toMatchObject({ deliveries: [{ before: 'dead', result: 'would-replay' }] });
    expect(replayed.code).toBe(1);
    expect(replayed.lines<object>()[0]).toMatchObject({ deliveries: [{ before: 'dead', result: 'failed' }] });
    expect(withoutTarget.stderr).toContain('nothing named');
  }, 60_000);

  it('routes apply lists the changes before it applies them, and none afterwards', async () => {
    const file = join(folder, 'other.yaml');
    writeFileSync(file, integrations('https://elsewhere.example/hook', trial.url));

    const dryRun = (await pipeline.cli('routes', 'apply', file, '--dry-run', '--json')).lines<{
      changes: Array<{ change: string; what: string }>;
    }>()[0];
    const applied = await pipeline.cli('routes', 'apply', file);
    const secondApply = await pipeline.cli('routes', 'apply', file);

    expect(dryRun?.changes).toMatchObject([{ change: 'change', what: 'connection hook' }]);
    expect(applied.stdout).toContain('1 change(s) applied to the local pipeline in ');
    expect(secondApply.stdout).toContain('nothing to change');
  }, 60_000);
});
