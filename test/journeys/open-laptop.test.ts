import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { RuntimeFile } from '../../local/runtime-file.ts';
import { hasChromium, launchChromium } from '../helpers/chromium.ts';
import { discard, type Pipeline, startPipeline } from '../helpers/pipeline.ts';
import { rawRequest } from '../helpers/raw-http.ts';

/** A site that is not ours: a page, `/link?<url>` with a link there, `/form?<url>` with a form that posts there. */
function answerElsewhere({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  const [, kind, target = ''] = /^\/(link|form)\?(.*)$/.exec(url) ?? [];
  const to = decodeURIComponent(target);
  const body = {
    link: `<a href="${to}">the mail</a>`,
    form: `<form method="post" action="${to}"><button>win</button></form>`,
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
      'pages, API and stand-ins': pipeline.http,
      'SQS, SNS and S3': portOf('AWS_ENDPOINT_URL_SQS'),
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

  const names = ['pages, API and stand-ins', 'SQS, SNS and S3'];
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
    it.each(requests)('refuse %s %s for another site', async (method, path, headers, body) => {
      const port = ports[name]!;
      const asked = (...more: string[]) =>
        rawRequest(port, [`${method} ${path} HTTP/1.1`, ...headers, ...more], body).then(({ status }) => status);
      const own = `host: 127.0.0.1:${port}`;

      expect({
        rebound: await asked(`host: rebind.attacker.example:${port}`),
        foreign: await asked(own, 'origin: http://attacker.example'),
        sandboxed: await asked(own, 'origin: null'),
        other: await asked(own, `origin: http://127.0.0.1:${pipeline.smtp}`),
        crossSite: await asked(own, 'sec-fetch-site: cross-site', 'sec-fetch-mode: no-cors'),
      }).toEqual({ rebound: 421, foreign: 403, sandboxed: 403, other: 403, crossSite: 403 });
    });
  });

  it('speak no SMTP with a browser', async () => {
    const body = 'EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<deals@inbound.localhost>\r\nDATA\r\n\r\nhi\r\n.\r\n';
    const before = (await pipeline.counts()).emails;

    await rawRequest(pipeline.smtp, ['POST / HTTP/1.1', `host: 127.0.0.1:${pipeline.smtp}`], body);

    const sent = await pipeline.cli('send', 'fixtures/emails/emoji-subject.eml', '--wait', '--json');
    expect(sent.lines().length).toBe(1);
    expect((await pipeline.counts()).emails).toBe(before + 1);
  });

  it('keep the database where a page cannot find it', () => {
    const { hostname } = new URL(runtime.environment.AWS_ENDPOINT_URL_DYNAMODB!);

    expect(hostname).toMatch(/^127\./);
    expect(hostname).not.toBe('127.0.0.1');
  });

  (hasChromium ? describe : describe.skip)('in Chromium', () => {
    /** Status and readable text of what a page of another origin asks for by script; no status for what CORS keeps from it. */
    async function statuses(
      requests: ReadonlyArray<readonly [url: string, init: object]>,
    ): Promise<Array<readonly [status: number | undefined, text: string]>> {
      await page.goto(`${other}/`);
      const answered = new Map<string, number>();
      page.on('response', (response) => answered.set(response.url(), response.status()));
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
      return requests.map(([url], nth) => [answered.get(url), read[nth]!]);
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

    it('a name whose DNS answer somebody turned to this machine is refused', async () => {
      const response = await page.goto(`http://rebind.attacker.example:${pipeline.http}/sandbox/records`);

      expect(response?.status()).toBe(421);
    });

    it('a link on another site leads here, and the button behind it works', async () => {
      const [link] = (await pipeline.cli('consent', 'link', 'linked@example.org', '--json')).lines<{ url: string }>();
      await page.goto(`${other.replace('127.0.0.1', 'rebind.attacker.example')}/link?${encodeURIComponent(link!.url)}`);
      await page.getByRole('link').click();
      await page.getByRole('button', { name: 'Unsubscribe' }).click();

      expect(await page.getByRole('heading').innerText()).toBe('You are unsubscribed');
    });
  });
});
