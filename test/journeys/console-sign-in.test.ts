import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { loadIntegrations } from '../../cli/integrations-file.ts';
import { type ConsoleSignIn, oidcSignIn } from '../../lib/constructs/console-sign-in.ts';
import { functionMetadata } from '../../lib/function-metadata.ts';
import type { AssembledStage } from '../../local/assembly.ts';
import { openLocalAssembly } from '../../local/assembly-cache.ts';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { noDns } from '../../local/verify-sender.ts';
import { hasChromium, launchChromium } from '../helpers/chromium.ts';
import { startEdge } from '../helpers/edge-stand-in.ts';
import { startIssuer } from '../helpers/oidc-issuer.ts';
import { runCli, temporaryFolder } from '../helpers/pipeline.ts';

/** Seconds that an access token counts here. */
const tokenSeconds = 6;

/** The stage whose functions take the tokens of a sign-in, as `accessEnvironment` has them in a template. */
function withTokens(stage: AssembledStage, tokens: ConsoleSignIn['tokens']): AssembledStage {
  const changed = structuredClone(stage) as AssembledStage;
  const access = JSON.stringify({ console: tokens });
  for (const { template } of changed.stacks)
    for (const { Metadata, Properties } of Object.values(template.Resources) as Array<{
      Metadata?: Record<string, unknown>;
      Properties?: { Environment?: { Variables: Record<string, unknown> } };
    }>)
      if (['api', 'manage'].includes(String(Metadata?.[functionMetadata])))
        Properties!.Environment!.Variables.API_ACCESS = access;
  return changed;
}

/** A pipeline whose API takes the tokens of a sign-in. It stops with the stack. */
async function startLocal(
  stack: AsyncDisposableStack,
  dataDir: string,
  tokens: ConsoleSignIn['tokens'],
): Promise<Runtime> {
  const { stage, release } = await openLocalAssembly();
  stack.defer(release);
  const runtime = await startRuntime({
    dataDir,
    smtpPort: 0,
    httpPort: 0,
    integrations: loadIntegrations().file,
    resolver: noDns,
    assembly: withTokens(stage, tokens),
  });
  stack.defer(() => runtime.stop());
  return runtime;
}

const journey = hasChromium ? describe : describe.skip;

journey('the sign-in of the console, with an issuer of another maker', () => {
  const dataDir = temporaryFolder();
  const stack = new AsyncDisposableStack();
  const refresh = { isGiven: false };
  const parts = { api: '', edge: '', issuer: '' };
  const signIn = (): ConsoleSignIn =>
    oidcSignIn({
      issuer: parts.issuer,
      clientId: 'console',
      scopes: ['openid'],
      audience: ['postern-console'],
      roleClaim: 'groups',
      tenantClaim: 'groups',
      tenantPrefix: 'tenant:',
      allTenants: 'all-tenants',
    });
  let browser: Browser;

  beforeAll(async () => {
    stack.defer(() => rmSync(dataDir, { recursive: true, force: true }));
    const edge = await startEdge({
      files: 'dist-console',
      api: () => parts.api,
      settings: () => ({ home: 'aws', stage: 'prod', version: '1.2.3', signIn: signIn().page, sandbox: false }),
      signIn: () => [parts.issuer],
    });
    stack.defer(edge.stop);
    const issuer = await startIssuer({ console: edge.url, tokenSeconds, isRenewable: () => refresh.isGiven });
    stack.defer(issuer.stop);
    Object.assign(parts, { edge: edge.url, issuer: issuer.url });
    const runtime = await startLocal(stack, dataDir, signIn().tokens);
    parts.api = `http://127.0.0.1:${runtime.http}`;
    const sent = await runCli(['send', 'fixtures/emails/emoji-subject.eml', '--wait'], { POSTERN_DATA_DIR: dataDir });
    expect(sent.code).toBe(0);
    browser = await launchChromium();
    stack.defer(() => browser.close());
  }, 240_000);

  afterAll(() => stack.disposeAsync());

  /** Opens a page of the console as nobody, and signs in as somebody with these groups. */
  async function signInAs(groups: string, place = '/'): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${parts.edge}${place}`);
    await page.waitForURL(`${parts.issuer}/interaction/**`);
    await page.fill('input[name=login]', groups);
    await page.fill('input[name=password]', 'any');
    await page.click('button[type=submit]');
    // The issuer asks whether the console may know who it is.
    await page.click('button[type=submit]');
    await page.waitForURL(`${parts.edge}/**`);
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    return page;
  }

  /** The answer of the API that the page hears next at a path. */
  const answersOf = (page: Page, path: string) =>
    page.waitForResponse((answer) => new URL(answer.url()).pathname === path, { timeout: 20_000 });

  it('leads to the issuer and back to the place that was asked for, with the mails of the tenant', async () => {
    const page = await signInAs('viewer tenant:acme', '/?fate=delivered');

    expect(page.url()).toBe(`${parts.edge}/?fate=delivered`);
    await page.getByText('Ada Lovelace').first().waitFor();
    await page.context().close();
  });

  it('keeps tokens out of every storage of the browser', async () => {
    const page = await signInAs('viewer tenant:acme');
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    const cookies = (await page.context().cookies(parts.edge)).filter(
      ({ domain, name }) => domain === '127.0.0.1' && /token/i.test(name),
    );

    expect(stored).not.toMatch(/eyJ|access_token|refresh_token/);
    expect(cookies).toEqual([]);
    await page.context().close();
  });

  it('signs in again by itself when the page is loaded anew, without a question', async () => {
    const page = await signInAs('viewer tenant:acme', '/boards/health');
    await page.reload();

    await page.getByRole('navigation', { name: 'Pages' }).waitFor();

    expect(page.url()).toBe(`${parts.edge}/boards/health`);
    await page.context().close();
  });

  it.each([
    ['a person of another tenant', 'viewer tenant:other', 200],
    ['a person without a tenant', 'viewer', 401],
    ['a person without a role', 'tenant:acme', 403],
  ])('answers %s as the API judges', async (_, groups, status) => {
    const page = await (await browser.newContext()).newPage();
    const mails = answersOf(page, '/v1/mails');
    await page.goto(parts.edge);
    await page.waitForURL(`${parts.issuer}/interaction/**`);
    await page.fill('input[name=login]', groups);
    await page.fill('input[name=password]', 'any');
    await page.click('button[type=submit]');
    await page.click('button[type=submit]');

    expect((await mails).status()).toBe(status);
    expect(await page.getByText('Ada Lovelace').count()).toBe(0);
    await page.context().close();
  });

  it('offers to sign in when the token has ended, and comes back to the same place', async () => {
    const page = await signInAs('operator tenant:acme', '/?q=sales');
    const button = page.getByRole('button', { name: 'Sign in', exact: true }).first();
    await button.waitFor({ timeout: 5 * tokenSeconds * 1000 });
    const mails = answersOf(page, '/v1/mails');
    await button.click();

    expect((await mails).status()).toBe(200);
    expect(page.url()).toBe(`${parts.edge}/?q=sales`);
    await page.context().close();
  });

  it('renews tokens by itself where the issuer gives a refresh token', async () => {
    refresh.isGiven = true;
    const page = await signInAs('viewer tenant:acme');
    const renewal = page.waitForResponse((answer) => answer.url().startsWith(`${parts.issuer}/token`));
    expect((await renewal).status()).toBe(200);
    const mails = answersOf(page, '/v1/mails');

    expect((await mails).status()).toBe(200);
    expect(await page.getByRole('button', { name: 'Sign in', exact: true }).count()).toBe(0);
    refresh.isGiven = false;
    await page.context().close();
  });

  it('signs out at the issuer, so that the next page asks for a password', async () => {
    const page = await signInAs('viewer tenant:acme');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(`${parts.issuer}/session/end**`);
    await page.click('button[type=submit]');
    await page.waitForURL(`${parts.issuer}/interaction/**`);

    expect(await page.locator('input[name=password]').count()).toBe(1);
    await page.context().close();
  });

  it('says what to do when the issuer sends a person back with an error', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${parts.edge}/signed-in?error=access_denied&state=made-up`);
    await page.getByText('The console cannot start').waitFor();

    expect(page.url()).toBe(`${parts.edge}/`);
    await page.context().close();
  });
});
