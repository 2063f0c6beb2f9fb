import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createKeyWrap, type KeyWrap } from '../lambdas/aws/key-wrap.ts';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { env } from '../lambdas/env.ts';
import { environmentOf } from './environment.ts';
import { openSecrets } from './secrets.ts';
import type { Wiring } from './wiring.ts';

/** The keys of tenants on this machine, under a key that is derived from its secret of addresses. */
export function localKeyWrap(dataDir: string, wiring: Wiring, dynamo: Pick<DynamoDBDocumentClient, 'config'>): KeyWrap {
  return createKeyWrap({
    dynamo,
    environment: {},
    async readAddressKey() {
      const name = environmentOf(wiring)[env.addressKey]?.replace(/^secret:/, '') ?? '';
      const key = openSecrets(dataDir, wiring.secrets).get(name);
      if (key === undefined) throw new ConfigError(`${dataDir} has no secret ${name}`);
      return key;
    },
  });
}
