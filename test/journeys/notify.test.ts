import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const secret = `whsec_${Buffer.from('a secret of the test, 32 bytes').toString('base64')}`;
const raw = (index: number, intent: string): Buffer =>
  Buffer.from(
    [
      'From: Ada <ada@customer.example>',
      'To: sales@inbound.localhost',
      `Subject: Re: Offer`,
      `Message-ID: <${index}@customer.example>`,
      ...(index > 1 ? ['In-Reply-To: <1@customer.example>'] : []),
      '',
      intent,
      '',
    ].join('\r\n'),
  );

describe('a rule that notifies', () => {
  let pipeline: Pipeline;
  let server: Server;
  let status = 500;
  const notifications: Array<{ body: string; headers: Record<string, string> }> = [];
  const refused: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        if (status < 300) notifications.push({ body, headers: request.headers as Record<string, string> });
        else refused.push(body);
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(
      file,
      `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  chat: { vendor: webhook, baseUrl: 'http://127.0.0.1:${port}/chat', credentials: env:CHAT_SECRET }
integrations:
  - key: sales
    tenant: acme
    addresses: [sales@inbound.localhost]
    connection: hub
    rules: [{ name: tell, when: { words: [yes] }, do: { notify: [chat] } }]
`,
    );
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file, CHAT_SECRET: secret });
  }, 60_000);
  afterAll(async () => {
    await discard(pipeline);
    server.closeAllConnections();
    server.close();
  });

  const subjects = async () => (await pipeline.records()).emails.map(({ properties }) => properties.hs_email_subject);

  it("delays no other mail while a notification's target fails, and delivers each once, in order, afterwards", async () => {
    const send = (index: number, words: string) =>
      sendMail(pipeline.smtp, {
        from: 'ada@customer.example',
        to: ['sales@inbound.localhost'],
        raw: raw(index, words),
      });
    await send(1, 'Yes, please.');
    await eventually(async () => refused[0], 'the first refusal');
    await send(2, 'Only a question.');
    await send(3, 'And yes again.');

    await eventually(async () => ((await subjects()).length === 3 ? true : undefined), 'three activities');
    status = 204;
    await eventually(async () => notifications[1], 'two notifications');

    const events = notifications.map(
      ({ body, headers }) => new Webhook(secret).verify(body, headers) as { data: { message: { messageId: string } } },
    );
    expect(events.map(({ data }) => data.message.messageId)).toEqual(['1@customer.example', '3@customer.example']);
    const [traced] = (await pipeline.cli('trace', '<1@customer.example>', '--json')).lines<{
      deliveries: Array<{ integration: string; fate: string }>;
    }>();
    expect(traced!.deliveries.map(({ integration, fate }) => [integration, fate]).toSorted()).toEqual([
      ['sales', 'delivered'],
      ['sales~chat', 'delivered'],
    ]);
    const [audit] = (await pipeline.cli('audit', '--json')).lines<{ missing: unknown[]; pending: number }>();
    expect(audit).toMatchObject({ missing: [], pending: 0 });
  }, 120_000);
});
