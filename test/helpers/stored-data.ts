import type { Row } from '../../lambdas/aws/dynamo-row.ts';
import { eventRowKey, mailKey, toEventRows, toMailRecord } from '../../lambdas/aws/ledger-rows.ts';
import type { ObjectVersion, ObjectVersions, RefusedDeletion } from '../../lambdas/aws/object-versions.ts';
import type { TableStore } from '../../lambdas/aws/row-kinds.ts';
import type { MailRecord } from '../../lambdas/domain/delivery/ledger.ts';

interface StoredVersion extends ObjectVersion {
  readonly bucket: string;
  readonly bytes: Uint8Array;
}

/** Buckets with versions and tables in memory, behind the ports of `postern data`. */
export function aStoreOfData() {
  const tables: Record<TableStore, Row[]> = { ledger: [], threads: [], consent: [], control: [] };
  let objects: StoredVersion[] = [];
  let nextVersion = 1;
  /** Keys of versions that S3 does not delete. */
  const locked = new Set<string>();

  const add = (bucket: string, key: string, bytes: Uint8Array, isMarker: boolean): void => {
    objects = objects.map((version) =>
      version.bucket === bucket && version.key === key ? { ...version, isLatest: false } : version,
    );
    const at = new Date('2026-11-20T10:00:00.000Z');
    const versionId = `v${nextVersion}`;
    nextVersion += 1;
    // S3 lists the newest version of a key first.
    objects.unshift({ bucket, key, versionId, isLatest: true, isMarker, size: bytes.length, storedAt: at, bytes });
  };
  const keys = new Map<string, Uint8Array>();
  const inOrder = (bucket: string): StoredVersion[] =>
    objects
      .filter((version) => version.bucket === bucket)
      .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));

  const versions: ObjectVersions = {
    async *under(bucket, prefix) {
      yield inOrder(bucket).filter(({ key }) => key.startsWith(prefix));
    },
    of: async (bucket, keys) => inOrder(bucket).filter(({ key }) => keys.includes(key)),
    read: async (bucket, { key, versionId }) =>
      objects.find((each) => each.bucket === bucket && each.key === key && each.versionId === versionId)?.bytes,
    async remove(bucket, removed) {
      const refused: RefusedDeletion[] = [];
      for (const { key, versionId } of removed) {
        if (locked.has(key)) refused.push({ key, versionId, code: 'AccessDenied' });
        else objects = objects.filter((each) => each.bucket !== bucket || each.versionId !== versionId);
      }
      return refused;
    },
  };
  const latest = (bucket: string, key: string): StoredVersion | undefined =>
    inOrder(bucket).find((version) => version.key === key && version.isLatest && !version.isMarker);

  return {
    tables,
    versions,
    locked,
    buckets: { mail: 'mail', attachments: 'attachments' },
    /** Keys of tenants; none at first. */
    keys,
    tenantKeys: { keyOf: async (tenant: string) => keys.get(tenant) },
    put: (bucket: string, key: string, content: string | Uint8Array): void =>
      add(bucket, key, typeof content === 'string' ? new TextEncoder().encode(content) : content, false),
    hide: (bucket: string, key: string): void => add(bucket, key, new Uint8Array(), true),
    /** Every version, as text by bucket, key and version. */
    contents: (): Record<string, string> =>
      Object.fromEntries(
        objects.map(({ bucket, key, versionId, bytes }) => [
          `${bucket}/${key}@${versionId}`,
          new TextDecoder().decode(bytes),
        ]),
      ),
    text: (bucket: string, key: string): string | undefined => {
      const version = latest(bucket, key);
      return version && new TextDecoder().decode(version.bytes);
    },
    rowsOf: async function* (store: TableStore): AsyncGenerator<Row[]> {
      yield tables[store];
    },
    reader: {
      async event(eventId: string) {
        const rows = toEventRows(tables.ledger.filter(({ pk }) => pk === eventRowKey(eventId).pk));
        return rows && { eventId, ...rows };
      },
      async mails(mailIds: readonly string[]): Promise<Map<string, MailRecord>> {
        const wanted = new Set(mailIds.map((mailId) => mailKey(mailId).pk));
        const records = tables.ledger.filter(({ pk, sk }) => wanted.has(pk) && sk === 'MAIL').map(toMailRecord);
        return new Map(records.map((record) => [record.mailId, record]));
      },
    },
    store: {
      async openRaw(objectKey: string): Promise<AsyncIterable<Uint8Array> | undefined> {
        const version = latest('mail', objectKey);
        return (
          version &&
          (async function* () {
            yield version.bytes;
          })()
        );
      },
      async getReceipt(mailId: string): Promise<string | undefined> {
        const version = latest('mail', `receipts/${mailId}.json`);
        return version && new TextDecoder().decode(version.bytes);
      },
    },
  };
}

export type StoredData = ReturnType<typeof aStoreOfData>;
