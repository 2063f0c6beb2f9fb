import { readFileSync } from 'node:fs';
import { compact } from '../../lambdas/compact.ts';
import { isPrivateUrl } from '../../lambdas/domain/crm/private-url.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { env } from '../../lambdas/env.ts';
import { dataDirectory, findRuntime } from '../backend.ts';
import { type AskApi, createApiClient, type PostApi } from './api-client.ts';
import type { ApiOptions } from './api-options.ts';

/** How often the API of this machine is asked for events at least, in ms. */
const localPollMs = 1_000;

/** The API that a verb asks. */
export interface ConnectedApi {
  readonly url: string;
  /** The longest wait between two questions, in ms; absent: as the API says. A laptop's API may be asked often. */
  readonly mostPollMs?: number;
  readonly ask: AskApi;
  readonly post: PostApi;
}

interface Circumstances {
  readonly environment: NodeJS.ProcessEnv;
  /** The port of the local pipeline's HTTP server, where one runs. */
  readonly localPort: number | undefined;
  readonly readFile: (path: string) => string;
}

const circumstances = (): Circumstances => ({
  environment: process.env,
  localPort: findRuntime()?.http,
  readFile: (path) => readFileSync(path, 'utf8'),
});

/**
 * Finds the API and its key. The key is read from a file or the environment, because the words of a command are seen in the
 * list of processes and kept in the history of the shell.
 *
 * @throws ConfigError when no address is known, when it is no https address of another machine, or when a key is missing
 */
export function connectApi(options: ApiOptions, found: Circumstances = circumstances()): ConnectedApi {
  const local = found.localPort === undefined ? undefined : `http://127.0.0.1:${found.localPort}`;
  const named = options.api ?? (found.environment.POSTERN_API_URL || undefined);
  const url = addressOf(named ?? local ?? (found.environment[env.apiUrl] || undefined));
  // The key of a deployment in the environment is not for the pipeline of this machine, which needs none.
  const key = keyOf(options, found, named === undefined && local !== undefined);
  if (key === undefined && url.startsWith('https:'))
    throw new ConfigError('the API wants a key: set POSTERN_API_KEY, or name a file with the key by --api-key-file');
  const mostPollMs = url.startsWith('https:') ? undefined : localPollMs;
  return compact({ url, mostPollMs, ...createApiClient(url, key) });
}

/** @throws ConfigError when there is no address, or when requests to it could be read on their way */
function addressOf(address: string | undefined): string {
  if (address === undefined)
    throw new ConfigError(
      `no local pipeline is running in ${dataDirectory()} (start it with: npm start); for a deployment give --api, ` +
        "or set POSTERN_API_URL or the variables of the stack's CliEnvironment output",
    );
  const url = withoutEndSlashes(address);
  if (/^https?:\/\//i.test(url) && URL.canParse(url) && isPrivateUrl(url)) return url;
  throw new ConfigError(`the API's address wants https, or http to this machine; found ${withoutUser(url)}`);
}

function withoutEndSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}

/** @throws ConfigError for a key that cannot be sent */
function keyOf(
  { apiKeyFile }: ApiOptions,
  { environment, readFile }: Circumstances,
  isOwnPipeline: boolean,
): string | undefined {
  const stored = isOwnPipeline ? undefined : environment.POSTERN_API_KEY;
  const key = (apiKeyFile === undefined ? stored : readFile(apiKeyFile))?.trim() || undefined;
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key))
    throw new ConfigError('the API key holds a blank or a character that no HTTP header carries');
  return key;
}

/** An address without the user and password that somebody may have put into it. */
const withoutUser = (url: string): string => url.replace(/\/\/[^/@]*@/, '//');
