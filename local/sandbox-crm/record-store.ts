import { DatabaseSync } from 'node:sqlite';

/** A record of a sandbox. */
export interface VendorRecord {
  readonly id: string;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface RecordStoreOptions {
  readonly now?: () => number;
  /** How long a search does not show a new record, in ms. */
  readonly searchLagMs?: number;
}

/**
 * The records of one sandbox by type and id: in memory for reads, and in SQLite, so that an answered write survives a kill.
 */
export function createRecordStore(path: string, { now = Date.now, searchLagMs = 0 }: RecordStoreOptions = {}) {
  const db = new DatabaseSync(path);
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS fake (n INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, UNIQUE (type, id));
  `);
  const byType = new Map<string, Map<string, VendorRecord>>();
  const typeOf = (type: string): Map<string, VendorRecord> => {
    const known = byType.get(type) ?? new Map<string, VendorRecord>();
    byType.set(type, known);
    return known;
  };
  let count = 0;
  for (const { n, record: text } of db.prepare('SELECT n, record FROM fake ORDER BY n').all()) {
    const record: VendorRecord = JSON.parse(String(text));
    typeOf(record.type).set(record.id, record);
    count = Number(n);
  }
  const insertRow = db.prepare('INSERT INTO fake (type, id, record) VALUES (?, ?, ?)');
  const updateRow = db.prepare('UPDATE fake SET record = ? WHERE type = ? AND id = ?');

  return {
    now,
    /** @param idOf the id of a record by its serial number, as the vendor writes ids */
    insert(
      type: string,
      body: VendorRecord['body'],
      idOf: (serial: number) => string = (serial) => String(70_000 + serial),
    ): VendorRecord {
      count += 1;
      const record = { id: idOf(count), type, body, createdAt: now(), updatedAt: now() };
      insertRow.run(type, record.id, JSON.stringify(record));
      typeOf(type).set(record.id, record);
      return record;
    },
    update(record: VendorRecord, changes: VendorRecord['body']): VendorRecord {
      const changed = { ...record, body: { ...record.body, ...changes }, updatedAt: now() };
      updateRow.run(JSON.stringify(changed), record.type, record.id);
      typeOf(record.type).set(record.id, changed);
      return changed;
    },
    /** Removes a record, as the rollback of a transaction does. */
    remove(record: VendorRecord): void {
      db.prepare('DELETE FROM fake WHERE type = ? AND id = ?').run(record.type, record.id);
      typeOf(record.type).delete(record.id);
    },
    get: (type: string, id: unknown): VendorRecord | undefined => typeOf(type).get(String(id)),
    /** All records of a type, as a list by parent shows them. */
    list: (type: string): VendorRecord[] => [...typeOf(type).values()],
    /** The records that a search shows: without the newest. */
    searchable: (type: string): VendorRecord[] =>
      [...typeOf(type).values()].filter(({ createdAt }) => createdAt <= now() - searchLagMs),
    /** All records by type, for the tests and the pages. */
    all: (): Record<string, VendorRecord[]> =>
      Object.fromEntries([...byType].map(([type, records]) => [type, [...records.values()]])),
    close: (): void => db.close(),
  };
}

export type RecordStore = ReturnType<typeof createRecordStore>;
