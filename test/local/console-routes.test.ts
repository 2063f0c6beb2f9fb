import { readConsoleFile } from '../../local/console-files.ts';
import { type Site, startSite } from './site.ts';

describe('the console on a laptop', () => {
  let site: Site;
  let isBuilt: boolean;
  beforeAll(async () => {
    site = await startSite();
    isBuilt = (await readConsoleFile('index.html')) !== undefined;
  });
  afterAll(() => site.stop());

  it.each([
    '/',
    '/mails/m1',
    '/boards/health',
    '/consent',
    '/integrations',
    '/integrations/sales',
    '/reviews',
    '/compose',
  ])('answers %s with the page, below its policy', async (path) => {
    const { status, headers, text } = await site.ask('GET', path);

    expect(status).toBe(isBuilt ? 200 : 503);
    expect(text).toContain(isBuilt ? 'id="console"' : 'npm run build:console');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['its own page', { 'sec-fetch-site': 'same-origin' }, 'token-of-the-run'],
    ['a program', {}, undefined],
  ])('tells %s how the console is set up', async (_, headers, runToken) => {
    const { status, text } = await site.ask('GET', '/console.json', { headers });

    expect(status).toBe(200);
    const settings = JSON.parse(text) as { runToken?: string };
    expect(settings).toMatchObject({ home: 'laptop', stage: 'local', smtpPort: 2525, signIn: null, sandbox: true });
    expect(settings.runToken).toBe(runToken);
  });

  it('tells a page of another site nothing', async () => {
    const { status } = await site.ask('GET', '/console.json', {
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', origin: 'https://evil.example' },
    });

    expect(status).toBe(403);
  });

  it.each(['/assets/missing.js', '/assets/%2e%2e%2findex.html'])('has no file %s', async (path) => {
    expect((await site.ask('GET', path)).status).toBe(404);
  });
});
