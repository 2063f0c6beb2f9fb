import { DatabaseSync } from 'node:sqlite';

/** A record of a stand-in, as its vendor shows it. */
export interface FakeRecord {
  readonly id: string;
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface FakeStoreOptions {
  readonly now?: () => number;
  /** How long a search does not show what was just written, in ms. */
  readonly searchLagMs?: number;
}

/**
 * What one stand-in keeps, by type and id: in memory to be looked at, and in SQLite, so that what it answered for is there
 * after a kill.
 */
export function createFakeStore(path: string, { now = Date.now, searchLagMs = 0 }: FakeStoreOptions = {}) {
  const db = new DatabaseSync(path);
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS fake (n INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, UNIQUE (type, id));
  `);
  const byType = new Map<string, Map<string, FakeRecord>>();
  const typeOf = (type: string): Map<string, FakeRecord> => {
    const known = byType.get(type) ?? new Map<string, FakeRecord>();
    byType.set(type, known);
    return known;
  };
  let count = 0;
  for (const row of db.prepare('SELECT n, record FROM fake ORDER BY n').all() as Array<{ n: number; record: string }>) {
    const record = JSON.parse(row.record) as FakeRecord;
    typeOf(record.type).set(record.id, record);
    count = row.n;
  }
  const insertRow = db.prepare('INSERT INTO fake (type, id, record) VALUES (?, ?, ?)');
  const updateRow = db.prepare('UPDATE fake SET record = ? WHERE type = ? AND id = ?');

  return {
    now,
    /** @param idOf the vendor's way of writing an id */
    insert(
      type: string,
      body: FakeRecord['body'],
      idOf: (nth: number) => string = (nth) => String(70_000 + nth),
    ): FakeRecord {
      count += 1;
      const record = { id: idOf(count), type, body, createdAt: now(), updatedAt: now() };
      insertRow.run(type, record.id, JSON.stringify(record));
      typeOf(type).set(record.id, record);
      return record;
    },
    update(record: FakeRecord, changes: FakeRecord['body']): FakeRecord {
      const changed = { ...record, body: { ...record.body, ...changes }, updatedAt: now() };
      updateRow.run(JSON.stringify(changed), record.type, record.id);
      typeOf(record.type).set(record.id, changed);
      return changed;
    },
    /** What was made and is taken back with the rest of its transaction. */
    remove(record: FakeRecord): void {
      db.prepare('DELETE FROM fake WHERE type = ? AND id = ?').run(record.type, record.id);
      typeOf(record.type).delete(record.id);
    },
    get: (type: string, id: unknown): FakeRecord | undefined => typeOf(type).get(String(id)),
    /** As a list by parent sees them: all. */
    list: (type: string): FakeRecord[] => [...typeOf(type).values()],
    /** As a search sees them: not what was just written. */
    searchable: (type: string): FakeRecord[] =>
      [...typeOf(type).values()].filter(({ createdAt }) => createdAt <= now() - searchLagMs),
    /** Everything, for the tests and the pages. */
    all: (): Record<string, FakeRecord[]> =>
      Object.fromEntries([...byType].map(([type, records]) => [type, [...records.values()]])),
    close: (): void => db.close(),
  };
}

export type FakeStore = ReturnType<typeof createFakeStore>;
