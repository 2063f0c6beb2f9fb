import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { Browser, Page } from 'playwright-core';
import type { RuntimeFile } from '../../local/runtime-file.ts';
import { hasChromium, launchChromium } from '../helpers/chromium.ts';
import { foreignPage } from '../helpers/foreign-page.ts';
import { discard, type Pipeline, startPipeline } from '../helpers/pipeline.ts';
import { rawRequest } from '../helpers/raw-http.ts';

/**
 * Answers as another site: with a plain page; for `/link?<url>`, `/form?<url>` and `/try?<url>` with a link to the URL,
 * a form that posts there, or a page that tries every kind of request there.
 */
function answerElsewhere({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  const [, kind, target = ''] = /^\/(link|form|try)\?(.*)$/.exec(url) ?? [];
  const to = decodeURIComponent(target);
  const body = {
    link: `<a href="${to}">the mail</a>`,
    form: `<form method="post" action="${to}"><button>win</button></form>`,
    try: foreignPage(to),
  };
  response.writeHead(200, { 'content-type': 'text/html' });
  response.end(body[kind as 'link'] ?? '<p>another site</p>');
}

describe('the listeners of the local pipeline', () => {
  let pipeline: Pipeline;
  let runtime: RuntimeFile;
  let ports: Readonly<Record<string, number>>;
  let elsewhere: Server;
  let other: string;
  let browser: Browser | undefined;
  let page: Page;

  beforeAll(async () => {
    pipeline = await startPipeline();
    runtime = JSON.parse(readFileSync(join(pipeline.dataDir, 'runtime.json'), 'utf8')) as RuntimeFile;
    const portOf = (variable: string): number => Number(new URL(runtime.environment[variable]!).port);
    ports = {
      'pages, API and stand-ins of CRMs': pipeline.http,
      'SQS, SNS and S3': portOf('AWS_ENDPOINT_URL_SQS'),
      'stand-ins of AWS': portOf('AWS_ENDPOINT_URL_LAMBDA'),
      DynamoDB: portOf('AWS_ENDPOINT_URL_DYNAMODB'),
    };
    const sent = await pipeline.cli('send', 'fixtures/emails/plain-text.eml', '--wait', '--json');
    if (sent.code !== 0) throw new Error(sent.stdout);
    elsewhere = createServer(answerElsewhere).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    other = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    if (!hasChromium) return;
    browser = await launchChromium('--host-resolver-rules=MAP rebind.attacker.example 127.0.0.1');
    page = await browser.newPage();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    elsewhere?.close();
    await discard(pipeline);
  }, 60_000);

  const names = ['pages, API and stand-ins of CRMs', 'SQS, SNS and S3', 'stand-ins of AWS', 'DynamoDB'];
  const requests: ReadonlyArray<readonly [method: string, path: string, headers: readonly string[], body: string]> = [
    ['GET', '/', [], ''],
    ['GET', '/sandbox/records', [], ''],
    ['GET', '/v1/eligibility?address=lea@example.org', [], ''],
    ['POST', '/sandbox/disable/sink', ['content-type: text/plain'], ''],
    ['POST', '/2015-03-31/functions/x/invocations', ['content-type: text/plain'], '{}'],
    ['POST', '/aws/secretsmanager', ['x-amz-target: secretsmanager.GetSecretValue'], '{"SecretId":"x"}'],
    ['POST', '/', ['content-type: application/x-www-form-urlencoded'], 'Action=Publish&TopicArn=x&Message=y'],
    ['POST', '/', ['content-type: application/x-amz-json-1.0', 'x-amz-target: AmazonSQS.ListQueues'], '{}'],
    ['PUT', '/bucket/key', [], 'x'],
  ];

  describe.each(names)('%s', (name) => {
    it.each(requests)('refuses %s %s from another site', async (method, path, headers, body) => {
      const port = ports[name]!;
      const statusWith = (...more: string[]) =>
        rawRequest(port, [`${method} ${path} HTTP/1.1`, ...headers, ...more], body).then(({ status }) => status);
      const own = `host: 127.0.0.1:${port}`;

      expect({
        rebound: await statusWith(`host: rebind.attacker.example:${port}`),
        foreign: await statusWith(own, 'origin: http://attacker.example'),
        sandboxed: await statusWith(own, 'origin: null'),
        other: await statusWith(own, `origin: http://127.0.0.1:${pipeline.smtp}`),
        crossSite: await statusWith(own, 'sec-fetch-site: cross-site', 'sec-fetch-mode: no-cors'),
        otherPort: await statusWith(own, 'sec-fetch-site: same-site', 'sec-fetch-mode: no-cors'),
      }).toEqual({ rebound: 421, foreign: 403, sandboxed: 403, other: 403, crossSite: 403, otherPort: 403 });
    });

    it.each([
      'HOST',
      'HOST:PORT',
      'LOCALHOST.:PORT',
      '127.0.0.1.:PORT',
      '0.0.0.0:PORT',
      '[::]:PORT',
      '[::ffff:7f00:1]:PORT',
    ])('refuses the Host %s', async (pattern) => {
      const host = pattern.replace('HOST', 'rebind.attacker.example').replace('PORT', String(ports[name]));
      expect((await rawRequest(ports[name]!, ['GET / HTTP/1.1', `host: ${host}`])).status).toBe(421);
    });
  });

  describe('the sandbox', () => {
    const own = () => `http://127.0.0.1:${pipeline.http}`;
    const status = async (method: string, path: string, headers: readonly string[], body = '') =>
      (
        await rawRequest(
          pipeline.http,
          [`${method} ${path} HTTP/1.1`, `host: ${new URL(own()).host}`, ...headers],
          body,
        )
      ).status;

    it.each([
      ['GET', '/sandbox/records', ''],
      ['PUT', '/sandbox/faults', '[]'],
      ['POST', '/sandbox/disable/nothing', ''],
      ['POST', '/sandbox/kill/nothing', ''],
    ])('requires no token from a program, and one from a page, even its own: %s %s', async (method, path, body) => {
      expect({
        program: await status(method, path, [], body),
        page: await status(method, path, [`origin: ${own()}`, 'sec-fetch-site: same-origin'], body),
        old: await status(method, path, [`origin: ${own()}`], body),
        guess: await status(method, path, [`origin: ${own()}`, `x-postern-run: ${'0'.repeat(32)}`], body),
        token: await status(method, path, [`origin: ${own()}`, `x-postern-run: ${runtime.token}`], body),
      }).toEqual({ program: 200, page: 403, old: 403, guess: 403, token: 200 });
    });

    it('answers a request from the address bar', async () => {
      const typed = ['sec-fetch-site: none', 'sec-fetch-mode: navigate', 'sec-fetch-dest: document'];

      expect(await status('GET', '/sandbox/records', typed)).toBe(200);
      expect(await status('GET', '/x/../sandbox/records', ['sec-fetch-site: same-origin'])).toBe(403);
      expect(await status('GET', '/%2e%2e/sandbox/records', ['sec-fetch-site: same-origin'])).toBe(403);
    });
  });

  it('uses the key of this machine for programs, the address bar and its own pages, but not for others', async () => {
    const statusWith = async (...headers: string[]) => {
      const lines = ['GET /v1/eligibility?address=lea@example.org HTTP/1.1', `host: 127.0.0.1:${pipeline.http}`];
      return (await rawRequest(pipeline.http, [...lines, ...headers])).status;
    };

    expect({
      program: await statusWith(),
      typed: await statusWith('sec-fetch-site: none', 'sec-fetch-mode: navigate'),
      own: await statusWith(`origin: http://127.0.0.1:${pipeline.http}`),
      fetched: await statusWith(`origin: http://127.0.0.1:${pipeline.http}`, 'sec-fetch-site: same-origin'),
      port: await statusWith(`origin: http://127.0.0.1:${pipeline.smtp}`, 'sec-fetch-site: same-site'),
      opaque: await statusWith('origin: null', 'sec-fetch-site: same-origin'),
      dotted: await statusWith('sec-fetch-site: cross-site', 'sec-fetch-mode: navigate', 'sec-fetch-dest: document'),
    }).toEqual({ program: 200, typed: 200, own: 200, fetched: 200, port: 403, opaque: 401, dotted: 403 });
  });

  it('requires the token of the run, or its access key, for AWS requests', async () => {
    const lambda = new URL(runtime.environment.AWS_ENDPOINT_URL_LAMBDA!);
    const secrets = runtime.environment.AWS_ENDPOINT_URL_SECRETS_MANAGER!;
    const sqs = runtime.environment.AWS_ENDPOINT_URL_SQS!;
    const invoke = `/2015-03-31/functions/${runtime.functions.heartbeat}/invocations`;
    const wrong = `/${'0'.repeat(32)}`;
    const post = async (url: string, headers: Record<string, string> = {}) =>
      (await fetch(url, { method: 'POST', body: '{"SecretId":"x"}', headers })).status;
    const list = { 'x-amz-target': 'AmazonSQS.ListQueues', 'content-type': 'application/x-amz-json-1.0' };
    const signed = (key: string) => `AWS4-HMAC-SHA256 Credential=${key}/20261129/us-east-1/sqs/aws4_request`;

    expect({
      without: await post(lambda.origin + invoke),
      wrong: await post(`${lambda.origin + wrong}/lambda${invoke}`),
      secret: await post(secrets.replace(lambda.pathname.split('/')[1]!, wrong.slice(1))),
      unsigned: await post(sqs, list),
      otherKey: await post(sqs, { ...list, authorization: signed('local') }),
      ownKey: await post(sqs, { ...list, authorization: signed(runtime.environment.AWS_ACCESS_KEY_ID!) }),
      atTheDoor: await post(`http://127.0.0.1:${pipeline.http}${invoke}`),
      atTheDoorWithToken: await post(`http://127.0.0.1:${pipeline.http}${lambda.pathname}${invoke}`),
    }).toEqual({
      ...{ without: 403, wrong: 403, secret: 403, unsigned: 403, otherKey: 403, ownKey: 200 },
      ...{ atTheDoor: 405, atTheDoorWithToken: 405 },
    });
  });

  it('forbids framing of its pages', async () => {
    for (const path of ['/', '/mails/none', '/u/x.y', '/c/x.y', '/m/x.y']) {
      const { headers } = await fetch(`http://127.0.0.1:${pipeline.http}${path}`);

      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    }
  });

  it('stores the tokens in files that only the owner of the data folder can read', () => {
    expect(statSync(join(pipeline.dataDir, 'runtime.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(pipeline.dataDir, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('refuses SMTP from a browser', async () => {
    const body = 'EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<deals@inbound.localhost>\r\nDATA\r\n\r\nhi\r\n.\r\n';
    const before = (await pipeline.counts()).emails;

    await rawRequest(pipeline.smtp, ['POST / HTTP/1.1', `host: 127.0.0.1:${pipeline.smtp}`], body);

    const sent = await pipeline.cli('send', 'fixtures/emails/emoji-subject.eml', '--wait', '--json');
    expect(sent.lines().length).toBe(1);
    expect((await pipeline.counts()).emails).toBe(before + 1);
  });

  it('answers database requests only with an access key of the run', async () => {
    const ask = async (accessKeyId: string): Promise<string> => {
      const endpoint = runtime.environment.AWS_ENDPOINT_URL_DYNAMODB!;
      const credentials = { accessKeyId, secretAccessKey: 'local' };
      const client = new DynamoDBClient({ region: 'us-east-1', endpoint, credentials });
      const answer = client.send(new ListTablesCommand({}));
      return answer
        .then(
          () => 'answered',
          (error: Error) => error.name,
        )
        .finally(() => client.destroy());
    };

    expect(await ask('local')).toBe('UnrecognizedClientException');
    expect(await ask(runtime.environment.AWS_ACCESS_KEY_ID!)).toBe('answered');
  });

  (hasChromium ? describe : describe.skip)('in Chromium', () => {
    /** Fetches URLs by script from a page of another origin; the status is missing where CORS hides the response. */
    async function statuses(
      requests: ReadonlyArray<readonly [url: string, init: object]>,
    ): Promise<Array<readonly [status: number | undefined, text: string]>> {
      await page.goto(`${other}/`);
      const statusOf = new Map<string, number>();
      page.on('response', (response) => statusOf.set(response.url(), response.status()));
      const read = await page.evaluate(
        (list) =>
          Promise.all(
            list.map(([url, init]) =>
              fetch(url, init).then(
                (response) => response.text(),
                () => '',
              ),
            ),
          ),
        requests as Array<[string, object]>,
      );
      page.removeAllListeners('response');
      return requests.map(([url], index) => [statusOf.get(url), read[index]!]);
    }

    it('a page of another origin can neither disable, invoke, publish nor read', async () => {
      const base = `http://127.0.0.1:${pipeline.http}`;
      const aws = `http://127.0.0.1:${ports['SQS, SNS and S3']}`;
      const simple = { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body: '{}' };
      const form = {
        ...simple,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'Action=Publish',
      };
      const answers = await statuses([
        [`${base}/sandbox/disable/sink`, { method: 'POST', mode: 'no-cors' }],
        [`${base}/2015-03-31/functions/${runtime.functions.redrive}/invocations`, simple],
        [`${base}/aws/sending`, form],
        [`${aws}/?publish`, form],
        [`${base}/sandbox/counts`, { mode: 'no-cors', method: 'POST', body: 'x' }],
        [`${base}/sandbox/records`, { mode: 'cors' }],
        [`${base}/v1/eligibility?address=lea@example.org`, { mode: 'cors' }],
        [`${aws}/?list`, { mode: 'cors' }],
      ]);

      const [sentOnly, wantedToRead] = [answers.slice(0, 5), answers.slice(5)];
      expect(sentOnly).toEqual(sentOnly.map(() => [403, '']));
      expect(wantedToRead.map(([, text]) => text)).toEqual(['', '', '']);
      const sent = await pipeline.cli('send', 'fixtures/emails/auto-reply.eml', '--wait', '--timeout', '30s', '--json');
      expect(sent.code).toBe(0);
    }, 60_000);

    it('a form of another origin is refused', async () => {
      await page.goto(`${other}/form?${encodeURIComponent(`http://127.0.0.1:${pipeline.http}/sandbox/disable/sink`)}`);
      const [response] = await Promise.all([page.waitForNavigation(), page.getByRole('button').click()]);

      expect(response?.status()).toBe(403);
    });

    it('a name with a DNS answer that points to this machine is refused', async () => {
      const response = await page.goto(`http://rebind.attacker.example:${pipeline.http}/sandbox/records`);

      expect(response?.status()).toBe(421);
    });

    const places = ['another port', 'another site'] as const;
    const placeOf = (where: (typeof places)[number]) =>
      where === 'another port' ? other : other.replace('127.0.0.1', 'rebind.attacker.example');

    it.each(places)(
      'a page on %s gets no answer to anything that it embeds, posts or opens',
      async (where) => {
        const base = `http://127.0.0.1:${pipeline.http}`;
        const faults = await (await fetch(`${base}/sandbox/faults`)).text();
        const answered: Array<readonly [string, number]> = [];
        page.on('response', (response) => {
          if (response.url().startsWith(base)) answered.push([response.url().slice(base.length), response.status()]);
        });
        await page.goto(`${placeOf(where)}/try?${encodeURIComponent(base)}`);
        await page.waitForFunction("document.title.startsWith('done')");
        const title = await page.title();
        page.removeAllListeners('response');

        expect(title.trim()).toBe('done');
        // The only answer is the page for an invalid token, which contains no information and no picture.
        expect(answered.filter(([path, status]) => status < 400 && !path.startsWith('/m/'))).toEqual([]);
        expect(answered.map(([path]) => path)).toEqual(
          expect.arrayContaining(['/?frame', '/?object', '/?no-cors', '/u/x.y?form', '/sandbox/disable/sink?form']),
        );
        expect(await (await fetch(`${base}/sandbox/faults`)).text()).toBe(faults);
      },
      60_000,
    );

    it.each(places)('a page on %s that opens one of ours cannot read its window', async (where) => {
      await page.goto(`${placeOf(where)}/`);
      const open = async (path: string) => {
        const [popup] = await Promise.all([
          page.waitForEvent('popup'),
          page.evaluate(`void (window.opened = window.open('http://127.0.0.1:${pipeline.http}${path}'))`),
        ]);
        await popup.waitForLoadState();
        if (path === '/') await popup.getByRole('heading', { name: 'Mails' }).waitFor();
        const text = await popup.innerText('body');
        const isLost = await page.evaluate('window.opened.closed');
        await popup.close();
        return { text, isLost };
      };

      expect(await open('/')).toEqual({ text: expect.stringContaining('Mails'), isLost: true });
      expect((await open('/sandbox/records')).text).toContain('a page of another site');
      expect((await open('/v1/eligibility?address=lea@example.org')).text).toContain('a page of another site');
    });

    it('a link on another site opens our page, and the button on it works', async () => {
      const [link] = (await pipeline.cli('consent', 'link', 'linked@example.org', '--json')).lines<{ url: string }>();
      await page.goto(`${other.replace('127.0.0.1', 'rebind.attacker.example')}/link?${encodeURIComponent(link!.url)}`);
      await page.getByRole('link').click();
      await page.getByRole('button', { name: 'Unsubscribe' }).click();

      expect(await page.getByRole('heading').innerText()).toBe('You are unsubscribed');
    });
  });
});
