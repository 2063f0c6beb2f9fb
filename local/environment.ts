import { existsSync } from 'node:fs';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { env } from '../lambdas/env.ts';
import { fieldsOf } from './fields.ts';
import type { LocalSecrets } from './secrets.ts';
import type { Wiring } from './wiring.ts';

/** Endpoints and credentials of the emulators, as every AWS client reads them. */
export const awsEnvironment = (
  endpoint: string,
  dynamoEndpoint: string,
  accessKeyId: string,
): Record<string, string> => ({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_ENDPOINT_URL_SQS: endpoint,
  AWS_ENDPOINT_URL_SNS: endpoint,
  AWS_ENDPOINT_URL_DYNAMODB: dynamoEndpoint,
});

/** The key of this machine's own requests to the API. */
export function apiKeyOf(wiring: Wiring, secrets: LocalSecrets): string | undefined {
  const api = wiring.functions.find(({ stage }) => stage === 'api');
  const secret = secrets.get(api?.environment[env.apiKeys]?.replace(/^secret:/, '') ?? '');
  const { all } = fieldsOf(JSON.parse(secret ?? '{}'));
  return all === undefined ? undefined : String(all);
}

/** The shell's variables, for `env:` credentials, without its AWS account and the template's own names. */
export function inherited(): Record<string, string> {
  const own = new Set<string>(Object.values(env));
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !entry[0].startsWith('AWS_') && entry[0] !== 'NODE_OPTIONS' && !own.has(entry[0]),
    ),
  );
}

/** Every variable of the template's functions: the command line works on the same resources. */
export const environmentOf = (wiring: Wiring): Record<string, string> => {
  const own = new Set<string>(Object.values(env));
  const all = wiring.functions.flatMap(({ environment }) => Object.entries(environment));
  return Object.fromEntries(all.filter(([name]) => own.has(name)));
};

/** URLs of the queues between the stages; a function has only the queues to which it sends. */
export function queueUrls(wiring: Wiring): Record<string, string> {
  const variables: Readonly<Record<string, string>> = {
    parse: env.inboxQueueUrl,
    sink: env.deliveriesQueueUrl,
    suppress: env.suppressionsQueueUrl,
    feedback: env.feedbackQueueUrl,
    sweep: env.sweepQueueUrl,
  };
  const stages = new Map(wiring.functions.map(({ name, stage }) => [name, stage]));
  return Object.fromEntries(
    wiring.eventSources.flatMap(({ functionName, queueUrl }) => {
      const variable = variables[stages.get(functionName) ?? ''];
      return variable === undefined ? [] : [[variable, queueUrl]];
    }),
  );
}

/** The address of clamd, when it runs on this machine or the environment names it. */
export function clamdEnvironment(): Readonly<Record<string, string>> {
  const usual = '/run/clamav/clamd.ctl';
  const address = process.env[env.clamd] ?? (existsSync(usual) ? `unix:${usual}` : undefined);
  return address ? { [env.clamd]: address } : {};
}

/**
 * The laptop's `restoredUntil`: when this machine's pipeline was stopped for a restore of its data folder.
 *
 * @throws ConfigError for anything but a time in UTC
 */
export function restoredEnvironment(): Readonly<Record<string, string>> {
  const time = process.env[env.restoredUntil];
  if (!time) return {};
  if (!time.endsWith('Z') || Number.isNaN(Date.parse(time)))
    throw new ConfigError(`${env.restoredUntil}: found ${time}; wants a time in UTC, as in 2026-05-01T12:00:00Z`);
  return { [env.restoredUntil]: time };
}
