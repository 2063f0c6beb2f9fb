import { InvalidArgumentError } from 'commander';
import { secretsOf } from '../lambdas/domain/configuration/standard-webhooks.ts';
import { signingKeyOf } from '../lambdas/domain/configuration/webhook-key.ts';
import { isPrivateUrl } from '../lambdas/domain/crm/private-url.ts';
import type { ApiOptions } from './api/api-options.ts';
import { connectApi } from './api/connect-api.ts';
import { type EventFilter, followEvents } from './api/follow-events.ts';
import { interruptible } from './api/interruptible.ts';
import { dataDirectory } from './backend.ts';
import { type Attempt, type ForwardPorts, forward, isDelivered } from './listen/forward.ts';
import { takeKeys } from './listen/keys.ts';
import { ownListenSecret } from './listen/listen-secret.ts';
import { readMessage } from './listen/read-message.ts';
import type { WebhookMessage } from './listen/webhook-request.ts';
import { print, printJson } from './output.ts';

interface ListenOptions extends ApiOptions, EventFilter {
  readonly forwardTo: string;
  readonly secret?: string;
  readonly retry: number;
  readonly json?: boolean;
}

const notice = (text: string): void => void process.stderr.write(`postern: ${text}\n`);

/** Delivers events as signed webhooks to a developer's server, until Ctrl-C. */
export async function runListen(options: ListenOptions): Promise<void> {
  const { forwardTo: url, retry, json = false, since = new Date() } = options;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url) || !isPrivateUrl(url))
    throw new InvalidArgumentError(
      '--forward-to wants https, or http to this machine, as in http://localhost:3000/hook: the events hold mail',
    );
  const { url: api, ask, mostPollMs } = connectApi(options);
  const secrets = secretsOfCall(options.secret);
  const { signal, wait, stop } = interruptible();
  notice(
    `delivering events of ${api} to ${url}; Ctrl-C ends${process.stdin.isTTY ? ', r delivers the last again' : ''}`,
  );
  const ports: ForwardPorts = {
    url,
    secrets,
    wait,
    signal,
    now: () => new Date(),
    onAttempt: (attempt) => (json ? printJson(jsonOf(attempt)) : print(lineOf(attempt))),
  };
  const last: { message?: WebhookMessage; cursor?: string } = {};
  const again = (): void => void (last.message && forward(ports, last.message, 0));
  const release = takeKeys({ r: again, end: stop });
  try {
    await followEvents(
      { ...options, since },
      {
        ask,
        mostPollMs,
        wait,
        signal,
        notice,
        async onEvent(event) {
          const message = await readMessage(ask, event, notice);
          if (message === undefined) return;
          last.message = message;
          await forward(ports, message, retry);
        },
        onCursor: (cursor) => {
          last.cursor = cursor;
        },
        onIdle: () => undefined,
      },
    );
  } finally {
    release();
  }
  if (last.cursor !== undefined) notice(`stopped; go on with --cursor ${last.cursor}`);
}

/**
 * The secrets that sign. One that is given is named by its key's id alone; that of this folder is shown, because the server
 * needs it.
 *
 * @throws ConfigError when it is no secret
 */
function secretsOfCall(given = process.env.POSTERN_WEBHOOK_SECRET || undefined): readonly string[] {
  const secrets = given === undefined ? [ownListenSecret(dataDirectory())] : secretsOf(given);
  const ids = secrets.map((secret) => signingKeyOf(secret).id);
  const shown = given === undefined ? `secret ${secrets.join(' ')}, ` : '';
  notice(`signing with ${shown}key id ${ids.join(', ')}: Standard Webhooks and RFC 9421`);
  return secrets;
}

function jsonOf({ message: { event, id }, attempt, ms, status, error }: Attempt): object {
  const { eventId, integration, kind } = event;
  return { eventId, integration, kind, webhookId: id, attempt, status, error, ms };
}

function lineOf(result: Attempt): string {
  const { message, attempt, ms, status, error } = result;
  const { eventId, integration, kind = 'unknown' } = message.event;
  const count = attempt > 1 ? `  attempt ${attempt}` : '';
  const end = status === undefined ? `no answer (${error})` : String(status);
  return `${isDelivered(result) ? 'delivered' : 'FAILED   '}  ${eventId}  ${integration}  ${kind}  ${end}  ${ms} ms${count}`;
}
