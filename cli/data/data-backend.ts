import { scanPages } from '../../lambdas/aws/dynamo-query.ts';
import type { Row } from '../../lambdas/aws/dynamo-row.ts';
import { createObjectVersions } from '../../lambdas/aws/object-versions.ts';
import type { TableStore } from '../../lambdas/aws/row-kinds.ts';
import { env } from '../../lambdas/env.ts';
import { connectConsent } from '../consent-backend.ts';

/** Everything that is stored, for the verbs of `postern data`. */
export function connectData() {
  const backend = connectConsent();
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
    /** All rows of a table, a page at a time. */
    rowsOf: (store: TableStore): AsyncGenerator<Row[]> =>
      scanPages(platform.dynamo, { TableName: tables[store], ConsistentRead: true }, (row) => row),
  };
}

export type DataBackend = ReturnType<typeof connectData>;
