import { scanPages } from '../../lambdas/aws/dynamo-query.ts';
import type { Row } from '../../lambdas/aws/dynamo-row.ts';
import { createObjectVersions } from '../../lambdas/aws/object-versions.ts';
import type { TableStore } from '../../lambdas/aws/row-kinds.ts';
import { tenantKeysOf } from '../../lambdas/aws/tenant-keys.ts';
import { env } from '../../lambdas/env.ts';
import { type Backend, connectBackend } from '../backend.ts';
import { connectConsent } from '../consent-backend.ts';

/** All objects and rows, for verbs that read no secret. */
export function connectStored(backend: Backend = connectBackend()) {
  const { read, platform, ledgerTable, controlTable } = backend;
  const tables = {
    ledger: ledgerTable,
    threads: read(env.threadsTable),
    consent: read(env.consentTable),
    control: controlTable,
  };
  return {
    ...backend,
    buckets: { mail: read(env.mailBucket), attachments: read(env.attachmentsBucket) },
    tables,
    versions: createObjectVersions(platform.s3),
    tenantKeys: tenantKeysOf(platform, controlTable),
    /** All rows of a table, a page at a time. */
    rowsOf: (store: TableStore): AsyncGenerator<Row[]> =>
      scanPages(platform.dynamo, { TableName: tables[store], ConsistentRead: true }, (row) => row),
  };
}

export type StoredBackend = ReturnType<typeof connectStored>;

/** Everything that is stored, and the consent ledger, for requests of people. */
export function connectData() {
  const consent = connectConsent();
  return { ...consent, ...connectStored(consent) };
}

export type DataBackend = ReturnType<typeof connectData>;
