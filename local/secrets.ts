import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { fieldsOf } from './fields.ts';
import type { LocalAnswer } from './local-answer.ts';
import type { SecretWiring } from './wiring.ts';

/** Secrets Manager as far as the functions use it. */
export interface LocalSecrets {
  /** @param id the name of a secret, or its ARN with or without the suffix */
  get(id: string): string | undefined;
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
  writeFileSync(path, JSON.stringify(kept), { mode: 0o600 });
  // A write keeps the mode of an old file.
  chmodSync(path, 0o600);
  const idOf = new Map(wiring.flatMap(({ id, name, arn }) => [name, arn, arn.slice(0, -7)].map((each) => [each, id])));
  const arns = new Map(wiring.map(({ id, arn }) => [id, arn]));
  return { get: (id) => kept[idOf.get(id) ?? id], arnOf: (id) => arns.get(idOf.get(id) ?? id) };
}

/** Answers GetSecretValue. @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html */
export function answerSecrets(
  secrets: LocalSecrets,
  request: Pick<IncomingMessage, 'headers'>,
  body: string,
): LocalAnswer {
  const answer = (status: number, value: object): LocalAnswer => ({ status, value });
  if (request.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue')
    return answer(400, { __type: 'InvalidRequestException', message: 'only GetSecretValue is answered here' });
  const SecretId = String(fieldsOf(JSON.parse(body)).SecretId ?? '');
  const SecretString = secrets.get(SecretId);
  if (SecretString === undefined)
    return answer(400, { __type: 'ResourceNotFoundException', message: 'there is no such secret on this machine' });
  return answer(200, { ARN: SecretId, Name: SecretId, SecretString });
}
