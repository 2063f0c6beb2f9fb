import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { compact } from '../lambdas/compact.ts';
import { fieldsOf } from './fields.ts';
import type { LocalAnswer } from './local-answer.ts';
import type { SecretWiring } from './wiring.ts';

/** Secrets Manager as far as the functions use it. */
export interface LocalSecrets {
  /** @param id the name of a secret, or its ARN with or without the suffix */
  get(id: string): string | undefined;
  /** When the present value was put, in s since 1970; undefined for one of an earlier version. */
  putAt(id: string): number | undefined;
  /** Replaces a value. @param id as for `get` */
  put(id: string, value: string): void;
  /** @param id as for `get` */
  arnOf(id: string): string | undefined;
}

/** Opens the secrets in the data folder, and generates once those that the template generates. */
export function openSecrets(dataDir: string, wiring: readonly SecretWiring[]): LocalSecrets {
  const path = join(dataDir, 'secrets.json');
  const kept: Record<string, string> = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  for (const { id, generate } of wiring) {
    if (generate === undefined || kept[id] !== undefined) continue;
    const value = randomBytes(32).toString('hex');
    kept[id] =
      generate.field === undefined
        ? value
        : JSON.stringify({ ...fieldsOf(JSON.parse(generate.template)), [generate.field]: value });
  }
  const write = (): void => {
    writeFileSync(path, JSON.stringify(kept), { mode: 0o600 });
    // A write keeps the mode of an old file.
    chmodSync(path, 0o600);
  };
  write();
  const idOf = new Map(wiring.flatMap(({ id, name, arn }) => [name, arn, arn.slice(0, -7)].map((each) => [each, id])));
  const arns = new Map(wiring.map(({ id, arn }) => [id, arn]));
  return {
    get: (id) => kept[idOf.get(id) ?? id],
    putAt: (id) => timeOf(kept[putKey(idOf.get(id) ?? id)]),
    put(id, value) {
      const known = idOf.get(id) ?? id;
      kept[known] = value;
      kept[putKey(known)] = String(Date.now() / 1000);
      write();
    },
    arnOf: (id) => arns.get(idOf.get(id) ?? id),
  };
}

/** The time of a value is kept beside it. */
const putKey = (id: string): string => `${id} put at`;
const timeOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

/**
 * Answers GetSecretValue and PutSecretValue.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
export function answerSecrets(
  secrets: LocalSecrets,
  request: Pick<IncomingMessage, 'headers'>,
  body: string,
): LocalAnswer {
  const answer = (status: number, value: object): LocalAnswer => ({ status, value });
  const operation = request.headers['x-amz-target'];
  if (operation !== 'secretsmanager.GetSecretValue' && operation !== 'secretsmanager.PutSecretValue')
    return answer(400, { __type: 'InvalidRequestException', message: 'only values of secrets are answered here' });
  const { SecretId: id, SecretString: put } = fieldsOf(JSON.parse(body));
  const SecretId = String(id ?? '');
  const SecretString = secrets.get(SecretId);
  if (SecretString === undefined)
    return answer(400, { __type: 'ResourceNotFoundException', message: 'there is no such secret on this machine' });
  if (operation === 'secretsmanager.PutSecretValue') {
    if (typeof put !== 'string') return answer(400, { __type: 'InvalidParameterException', message: 'wants a text' });
    secrets.put(SecretId, put);
    return answer(200, { ARN: SecretId, Name: SecretId, VersionStages: ['AWSCURRENT'] });
  }
  return answer(200, compact({ ARN: SecretId, Name: SecretId, SecretString, CreatedDate: secrets.putAt(SecretId) }));
}
