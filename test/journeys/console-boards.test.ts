import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, launchChromium } from '../helpers/chromium.ts';
import { axeFindings, type ConsolePage, isTooWide, openConsole } from '../helpers/console-page.ts';
import { discard, type Pipeline, startPipeline, temporaryFolder } from '../helpers/pipeline.ts';

const integrations = `connections:
  main: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
  trial: { vendor: hubspot, baseUrl: 'sandbox:', credentials: env:POSTERN_SANDBOX_TOKEN }
integrations:
  - { key: sales, tenant: acme, addresses: [deals@inbound.localhost], connection: main }
  - { key: trying, tenant: acme, addresses: [trying@inbound.localhost], connection: main, mode: shadow, shadow: { to: trial } }
`;

const boards: ReadonlyArray<readonly [path: string, heading: string]> = [
  ['/boards/health', 'Health'],
  ['/boards/providers', 'Providers'],
  ['/boards/sandbox', 'Sandbox'],
  ['/integrations', 'Integrations'],
  ['/integrations/trying', 'trying'],
  ['/consent', 'Consent'],
  ['/compose', 'Compose'],
];

(hasChromium ? describe : describe.skip)('boards of the console', () => {
  let pipeline: Pipeline;
  let browser: Browser;
  let shown: ConsolePage;
  let page: Page;

  beforeAll(async () => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'integrations.yaml');
    writeFileSync(file, integrations);
    pipeline = await startPipeline(dataDir, { POSTERN_INTEGRATIONS: file });
    await pipeline.cli('send', 'fixtures/emails', '--to', 'deals@inbound.localhost', '--wait', '--json');
    await pipeline.cli(
      'send',
      'fixtures/emails/plain-text.eml',
      '--to',
      'trying@inbound.localhost',
      '--wait',
      '--json',
    );
    browser = await launchChromium();
    shown = await openConsole(browser, pipeline);
    page = shown.page;
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await discard(pipeline);
  }, 60_000);

  afterEach(() => {
    expect(shown.faults.splice(0)).toEqual([]);
  });

  it('answers whether a person is unsubscribed everywhere', async () => {
    await shown.open('/consent');
    await page.getByLabel('Address').fill('tired@reader.example');
    await page.getByRole('button', { name: 'Look up' }).click();

    const verdict = page.locator('.verdict');
    await verdict.waitFor();
    expect(await verdict.innerText()).toMatch(/^Unsubscribed from/);
    expect(new URL(page.url()).search).toBe('');
    await page.getByRole('heading', { name: 'History and proof' }).waitFor();
    expect(await page.locator('section', { hasText: 'History and proof' }).locator('tbody tr').count()).toBeGreaterThan(
      0,
    );
  }, 60_000);

  it.each(boards)(
    'shows %s without sideways scrolling on a telephone',
    async (path, heading) => {
      const phone = await openConsole(browser, pipeline, { viewport: { width: 390, height: 844 } });
      await phone.open(path);
      await phone.page.getByRole('heading', { name: heading, exact: true }).waitFor();
      await phone.page.locator('.skeleton').first().waitFor({ state: 'detached' });

      expect(await isTooWide(phone.page)).toBe(false);
      expect(await phone.page.locator('[role=alert]').allInnerTexts()).toEqual([]);
      expect(phone.faults).toEqual([]);
      await phone.page.context().close();
    },
    60_000,
  );

  it.each(['light', 'dark'] as const)(
    'has no serious finding of axe in %s',
    async (colorScheme) => {
      const { page: read, open } = await openConsole(browser, pipeline, { colorScheme });
      for (const [path] of boards) {
        await open(path);
        await read.locator('.skeleton').first().waitFor({ state: 'detached' });
        expect([path, await axeFindings(read)]).toEqual([path, []]);
      }
      await read.context().close();
    },
    120_000,
  );
});
