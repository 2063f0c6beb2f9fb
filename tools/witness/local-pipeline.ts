import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './assembly.ts';
import { lastLine, runChild, startChild } from './child-process.ts';

/** A running local pipeline with data of its own. */
export interface LocalPipeline extends AsyncDisposable {
  /** `http://127.0.0.1:port`, of the API. */
  readonly url: string;
  /** A key of the API for all tenants. */
  readonly key: string;
  /**
   * Sends mails and waits for the fate of each.
   *
   * @param files paths, or paths below the root of the checkout
   * @returns the ids of their events, in the order of the files
   * @throws Error with what `postern send` says
   */
  send(...files: readonly string[]): Promise<string[]>;
}

const program = join(root, 'bin/postern.js');

/**
 * Starts `postern dev` as a process of its own, on free ports.
 *
 * @param dataDir an empty folder; whoever made it removes it
 * @param integrations the content of its `integrations.yaml`
 * @throws Error with the last line that it printed when it does not start
 */
export async function startLocalPipeline(
  dataDir: string,
  integrations: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<LocalPipeline> {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'integrations.yaml');
  writeFileSync(file, integrations);
  const settings = { POSTERN_DATA_DIR: dataDir, POSTERN_INTEGRATIONS: file };
  const ports = { POSTERN_SMTP_PORT: '0', POSTERN_HTTP_PORT: '0', POSTERN_DNS: 'off' };
  const env = { ...process.env, ...environment, ...settings, ...ports };
  const child = startChild(process.execPath, [program, 'dev', '--json'], { cwd: root, env });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let complaint = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    complaint = text;
  });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  createInterface({ input: child.stdout! }).once('line', (line) =>
    resolve((JSON.parse(line) as { http: number }).http),
  );
  child.once('error', ({ message }) => reject(new Error(`the local pipeline does not start: ${message}`)));
  void closed.then(() => reject(new Error(`the local pipeline ended: ${lastLine(complaint)}`)));
  return {
    url: `http://127.0.0.1:${await promise}`,
    key: keyIn(readFileSync(join(dataDir, 'secrets.json'), 'utf8')),
    send: (...files) => sendMails(files, { ...process.env, ...settings }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGINT');
      await closed;
    },
  };
}

/**
 * The key of all tenants among the secrets of a laptop.
 *
 * @throws Error when it is not there
 */
export function keyIn(text: string): string {
  const secrets = JSON.parse(text) as Readonly<Record<string, string>>;
  const value = Object.entries(secrets).find(([id]) => /^SecretsApiKeys[0-9A-F]+$/.test(id))?.[1];
  const { all } = JSON.parse(value ?? '{}') as { readonly all?: string };
  if (all === undefined) throw new Error('the local pipeline has made no key of its API');
  return all;
}

async function sendMails(files: readonly string[], env: NodeJS.ProcessEnv): Promise<string[]> {
  const { exitCode, stdout, stderr } = await runChild(
    process.execPath,
    [program, 'send', ...files, '--wait', '--json'],
    {
      cwd: root,
      env,
    },
  );
  const lines = stdout.split('\n').filter((line) => line !== '');
  const ids = lines.flatMap((line) => (JSON.parse(line) as { readonly eventId?: string }).eventId ?? []);
  if (exitCode !== 0 || ids.length !== files.length)
    throw new Error(`postern send: ${lastLine(stderr) || lastLine(stdout)}`);
  return ids;
}
