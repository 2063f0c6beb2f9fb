import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Pipeline } from './pipeline.ts';

/** A page of the console, with what it must not do. */
export interface ConsolePage {
  readonly page: Page;
  /** Errors of scripts, and requests to other hosts than this machine. */
  readonly faults: string[];
  /** Opens a path of the console. */
  open(path: string): Promise<void>;
}

/** Opens a page of the console of a running pipeline. */
export async function openConsole(
  browser: Browser,
  pipeline: Pipeline,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') faults.push(`request: ${request.url()}`);
  });
  return {
    page,
    faults,
    async open(path) {
      await page.goto(`http://127.0.0.1:${pipeline.http}${path}`);
      await page.locator('#content').waitFor();
    },
  };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: ReadonlyArray<{
    readonly id: string;
    readonly impact?: string | null;
    readonly nodes: ReadonlyArray<{ readonly html: string }>;
  }>;
}

/** The serious and critical findings of axe on a page, by WCAG 2.2 AA, and targets that are too small. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate<AxeResult>(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], iframes: false })",
  );
  return violations
    .filter(({ id, impact }) => impact === 'serious' || impact === 'critical' || id === 'target-size')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Whether a page scrolls sideways. */
export const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(
    "[document.documentElement, document.querySelector('#content')].some((each) => each.scrollWidth > each.clientWidth + 1)",
  );
