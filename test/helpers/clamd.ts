import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The EICAR test file, in two pieces so that no scanner takes this file for it. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** The clamd of Debian's package clamav-daemon, or of another place. */
const program = process.env.CLAMD_PROGRAM ?? '/usr/sbin/clamd';

/** Whether there is a clamd on this machine. */
export const hasClamd = existsSync(program);

export interface RunningClamd {
  /** As `POSTERN_CLAMD` takes it: by a socket of this machine, and by TCP as on AWS. */
  readonly address: string;
  readonly tcpAddress: string;
  stop(): Promise<void>;
}

/**
 * Starts clamd with one signature of our own, for the EICAR test file anywhere in a file, and without any database that
 * would be downloaded.
 *
 * @see https://docs.clamav.net/manual/Signatures/ExtendedSignatures.html
 */
export async function startClamd(): Promise<RunningClamd> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-clamd-'));
  const [socket, settings] = [join(folder, 'clamd.ctl'), join(folder, 'clamd.conf')];
  writeFileSync(join(folder, 'own.ndb'), `Postern.Test.Eicar:0:*:${Buffer.from(eicar).toString('hex')}\n`);
  const port = await freePort();
  const lines = [
    `DatabaseDirectory ${folder}`,
    `LocalSocket ${socket}`,
    `TCPSocket ${port}`,
    'TCPAddr 127.0.0.1',
    'Foreground yes',
    'SelfCheck 0',
  ];
  writeFileSync(settings, `${lines.join('\n')}\n`);
  const child = spawn(program, ['--config-file', settings], { stdio: 'ignore' });
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.once('error', () => resolve());
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let trial = 0; trial < 100; trial += 1) {
    if (await answers(socket)) return { address: `unix:${socket}`, tcpAddress: `tcp:127.0.0.1:${port}`, stop };
    await pause(100);
  }
  await stop();
  throw new Error(`${program} did not begin to answer`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const connection = connect(socket, () => {
      connection.destroy();
      resolve(true);
    });
    connection.on('error', () => resolve(false));
  });
