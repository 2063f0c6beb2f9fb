import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildMail } from '../../fixtures/mail-builder.ts';
import { eventually } from '../helpers/mail-set.ts';
import { mailWithFiles, onePixelPng } from '../helpers/mail-with-files.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const integrations = `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: hub, mode: live }
  - { key: help, tenant: acme, addresses: [help@inbound.localhost], connection: hub, mode: shadow }
  - { key: other, tenant: beta, addresses: [other@inbound.localhost], connection: hub, mode: shadow }
`;
const headersOf = (id: string, to: string): string[] => [
  'From: Ada <ada@customer.example>',
  `To: ${to}@inbound.localhost`,
  `Subject: ${id}`,
  `Message-ID: <${id}@customer.example>`,
];
const rich = mailWithFiles({
  headers: headersOf('rich', 'sales'),
  html: '<p>Hello <img src="cid:pic@x"><script>alert(1)</script></p>',
});

describe('the events of the API', () => {
  let pipeline: Pipeline;
  let eventId: string;

  beforeAll(async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
    eventId = await send('rich', rich);
  }, 120_000);
  afterAll(() => discard(pipeline));

  async function send(name: string, mail: string | Uint8Array): Promise<string> {
    const raw = join(pipeline.dataDir, `${name}.eml`);
    writeFileSync(raw, mail);
    const sent = await pipeline.cli('send', raw, '--wait', '--json');
    const [line] = sent.lines();
    if (line?.eventId === undefined) throw new Error(sent.stdout + sent.stderr);
    return line.eventId;
  }

  const ask = (path: string, init?: RequestInit) => pipeline.api(`/v1/${path}`, init);
  const get = (path: string, init?: RequestInit) => ask(`events${path}`, init);
  const followed = async (path: string) => {
    const answer = await get(path);
    expect(answer.status).toBe(302);
    return fetch(answer.headers.get('location')!);
  };

  it('show an event with the state of its delivery, its way and its decisions', async () => {
    const event = await (await get(`/${eventId}`)).json();
    const trace = await (await get(`/${eventId}/trace`)).json();
    const explained = (await (await get(`/${eventId}/explain`)).json()) as { decisions: object[] };

    expect(event).toMatchObject({
      schema: 'email.received/1',
      eventId,
      message: { subject: 'rich' },
      route: { integration: 'sales' },
      delivery: { fate: 'delivered', crm: { contactId: expect.any(String) } },
    });
    expect(trace).toMatchObject({ eventId, deliveries: [{ integration: 'sales', fate: 'delivered' }] });
    expect(explained.decisions).toEqual(expect.arrayContaining([expect.objectContaining({ decision: 'kind' })]));
  });

  it('lead to the raw mail and to clean attachments by signed addresses', async () => {
    expect((await get(`/${eventId}/raw`)).status).toBe(403);
    expect(await (await followed(`/${eventId}/raw?anyway=1`)).text()).toContain('Message-ID: <rich@customer.example>');
    expect(await (await followed(`/${eventId}/attachments/1`)).text()).toBe('The plan.');
  });

  it('show the HTML without scripts, with its pictures', async () => {
    const html = await (await get(`/${eventId}/html`)).text();
    const picture = /<img src="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');

    expect(html).not.toContain('<script');
    const answer = await fetch(picture!);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(onePixelPng);
  });

  it.each<[string, () => string, number, string]>([
    ['a blocked attachment', () => `/${eventId}/attachments/2`, 403, 'attachment-blocked'],
    ['an attachment that does not exist', () => `/${eventId}/attachments/9`, 404, 'not-found'],
    ['an unknown event', () => `/evt_${'0'.repeat(32)}`, 404, 'not-found'],
    ['the view of an integration that did not get it', () => `/${eventId}?integration=other`, 404, 'not-found'],
    ['an event of another tenant', () => `/${eventId}?tenant=beta`, 404, 'not-found'],
  ])('report %s as a problem', async (_, path, status, name) => {
    const answer = await get(path());

    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ type: `urn:postern:problem:${name}`, status });
  });

  it('are listed once each, in one order, and confirmed', async () => {
    interface Page {
      readonly events: ReadonlyArray<{ readonly eventId: string; readonly integration: string; readonly kind: string }>;
      readonly cursor: string;
      readonly hasMore: boolean;
    }
    const pageOf = async (query: string): Promise<Page> => (await get(query)).json() as Promise<Page>;
    const ids = [eventId];
    for (const [name, to] of [
      ['first', 'help'],
      ['second', 'sales'],
      ['third', 'other'],
    ] as const)
      ids.push(await send(name, buildMail({ headers: headersOf(name, to), body: 'Hello.\n' })));
    const all = await eventually(async () => {
      const page = await pageOf('');
      return page.events.length === ids.length ? page : undefined;
    }, 'every mail is in the feed');

    expect(all.events.map((event) => event.eventId).toSorted()).toEqual(ids.toSorted());
    expect(all.events[0]).toMatchObject({ eventId, integration: 'sales', kind: 'human' });
    const seen: string[] = [];
    let cursor = '';
    for (let more = true; more; ) {
      const next = await pageOf(`?limit=1&cursor=${cursor}`);
      seen.push(...next.events.map((event) => event.eventId));
      ({ cursor, hasMore: more } = next);
    }
    expect(seen).toEqual(all.events.map((event) => event.eventId));
    expect((await pageOf(`?cursor=${cursor}`)).events).toEqual([]);
    expect((await pageOf('?integration=help')).events.map((event) => event.eventId)).toEqual([ids[1]]);
    expect((await get('?integration=nobody')).status).toBe(404);
    expect((await get('?cursor=forged')).status).toBe(400);

    const ack = await get('/ack', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ eventIds: [ids[0], `evt_${'0'.repeat(32)}`] }),
    });
    expect(await ack.json()).toMatchObject({ acknowledged: [ids[0]], unknown: [`evt_${'0'.repeat(32)}`] });
    await get('/ack', { method: 'POST', body: JSON.stringify({ cursor: (await pageOf('?limit=2')).cursor }) });
    const open = await ask('reconcile');
    expect(((await open.json()) as Page).events).toHaveLength(2);
  });

  it('are described by a document that the API serves, as are its other answers', async () => {
    const document = (await (await ask('openapi.json')).json()) as { readonly openapi: string };

    expect(document.openapi).toBe('3.1.0');
    const answers = [
      await ask('eligibility?address=ada%40customer.example&tenant=acme'),
      await ask('eligibility'),
      await ask('holds'),
      await ask('tokens', { method: 'POST', body: '{' }),
      await ask('intake/nobody', { method: 'POST', body: '{}' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 400, 404]);
  });

  it('are shown to the pages of this machine, and to no page without an origin', async () => {
    const own = await get(`/${eventId}`, { headers: { origin: `http://127.0.0.1:${pipeline.http}` } });
    const opaque = await get(`/${eventId}`, { headers: { origin: 'null', 'sec-fetch-site': 'same-origin' } });

    expect([own.status, opaque.status]).toEqual([200, 401]);
  });
});
