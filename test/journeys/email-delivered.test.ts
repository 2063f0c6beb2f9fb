import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { type EmailDelivered, emailDeliveredSchema } from '../../lambdas/domain/crm/email-delivered.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const secret = `whsec_${Buffer.from('a secret of the test, 32 bytes').toString('base64')}`;

interface Event {
  readonly type: string;
  readonly data: EmailDelivered & { readonly message?: { readonly subject?: string } };
}

describe('the records of a delivered mail', () => {
  let pipeline: Pipeline;
  let server: Server;
  const status = { now: 204 };
  const received: Array<Event & { readonly webhookId: string }> = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = request.headers as Record<string, string>;
        const event = new Webhook(secret).verify(Buffer.concat(chunks).toString('utf8'), headers) as Event;
        if (status.now < 300) received.push({ ...event, webhookId: headers['webhook-id']! });
        response.writeHead(status.now).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    const { port } = server.address() as { port: number };
    writeFileSync(
      file,
      `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  hook: { vendor: webhook, baseUrl: 'http://127.0.0.1:${port}/hook', credentials: env:HOOK_SECRET }
integrations:
  - key: sales
    tenant: acme
    addresses: [sales@inbound.localhost]
    connection: hub
    deliveredEvents: [hook]
    deliveredInFeed: true
    rules: [{ name: tell, when: { words: [words] }, do: { notify: [hook] } }]
`,
    );
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file, HOOK_SECRET: secret });
  }, 120_000);
  afterAll(async () => {
    await discard(pipeline);
    server.closeAllConnections();
    server.close();
  });

  const send = (name: string) =>
    sendMail(pipeline.smtp, {
      from: 'ada@customer.example',
      to: ['sales@inbound.localhost'],
      raw: Buffer.from(
        [
          'From: Ada <ada@customer.example>',
          'To: sales@inbound.localhost',
          `Subject: ${name}`,
          `Message-ID: <${name}@customer.example>`,
          '',
          'Some words.',
          '',
        ].join('\r\n'),
      ),
    });

  it('reach the connection once, after the mail, with the ids that the CRM has', async () => {
    await send('one');
    await eventually(async () => received[1], 'the mail and its records');

    expect(received.map(({ type }) => type)).toEqual(['email.received', 'email.delivered']);
    const { data } = received[1]!;
    const [email] = (await pipeline.records()).emails;
    const [contact] = (await pipeline.records()).contacts;
    expect(emailDeliveredSchema.safeParse(data).error).toBeUndefined();
    expect(data).toMatchObject({
      integration: 'sales',
      tenant: 'acme',
      crm: { connection: 'hub', contactId: contact!.id, activityId: email!.id },
    });
    expect(received[1]!.webhookId).not.toBe(received[0]!.webhookId);
  }, 60_000);

  it('wait for the mail while the connection refuses it, and come behind it when it is back', async () => {
    status.now = 500;
    await send('two');
    await eventually(async () => ((await pipeline.records()).emails.length === 2 ? true : undefined), 'the activity');
    status.now = 204;
    await eventually(async () => received[3], 'the mail and its records');

    expect(received.slice(2).map(({ type }) => type)).toEqual(['email.received', 'email.delivered']);
    const [story] = (await pipeline.cli('trace', '<two@customer.example>', '--json')).lines<{
      deliveries: Array<{ integration: string }>;
    }>();
    expect(story!.deliveries.map(({ integration }) => integration).toSorted()).toEqual([
      'sales',
      'sales~hook',
      'sales~hook~delivered',
      'sales~~delivered',
    ]);
    const listed = await eventually(async () => {
      const page = (await (await pipeline.api('/v1/events')).json()) as {
        events: Array<{ eventId: string; type?: string }>;
      };
      return page.events.length === 4 ? page.events : undefined;
    }, 'four entries of the feed');
    for (const eventId of new Set(listed.map((entry) => entry.eventId)))
      expect(listed.filter((entry) => entry.eventId === eventId).map(({ type }) => type)).toEqual([
        undefined,
        'email.delivered/1',
      ]);
    const { delivery } = (await (await pipeline.api(`/v1/events/${listed[0]!.eventId}`)).json()) as {
      delivery: object;
    };
    expect(delivery).toMatchObject({
      state: 'done',
      crm: { contactId: expect.any(String), activityId: expect.any(String) },
    });
    const [audit] = (await pipeline.cli('audit', '--json')).lines<{ missing: unknown[] }>();
    expect(audit).toMatchObject({ missing: [] });
  }, 120_000);
});
