import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../helpers/mail-set.ts';
import { mailWithFiles, onePixelPng } from '../helpers/mail-with-files.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';
import { rawRequest } from '../helpers/raw-http.ts';

const integrations = (links: string): string => `
connections:
  hub: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: sales, tenant: acme, addresses: [sales@inbound.localhost], connection: hub, mode: live, rules: [{ name: call, when: { attachments: true }, do: { task: { title: Look at } } }]${links} }
`;
const mail = mailWithFiles({
  headers: [
    'From: Ada <ada@customer.example>',
    'To: sales@inbound.localhost',
    'Subject: Plans & <b>drawings</b>',
    'Message-ID: <view@customer.example>',
  ],
  html: '<p>Hello <img src="cid:pic@x"><script>alert(1)</script><img src="https://tracker.example/p.gif"></p>',
  plan: 'Plan (1).txt',
});

describe('a link from the CRM to the whole mail', () => {
  let pipeline: Pipeline;
  let file: string;
  let link: string;

  beforeAll(async () => {
    const dataDir = temporaryFolder();
    file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations(', links: { days: 30 }'));
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
    const raw = join(dataDir, 'mail.eml');
    writeFileSync(raw, mail);
    const sent = await pipeline.cli('send', raw, '--wait', '--json');
    if (sent.code !== 0) throw new Error(sent.stdout + sent.stderr);
    const { emails } = await pipeline.records();
    link = /The whole mail with 3 attachments: (\S+)/.exec(emails[0]?.properties.hs_email_text ?? '')?.[1] ?? '';
  }, 60_000);
  afterAll(() => discard(pipeline));

  const get = (path = '') => fetch(link + path, { redirect: 'manual' });

  it('puts a link into the activity, without any text of the mail or an address in it', () => {
    expect(link).toMatch(new RegExp(`^http://127.0.0.1:${pipeline.http}/m/[\\w.-]+$`));
    expect(Buffer.from(link.split('.')[1] ?? '', 'base64url').toString()).not.toContain('@');
  });

  it('puts the link into the task that a rule creates', async () => {
    const { tasks, emails } = await pipeline.records();

    expect(tasks).toHaveLength(1);
    expect(tasks[0]!.properties).toMatchObject({ hs_task_subject: 'Look at: Plans & <b>drawings</b>' });
    expect(tasks[0]!.properties.hs_task_body).toContain(link);
    expect(tasks[0]!.links.contacts).toEqual(emails[0]!.links.contacts);
  });

  it('traces a record of the CRM back to its mail', async () => {
    const { emails } = await pipeline.records();
    const traced = await pipeline.cli('trace', emails[0]!.id, '--since', '1d', '--json');

    expect(traced.lines<{ messageId: string }>().map(({ messageId }) => messageId)).toEqual(['view@customer.example']);
    expect((await pipeline.cli('trace', '999999', '--json')).code).not.toBe(0);
  });

  it('offers the mail for review, and counts the verdict', async () => {
    const queue = () => pipeline.cli('review', 'queue', '--percent', '100', '--json');
    const [sample] = (await queue()).lines<{ eventId: string; kind: string }>();

    expect((await pipeline.cli('review', 'say', sample!.eventId, '--kind', 'nonsense')).code).not.toBe(0);
    expect((await pipeline.cli('review', 'say', sample!.eventId, '--kind', 'automated')).code).toBe(0);
    expect((await queue()).lines()).toEqual([]);
    expect((await pipeline.cli('review', 'report', '--json')).lines()).toEqual([
      { class: `kind ${sample!.kind}`, reviewed: 1, right: 0, instead: { automated: 1 } },
    ]);
  });

  it('opens the mail as a page without scripts or external resources', async () => {
    const answer = await get();
    const page = await answer.text();

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*img-src 'self'/);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(page).toContain('<h1>Plans &amp; &lt;b&gt;drawings&lt;/b&gt;</h1>');
    expect(page).toContain('sandbox=');
    expect(page).not.toContain('<script');
    expect(page).toContain(`${new URL(link).pathname}/0?as=picture`);
    expect(page).toContain('setup.exe (200 bytes) – blocked');
  });

  it('redirects to an attachment by a URL that is valid for a minute, as a download', async () => {
    const answer = await get('/1');
    const location = answer.headers.get('location') ?? '';
    const bytes = await fetch(location);

    expect(answer.status).toBe(302);
    expect(new URL(location).searchParams.get('X-Amz-Expires')).toBe('60');
    expect(new URL(location).searchParams.get('response-content-type')).toBe('application/octet-stream');
    expect(new URL(location).searchParams.get('response-content-disposition')).toBe(
      "attachment; filename*=UTF-8''Plan%20%281%29.txt",
    );
    expect(await bytes.text()).toBe('The plan.');
  });

  it('opens pictures of the mail itself in place, and no other files', async () => {
    const picture = await get('/0?as=picture');
    const other = await get('/1?as=picture');

    expect(new URL(picture.headers.get('location') ?? '').searchParams.get('response-content-type')).toBe('image/png');
    expect(Buffer.from(await (await fetch(picture.headers.get('location') ?? '')).arrayBuffer())).toEqual(onePixelPng);
    expect(other.status).toBe(404);
  });

  it('opens pictures in the frame of the mail, which has an opaque origin', async () => {
    // Chromium sends these headers from a sandboxed frame without allow-same-origin.
    const marks = ['origin: null', 'sec-fetch-site: cross-site', 'sec-fetch-mode: no-cors', 'sec-fetch-dest: image'];
    const request = (url: URL) =>
      rawRequest(Number(url.port), [`GET ${url.pathname}${url.search} HTTP/1.1`, `host: ${url.host}`, ...marks]);
    const place = (await get('/0?as=picture')).headers.get('location') ?? '';

    expect((await request(new URL(`${link}/0?as=picture`))).status).toBe(302);
    expect((await request(new URL(place))).status).toBe(200);
    expect((await request(new URL(`${link}/0`))).status).toBe(403);
    expect((await request(new URL(new URL(place).pathname, place))).status).toBe(403);
  });

  it.each([
    ['/2', 403, 'Blocked'],
    ['/2?anyway=1', 403, 'Blocked'],
    ['/3', 404, 'Not here'],
    ['/x', 404, 'Not here'],
    ['/-1', 404, 'Not here'],
    ['x', 404, 'Not here'],
  ])('answers %s with %i', async (path, status, title) => {
    const answer = await get(path);

    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(`<h1>${title}</h1>`)]);
  });

  it('disables all links once the integration disables the view', async () => {
    writeFileSync(file, integrations(''));
    expect((await pipeline.cli('routes', 'apply', file)).code).toBe(0);

    // The function reads its settings again within a minute; a new worker does so at once.
    while (await pipeline.killWorker('api'));
    await eventually(async () => ((await get()).status === 404 ? true : undefined), 'the end of the link');
    expect((await get('/1')).status).toBe(404);
  }, 30_000);
});
