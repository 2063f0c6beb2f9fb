import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { lastLine, runChild, startChild } from './child-process.ts';
import { decodeTypes } from './moto-stacks.ts';

/** A running moto server, with services that hold nothing yet. */
interface MotoServer extends AsyncDisposable {
  /** `http://127.0.0.1:port`, for all services. */
  readonly endpoint: string;
}

/**
 * Starts moto's server on a free port and waits until it listens.
 *
 * @param bin folder of the Python environment
 * @param patienceMs how long it may take to listen
 * @throws Error with the last line that it printed when it ends instead, or does not listen in time
 * @see https://docs.getmoto.org/en/latest/docs/server_mode.html
 */
export async function startMoto(bin: string, patienceMs = 60_000): Promise<MotoServer> {
  const child = startChild(join(bin, 'moto_server'), ['--host', '127.0.0.1', '--port', '0'], {
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let printed = '';
  for (const input of [child.stdout!, child.stderr!])
    createInterface({ input }).on('line', (line) => {
      printed = line;
      const [endpoint] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (endpoint !== undefined) resolve(endpoint);
    });
  child.once('error', ({ message }) => reject(new Error(`moto's server does not start: ${message}`)));
  void closed.then(() => reject(new Error(`moto's server ended: ${lastLine(printed)}`)));
  const late = setTimeout(() => {
    reject(new Error(`moto's server does not listen after ${patienceMs / 1000} s: ${lastLine(printed)}`));
    child.kill();
  }, patienceMs);
  return {
    endpoint: await promise.finally(() => clearTimeout(late)),
    async [Symbol.asyncDispose]() {
      child.kill();
      await closed;
    },
  };
}

/** The types that moto's CloudFormation creates, by its own account. */
export async function typesOfMoto(bin: string): Promise<ReadonlySet<string>> {
  const program =
    'import json; from moto.cloudformation.parsing import get_model_map; print(json.dumps(list(get_model_map())))';
  const { exitCode, stdout, stderr } = await runChild(join(bin, 'python'), ['-c', program]);
  if (exitCode !== 0) throw new Error(`moto does not say which types it knows: ${lastLine(stderr)}`);
  return decodeTypes(stdout);
}
