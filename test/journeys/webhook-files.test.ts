import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import type { RoutedEvent } from '../../lambdas/domain/mail/event.ts';
import { useHttpStandIn } from '../helpers/http-stand-in.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { mailWithFiles, onePixelPng } from '../helpers/mail-with-files.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const secret = `whsec_${Buffer.from('a secret of the test, 32 bytes').toString('base64')}`;
const mail = mailWithFiles({
  headers: [
    'From: Ada <ada@customer.example>',
    'To: hooks@inbound.localhost',
    'Subject: files',
    'Message-ID: <files@customer.example>',
  ],
  html: '<p>Hello <img src="cid:pic@x"></p>',
});

describe('files of a webhook', () => {
  let pipeline: Pipeline;
  const receiver = useHttpStandIn();

  beforeAll(async () => {
    receiver.answer({ status: 204 });
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    const hook = `{ vendor: webhook, baseUrl: '${receiver.endpoint()}/hook', credentials: env:HOOK_SECRET`;
    writeFileSync(
      file,
      `
connections:
  hook: ${hook}, attachmentLinks: { minutes: 1 } }
  bare: ${hook} }
integrations:
  - { key: hooks, tenant: acme, addresses: [hooks@inbound.localhost], connection: hook }
  - { key: bare, tenant: acme, addresses: [bare@inbound.localhost], connection: bare }
`,
    );
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file, HOOK_SECRET: secret });
  }, 120_000);
  afterAll(() => discard(pipeline));

  async function eventTo(recipient: string): Promise<RoutedEvent> {
    const count = receiver.requests.length;
    await sendMail(pipeline.smtp, {
      from: 'ada@customer.example',
      to: [`${recipient}@inbound.localhost`],
      raw: Buffer.from(mail),
    });
    const { body, headers } = await eventually(async () => receiver.requests[count], `the webhook to ${recipient}`);
    return (new Webhook(secret).verify(body, headers as Record<string, string>) as { data: RoutedEvent }).data;
  }
  const open = (url: string) => fetch(url, { redirect: 'manual' });

  it('are behind links for clean files, which name their end, and can be had again from the API', async () => {
    const { eventId, attachments, body } = await eventTo('hooks');
    const [picture, plan, setup] = attachments;

    expect(setup).toMatchObject({ filename: 'setup.exe', verdict: 'blocked' });
    expect(setup).not.toHaveProperty('url');
    expect(Date.parse(plan!.urlExpiresAt!) - Date.now()).toBeLessThan(66_000);
    const moved = await open(plan!.url!);
    expect(moved.status).toBe(302);
    expect(await (await fetch(moved.headers.get('location')!)).text()).toBe('The plan.');
    const shown = /src="([^"]+)"/.exec(body.html ?? '')![1]!;
    expect(shown).toBe(`${picture!.url}?as=picture`);
    const image = await fetch(shown);
    expect(image.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await image.arrayBuffer()).equals(onePixelPng)).toBe(true);
    // The link is of this mail alone: no other number, and no other token.
    expect((await open(plan!.url!.replace(/\/1$/, '/2'))).status).toBe(403);
    expect((await open(plan!.url!.replace(/.\/1$/, 'x/1'))).status).toBe(404);

    expect((await pipeline.api(`/v1/events/${eventId}/attachments/1`)).status).toBe(302);
  }, 150_000);

  it('are not in the events of a connection without the setting', async () => {
    const { attachments, body } = await eventTo('bare');

    expect(attachments.filter(({ url }) => url !== undefined)).toEqual([]);
    expect(body.html).toContain('src="/attachments/');
  }, 60_000);
});
