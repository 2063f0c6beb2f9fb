import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { refusals } from '../crm/contract/refusals.ts';
import { hasChromium, launchChromium } from '../helpers/chromium.ts';
import { axeFindings, type ConsolePage, isTooWide, openConsole } from '../helpers/console-page.ts';
import { eventually, sendMail } from '../helpers/mail-set.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const to = 'deals@inbound.localhost';
/** HTML and fields that try to leave the frame and to run. */
const hostileHtml = [
  '<script>top.pwned = 1; alert(1)</script>',
  '<img src=x onerror="top.pwned = 1">',
  '<iframe srcdoc="<script>top.pwned = 1</script>"></iframe>',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<base href="https://evil.example/"><form action="https://evil.example/"><button>Sign in</button></form>',
  '<a href="https://evil.example/" target="_top">Your invoice</a>',
  '<link rel=stylesheet href="https://evil.example/a.css"><img src="https://evil.example/pixel.gif">',
  '<svg onload="top.pwned = 1"></svg><p>words of the hostile mail</p>',
].join('\r\n');

(hasChromium ? describe : describe.skip)('mails in the console', () => {
  let pipeline: Pipeline;
  let browser: Browser;
  let shown: ConsolePage;
  let page: Page;

  beforeAll(async () => {
    pipeline = await startPipeline();
    for (const name of ['thread-1-start', 'thread-2-reply', 'hostile-names', 'unrouted', 'many-attachments'])
      await pipeline.cli('send', `fixtures/emails/${name}.eml`, '--wait', '--json');
    browser = await launchChromium();
    shown = await openConsole(browser, pipeline);
    page = shown.page;
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await discard(pipeline);
  }, 60_000);

  afterEach(() => {
    expect(shown.faults.splice(0)).toEqual([]);
  });

  const rows = () => page.locator('.mail-row');
  const rowOf = (text: string | RegExp) => rows().filter({ hasText: text }).first();
  const search = async (text: string): Promise<void> => {
    await page.getByLabel('Search mails').fill(text);
    await page.waitForURL((url) => (url.searchParams.get('q') ?? '') === text);
  };
  const send = (raw: string) =>
    sendMail(pipeline.smtp, { raw: Buffer.from(raw), from: 'eve@refused.example', to: [to] });

  it('lists what arrived, and finds a mail by a word, an address, its Message-ID and its id', async () => {
    await shown.open('/');
    await rowOf('Re: Maintenance contract').waitFor();

    for (const words of ['maintenance', 'bob@customer.example', '<thread-2@customer.example>']) {
      await search(words);
      await eventually(async () => ((await rows().count()) > 0 ? true : undefined), `a mail for ${words}`);
    }
    await search('nowhereinanymail');
    await page.getByText('No mail matches').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await rowOf('Re: Maintenance contract').click();
    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    await page.getByRole('link', { name: 'Mails', exact: true }).click();
    await search(id);
    await eventually(async () => ((await rows().count()) === 1 ? true : undefined), 'the mail by its id');
  }, 120_000);

  it('is used by keys alone', async () => {
    await shown.open('/');
    await rows().first().waitFor();

    await page.keyboard.press('j');
    await page.waitForURL(/\/mails\//);
    const first = page.url();
    await page.keyboard.press('j');
    await page.waitForURL((url) => url.href !== first);
    await page.keyboard.press('k');
    await page.waitForURL(first);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.pathname === '/');
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Page, mail or search' }).fill('compose');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/compose$/);
  }, 60_000);

  it('sends a composed mail, shows it pass, and has it in the list without a reload', async () => {
    const list = await openConsole(browser, pipeline);
    await list.open('/');
    await list.page.locator('.mail-row').first().waitFor();
    await shown.open('/compose');
    await page.getByLabel('Subject').fill('A composed mail');
    await page.getByRole('button', { name: 'Send' }).click();

    await page.getByRole('list', { name: 'Timeline' }).waitFor();
    await list.page.locator('.mail-row').filter({ hasText: 'A composed mail' }).waitFor();
    await page.getByRole('link', { name: 'Open the mail' }).click();
    await page.getByRole('heading', { name: 'A composed mail' }).waitFor();
    await list.page.context().close();
  }, 60_000);

  it('takes an .eml file', async () => {
    const file = join(temporaryFolder(), 'dropped.eml');
    writeFileSync(file, `From: drop@customer.example\r\nTo: ${to}\r\nSubject: Dropped\r\n\r\nhello\r\n`);
    await shown.open('/compose');
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('link', { name: 'Open the mail' }).click();

    await page.getByRole('heading', { name: 'Dropped' }).waitFor();
  }, 60_000);

  it('says why a mail is parked, and delivers it once the cause is mended', async () => {
    const { write, ofTheRecord } = refusals.hubspot!;
    const [, status, body] = ofTheRecord.find(([what]) => what === 'an address that it does not take')!;
    await pipeline.faults([{ action: 'refuse', match: write, matchBody: 'eve@refused', answer: { status, body } }]);
    await send(
      `From: Eve <eve@refused.example>\r\nTo: ${to}\r\nSubject: Will be refused\r\nMessage-ID: <parked@refused.example>\r\n\r\nhi\r\n`,
    );

    await shown.open('/');
    await rowOf(/Will be refused.*parked/s).click({ timeout: 60_000 });
    await page.getByText('rejected: INVALID_EMAIL').first().waitFor();
    expect(await page.locator('.hop.waits, .hop.failed, .hop.dead').count()).toBeGreaterThan(0);
    await page.getByRole('tab', { name: 'Why' }).click();
    await page.getByText('rejected: INVALID_EMAIL').first().waitFor();

    await shown.open('/boards/sandbox');
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('No fault is on').waitFor();
    await shown.open('/?fate=parked');
    await rowOf('Will be refused').click();
    await page.getByRole('button', { name: 'Redrive' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This would happen').waitFor();
    await dialog.getByRole('button', { name: 'Redrive' }).click();
    await dialog.getByText('Done').waitFor();
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();

    await page.locator('.mail-head .badge', { hasText: 'delivered' }).waitFor({ timeout: 60_000 });
  }, 180_000);

  it('leads from a mail to its deal in the sandbox CRM, along the timeline, and back', async () => {
    await shown.open('/?q=maintenance');
    await rowOf('Re: Maintenance contract').click();
    await page.getByRole('tab', { name: 'Records' }).click();
    const href = await page.locator('a[href^="/crm/deals/"]').first().getAttribute('href');
    await page.goto(`http://127.0.0.1:${pipeline.http}${href}`);
    expect(await page.locator('#timeline tr').count()).toBe(2);
    await page.getByRole('link', { name: 'mail', exact: true }).first().click();

    await page.getByRole('heading', { name: 'Maintenance contract' }).waitFor();
  }, 60_000);

  it('unsubscribes a person by one button, and changes nothing when the page is only opened', async () => {
    const [link] = (await pipeline.cli('consent', 'link', 'reader@example.org', '--json')).lines<{ url: string }>();
    const isEligible = async (): Promise<boolean> => {
      const answer = await pipeline.api('/v1/eligibility?address=reader@example.org');
      return ((await answer.json()) as { eligible: { marketing: boolean } }).eligible.marketing;
    };
    const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();

    await plain.goto(link!.url);
    const eligibleAfterGet = await isEligible();
    const labels = await plain
      .getByRole('checkbox')
      .evaluateAll((boxes) => boxes.map((box) => box.parentElement?.textContent));
    await plain.getByRole('button', { name: 'Unsubscribe' }).click();

    expect(eligibleAfterGet).toBe(true);
    expect(labels.map((label) => label?.trim())).toEqual(['News and offers', 'Messages from our sales team']);
    expect(await plain.getByRole('heading').innerText()).toBe('You are unsubscribed');
    expect(await isEligible()).toBe(false);
    await plain.context().close();
  }, 60_000);

  it('gives hostile mail no script, no request and no way out of its frame', async () => {
    const name = '\u202e<script>top.pwned=1</script>"\'';
    await send(
      [
        `From: =?utf-8?B?${Buffer.from(name).toString('base64')}?= <evil@hostile.example>`,
        `To: ${to}`,
        `Subject: =?utf-8?B?${Buffer.from('<img src=x onerror=top.pwned=1> hostile').toString('base64')}?=`,
        'MIME-Version: 1.0',
        'Content-Type: text/html; charset=utf-8',
        '',
        hostileHtml,
        '',
      ].join('\r\n'),
    );
    await shown.open('/?q=evil@hostile.example');
    await rowOf('hostile').click({ timeout: 60_000 });
    for (const tab of ['Message', 'Why', 'Thread', 'Records', 'Source', 'JSON', 'Story'])
      await page.getByRole('tab', { name: tab }).click();
    await page.getByRole('tab', { name: 'Message' }).click();
    const frame = page.frameLocator('iframe.mail-frame');
    await frame.getByText('words of the hostile mail').waitFor();
    await frame.getByText('Your invoice').click();

    expect(await page.locator('iframe.mail-frame').getAttribute('sandbox')).toBe('');
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(new URL(page.url()).hostname).toBe('127.0.0.1');
    expect(await page.locator('main script, main img').count()).toBe(0);
  }, 90_000);

  it.each([
    ['a mail without anything', '\r\n\r\n', 'No sender'],
    [
      'a subject of 5 MB',
      `From: long@hostile.example\r\nTo: ${to}\r\nSubject: ${'long '.repeat(1_000_000)}\r\n\r\nx\r\n`,
      /No sender.*quarantined/s,
    ],
    [
      'a right-to-left name',
      `From: =?utf-8?B?${Buffer.from('مريم الخالدي').toString('base64')}?= <m@rtl.example>\r\nTo: ${to}\r\nSubject: x\r\n\r\nx\r\n`,
      'مريم',
    ],
  ])(
    'shows %s',
    async (_, raw, text) => {
      await send(raw);
      await shown.open('/');
      await rowOf(text).click({ timeout: 60_000 });
      await page.getByRole('tab', { name: 'Story' }).waitFor();

      expect(await isTooWide(page)).toBe(false);
    },
    120_000,
  );

  it('is read on a telephone without sideways scrolling', async () => {
    const phone = await openConsole(browser, pipeline, { viewport: { width: 390, height: 844 } });
    await phone.open('/');
    await phone.page.locator('.mail-row').first().click();
    for (const tab of ['Story', 'Message', 'Why', 'Records', 'Source', 'JSON']) {
      await phone.page.getByRole('tab', { name: tab }).click();
      expect([tab, await isTooWide(phone.page)]).toEqual([tab, false]);
    }
    await phone.page.getByRole('link', { name: '← All mails' }).click();
    await phone.page.locator('.mail-row').first().waitFor();
    await phone.page.getByRole('button', { name: 'Menu' }).click();
    await phone.page.getByRole('link', { name: 'Health' }).click();
    await phone.page.getByRole('heading', { name: 'Health' }).waitFor();
    expect(await isTooWide(phone.page)).toBe(false);
    expect(phone.faults).toEqual([]);
    await phone.page.context().close();
  }, 90_000);

  it.each(['light', 'dark'] as const)(
    'has no serious finding of axe in %s',
    async (colorScheme) => {
      const { page: read, open } = await openConsole(browser, pipeline, { colorScheme });
      await open('/');
      await read.locator('.mail-row').first().waitFor();
      expect(await axeFindings(read)).toEqual([]);
      await read.locator('.mail-row').filter({ hasText: 'Maintenance' }).first().click();
      for (const tab of ['Story', 'Message', 'Why', 'Files', 'Thread', 'Records', 'Source', 'JSON']) {
        await read.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
        await read.locator('.skeleton').first().waitFor({ state: 'detached' });
        expect([tab, await axeFindings(read)]).toEqual([tab, []]);
      }
      await read.context().close();
    },
    120_000,
  );
});
