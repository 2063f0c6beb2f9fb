import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { VendorRecord } from '../../local/sandbox-crm/record-store.ts';
import { readResources } from '../../local/wiring.ts';
import { isSeldomCall } from '../iam/own-tests.ts';
import { describedAnswer } from './api-contract.ts';
import { localTemplates } from './local-templates.ts';
import { type RecordedCall, settleCalls } from './recorded-calls.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'bin/postern.js');

export interface SentLine {
  readonly source: string;
  readonly eventId?: string;
  readonly integration?: string;
  readonly fate?: string;
  readonly reason?: string;
  readonly thread?: string;
  readonly crm?: { contactId?: string; companyId?: string; dealId?: string; activityId?: string };
  readonly lagMs?: number;
  readonly recipient?: string;
  readonly mailId?: string;
  readonly error?: { code: string; message: string };
}

export interface SandboxRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<'contacts' | 'companies' | 'deals' | 'emails', readonly string[]>>;
}
export type SandboxRecords = Record<'contacts' | 'companies' | 'deals' | 'emails' | 'tasks' | 'files', SandboxRecord[]>;

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output, parsed as JSON lines. */
  lines<T = SentLine>(): T[];
}

export interface Pipeline {
  readonly smtp: number;
  readonly http: number;
  readonly dataDir: string;
  readonly pid: number;
  /** Runs `postern` on this pipeline. */
  cli(...args: string[]): Promise<CliResult>;
  /**
   * Asks the API. Redirects are not followed.
   *
   * @param path with its query
   * @throws Error for an answer that the OpenAPI document does not describe
   */
  api(path: string, init?: RequestInit): Promise<Response>;
  records(): Promise<SandboxRecords>;
  /** Returns the records of another CRM's stand-in, by type. */
  sandboxRecords(vendor: string): Promise<Record<string, VendorRecord[]>>;
  faults(list: readonly object[]): Promise<void>;
  /** Returns the number of failed requests to the CRM since the start, and the number of email records. */
  counts(): Promise<{ faults: number; emails: number }>;
  /** Kills one worker of a function during its work; false if it has none. */
  killWorker(stage: string): Promise<boolean>;
  /** Stops as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** `kill -9`. */
  kill(): Promise<void>;
}

/** File to which the pipeline of a data folder writes each kind of its AWS calls; a restart appends to it. */
const recordFileIn = (dataDir: string): string => join(dataDir, 'logs', 'calls.jsonl');

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'postern-journey-'));

/** Runs `postern` and waits for its end. */
export async function runCli(
  args: readonly string[],
  environment: Record<string, string> = {},
  input?: string,
): Promise<CliResult> {
  const child = spawn(process.execPath, [program, ...args], { cwd: root, env: { ...process.env, ...environment } });
  child.stdin.end(input ?? '');
  const [stdout, stderr, [code]] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return {
    code,
    stdout,
    stderr,
    lines: <T>() =>
      stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as T),
  };
}

/**
 * Starts the local pipeline as a separate process, on free ports.
 *
 * @param options of `postern dev`, in addition to `--json`
 */
export async function startPipeline(
  dataDir = temporaryFolder(),
  environment: Record<string, string> = {},
  ...options: readonly string[]
): Promise<Pipeline> {
  const settings = { POSTERN_DATA_DIR: dataDir, ...environment };
  const child = spawn(process.execPath, [program, 'dev', '--json', ...options], {
    cwd: root,
    // No verdict of a test may depend on DNS records in the internet.
    env: {
      ...process.env,
      POSTERN_SMTP_PORT: '0',
      POSTERN_HTTP_PORT: '0',
      POSTERN_DNS: 'off',
      POSTERN_IAM_RECORD: recordFileIn(dataDir),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const complaints = textOf(child.stderr);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const { smtp, http } = await portsOf(child, complaints);
  const base = `http://127.0.0.1:${http}`;
  return {
    smtp,
    http,
    dataDir,
    pid: child.pid ?? 0,
    cli: (...args) => runCli(args, settings),
    api: async (path, init = {}) =>
      describedAnswer(init.method ?? 'GET', await fetch(`${base}${path}`, { redirect: 'manual', ...init })),
    records: async () => (await (await fetch(`${base}/sandbox/records`)).json()) as SandboxRecords,
    sandboxRecords: async (vendor) =>
      (await (await fetch(`${base}/sandbox/records/${vendor}`)).json()) as Record<string, VendorRecord[]>,
    async faults(list) {
      const response = await fetch(`${base}/sandbox/faults`, { method: 'PUT', body: JSON.stringify(list) });
      if (!response.ok) throw new Error(await response.text());
    },
    counts: async () => (await (await fetch(`${base}/sandbox/counts`)).json()) as { faults: number; emails: number },
    async killWorker(stage) {
      const response = await fetch(`${base}/sandbox/kill/${stage}`, { method: 'POST' });
      return ((await response.json()) as { killed: boolean }).killed;
    },
    async stop() {
      child.kill('SIGINT');
      return (await ended)[0];
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/**
 * Stops a pipeline and removes its data.
 *
 * @param isExpectedDenial selects the denied calls that the journey expects
 * @param isSeldom selects calls that need not be recorded, beside those of `seldomGrants`
 * @throws Error when IAM denied a call unexpectedly, or when a call is missing from the recorded ones
 */
export async function discard(
  pipeline: Pipeline | undefined,
  isExpectedDenial?: (denied: RecordedCall) => boolean,
  isSeldom?: (unknown: RecordedCall) => boolean,
): Promise<void> {
  if (pipeline === undefined) return;
  await pipeline.stop();
  try {
    const isOfGrants = await seldomOfTemplates();
    const isOptional = (call: RecordedCall): boolean => isOfGrants(call) || isSeldom?.(call) === true;
    settleCalls(recordFileIn(pipeline.dataDir), { isExpectedDenial, isSeldom: isOptional });
  } finally {
    rmSync(pipeline.dataDir, { recursive: true, force: true });
  }
}

async function seldomOfTemplates(): Promise<(unknown: RecordedCall) => boolean> {
  const resources = readResources('http://127.0.0.1:1', await localTemplates());
  return (call) => isSeldomCall(call, resources);
}

async function portsOf(child: ChildProcess, complaints: Promise<string>): Promise<{ smtp: number; http: number }> {
  for await (const line of createInterface({ input: child.stdout! }))
    return JSON.parse(line) as { smtp: number; http: number };
  throw new Error(`the pipeline did not start: ${await complaints}`);
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
}
