import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { indexStreamRecords } from './stream-index.ts';

interface Dynamo {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const binaryPath = fileURLToPath(new URL('../node_modules/@dynoxide/linux-x64/dynoxide', import.meta.url));

/**
 * Starts DynamoDB on this machine: the dynoxide binary, or the database that `AWS_ENDPOINT_URL_DYNAMODB` names.
 *
 * @throws ConfigError when there is neither
 */
export async function startDynamo(dataDir: string, binary = binaryPath): Promise<Dynamo> {
  const ownEndpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  if (ownEndpoint) return { endpoint: ownEndpoint, stop: async () => {} };

  if (!existsSync(binary)) {
    throw new ConfigError(
      `no dynoxide binary for ${process.platform}-${process.arch}; start any DynamoDB Local and set AWS_ENDPOINT_URL_DYNAMODB to its URL`,
    );
  }
  mkdirSync(dataDir, { recursive: true });
  const pidFile = join(dataDir, 'dynoxide.pid');
  await stopLeftover(pidFile);
  const host = unguessableLoopback();
  const port = await freePort(host);
  const database = join(dataDir, 'dynamodb.sqlite');
  const child = spawn(binary, ['serve', '--host', host, '--port', String(port), '--db-path', database], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint = (complaint + String(chunk)).slice(-500);
  });
  writeFileSync(pidFile, String(child.pid));
  const endpoint = `http://${host}:${port}`;
  await untilReady({ endpoint, database }, child, () => complaint);
  indexStreamRecords(database);
  return {
    endpoint,
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(pidFile, { force: true });
    },
  };
}

/** Ends the database process of a killed runtime: two processes may not use one file. */
async function stopLeftover(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  if (!isDynoxide(pid)) return;
  process.kill(pid, 'SIGKILL');
  for (let tries = 0; tries < 100 && isDynoxide(pid); tries += 1) await wait(20);
}

function isDynoxide(pid: number): boolean {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).includes('dynoxide');
  } catch {
    return false;
  }
}

/**
 * An address of this machine that no web page can guess. dynoxide answers every Host and every Origin, and grants every
 * CORS preflight, so a page that finds it reads and writes the ledger past the check of `dynamo-proxy.ts`.
 * All of 127.0.0.0/8 is this machine on Linux (RFC 1122 section 3.2.1.3), for which there is a binary: 24 bits of address and
 * a port are more than a page can try.
 */
const unguessableLoopback = (): string => `127.${randomInt(1, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;

async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** dynoxide takes a file that it cannot read for an encrypted one, and says how programmers open those. */
const endOf = (database: string, complaint: string): ConfigError =>
  /not a valid SQLite database/i.test(complaint)
    ? new ConfigError(
        `${database} is damaged, or no database of the local pipeline. Move its folder away to start with an empty one, ` +
          'or set POSTERN_DATA_DIR to another folder; mail that was in it is in s3/ there',
      )
    : new ConfigError(`dynoxide ended at once: ${complaint}`);

async function untilReady(
  { endpoint, database }: { readonly endpoint: string; readonly database: string },
  child: ChildProcess,
  complaint: () => string,
): Promise<void> {
  for (let tries = 0; tries < 250; tries += 1) {
    if (child.exitCode !== null) throw endOf(database, complaint().trim() || `exit code ${child.exitCode}`);
    const isUp = await fetch(endpoint, { method: 'POST' }).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await wait(20);
  }
  child.kill('SIGKILL');
  throw new ConfigError('dynoxide did not answer within 5 seconds');
}
