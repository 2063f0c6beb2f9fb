import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, launchChromium } from '../helpers/chromium.ts';
import { discard, type Pipeline, root, startPipeline } from '../helpers/pipeline.ts';

(hasChromium ? describe : describe.skip)('the local page in Chromium', () => {
  let pipeline: Pipeline;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    pipeline = await startPipeline();
    for (const name of ['thread-1-start', 'thread-2-reply', 'hostile-names', 'unrouted']) {
      const sent = await pipeline.cli('send', `fixtures/emails/${name}.eml`, '--wait', '--json');
      if (sent.code !== 0) throw new Error(sent.stdout);
    }
    browser = await launchChromium();
    // The page must be readable without scripts, so none may run here.
    page = await (
      await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1200, height: 900 } })
    ).newPage();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await discard(pipeline);
  }, 60_000);

  const open = (path: string) => page.goto(`http://127.0.0.1:${pipeline.http}${path}`);

  it('lists the mails with fate and lag, and the contacts of the sandbox CRM', async () => {
    await open('/');

    const mails = await page.locator('#mails tbody tr').allInnerTexts();
    const contacts = await page.locator('#contacts tbody tr').allInnerTexts();
    expect(mails).toHaveLength(4);
    expect(mails.find((row) => row.includes('Re: Maintenance contract'))).toMatch(
      /bob@customer\.example.*delivered.*\d+(?:\.\d)? m?s/s,
    );
    expect(mails.find((row) => row.includes('nobody@inbound.localhost'))).toContain('unrouted');
    expect(contacts.find((row) => row.includes('bob@customer.example'))).toMatch(/Bob Byte.*customer\.example/s);
    if (process.env.POSTERN_SCREENSHOTS) {
      await mkdir(join(root, '.bench'), { recursive: true });
      await page.screenshot({ path: join(root, '.bench/page.png'), fullPage: true });
    }
  });

  it('links from a mail to its contact, along the timeline, and back', async () => {
    await open('/');
    await page.getByRole('link', { name: 'Re: Maintenance contract' }).first().click();
    expect(await page.locator('#fates').innerText()).toContain('deals@inbound.localhost');

    await page.getByRole('link', { name: 'deal', exact: true }).click();
    const timeline = await page.locator('#timeline tr').allInnerTexts();
    expect(timeline).toHaveLength(2);
    expect(timeline[0]).toContain('Maintenance contract');

    await page.getByRole('link', { name: 'mail', exact: true }).first().click();
    expect(await page.locator('main h2').first().innerText()).toContain('Maintenance contract');
  });

  it('shows hostile text as text', async () => {
    await open('/');
    await page
      .getByRole('link', { name: /Pay fdp/ })
      .first()
      .click();

    expect(await page.locator('main').innerText()).toContain('passwd');
    expect(await page.locator('main script, main img, main iframe').count()).toBe(0);
  });

  it('answers 404 for an unknown page', async () => {
    const response = await open('/mails/unknown');

    expect(response?.status()).toBe(404);
  });

  it('unsubscribes a person by one button, and changes nothing when it is only opened', async () => {
    const [link] = (await pipeline.cli('consent', 'link', 'reader@example.org', '--json')).lines<{ url: string }>();
    const isEligible = async (): Promise<boolean> => {
      const answer = await pipeline.api('/v1/eligibility?address=reader@example.org');
      return ((await answer.json()) as { eligible: { marketing: boolean } }).eligible.marketing;
    };

    await page.goto(link!.url);
    if (process.env.POSTERN_SCREENSHOTS) await page.screenshot({ path: join(root, '.bench/unsubscribe.png') });
    const eligibleAfterGet = await isEligible();
    const labels = await page
      .getByRole('checkbox')
      .evaluateAll((boxes) => boxes.map((box) => box.parentElement?.textContent));
    await page.getByRole('button', { name: 'Unsubscribe' }).click();

    expect(eligibleAfterGet).toBe(true);
    expect(labels.map((label) => label?.trim())).toEqual(['News and offers', 'Messages from our sales team']);
    expect(await page.getByRole('heading').innerText()).toBe('You are unsubscribed');
    expect(await isEligible()).toBe(false);
  });
});
