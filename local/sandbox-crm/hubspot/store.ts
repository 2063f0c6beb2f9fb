import { DatabaseSync } from 'node:sqlite';
import { builtIn, type ObjectType, objectTypes, type PropertyDefinition } from './schema.ts';

export interface CrmRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface Row {
  id: number;
  properties: string;
  created_at: string;
  updated_at: string;
}

/** The sandbox CRM's records in SQLite: what it answered for is on the disk, also after a kill. */
export function createSandboxStore(path: string) {
  const db = new DatabaseSync(path);
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS record (id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, properties TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS record_type ON record (type);
    CREATE TABLE IF NOT EXISTS value (type TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS value_lookup ON value (type, name, value);
    CREATE INDEX IF NOT EXISTS value_record ON value (id);
    CREATE TABLE IF NOT EXISTS association (from_id INTEGER NOT NULL, to_id INTEGER NOT NULL, to_type TEXT NOT NULL, UNIQUE (from_id, to_id));
    CREATE INDEX IF NOT EXISTS association_to ON association (to_id);
    CREATE TABLE IF NOT EXISTS history (id INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, at TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS history_record ON history (id, name);
    CREATE TABLE IF NOT EXISTS property (type TEXT NOT NULL, name TEXT NOT NULL, definition TEXT NOT NULL, UNIQUE (type, name));
    CREATE TABLE IF NOT EXISTS property_group (type TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (type, name));
  `);
  // HubSpot's ids are long numbers; ours start high, so that no test mistakes one for a count.
  db.exec(
    `INSERT INTO sqlite_sequence (name, seq) SELECT 'record', 51000 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'record')`,
  );

  const indexed = (type: ObjectType): string[] => [
    ...properties(type)
      .filter(({ hasUniqueValue }) => hasUniqueValue)
      .map(({ name }) => name),
    'domain',
    'postern_ext_id',
    'hs_email_optout',
  ];
  const properties = (type: ObjectType): PropertyDefinition[] => [
    ...builtIn[type],
    ...(db.prepare('SELECT definition FROM property WHERE type = ?').all(type) as Array<{ definition: string }>).map(
      ({ definition }) => JSON.parse(definition) as PropertyDefinition,
    ),
  ];
  const toRecord = (row: Row): CrmRecord => ({
    id: String(row.id),
    properties: JSON.parse(row.properties) as Record<string, string>,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });
  const writeValues = (type: ObjectType, id: number | bigint, values: Readonly<Record<string, string>>): void => {
    db.prepare('DELETE FROM value WHERE id = ?').run(id);
    const insert = db.prepare('INSERT INTO value VALUES (?, ?, ?, ?)');
    for (const name of new Set(indexed(type))) {
      const value = values[name];
      if (value !== undefined) insert.run(type, name, value.toLowerCase(), id);
    }
    // Further addresses of a person are found, and are as unique, as the first.
    for (const address of values.hs_additional_emails?.split(';').filter(Boolean) ?? [])
      insert.run(type, 'email', address.toLowerCase(), id);
  };

  return {
    properties,
    property: (type: ObjectType, name: string) => properties(type).find((definition) => definition.name === name),
    addProperty(type: ObjectType, definition: PropertyDefinition): void {
      db.prepare('INSERT INTO property VALUES (?, ?, ?)').run(type, definition.name, JSON.stringify(definition));
    },
    hasGroup: (type: ObjectType, name: string): boolean =>
      db.prepare('SELECT 1 FROM property_group WHERE type = ? AND name = ?').get(type, name) !== undefined,
    addGroup(type: ObjectType, name: string): void {
      db.prepare('INSERT INTO property_group VALUES (?, ?)').run(type, name);
    },
    get(type: ObjectType, id: string): CrmRecord | undefined {
      const row = /^\d{1,15}$/.test(id)
        ? db.prepare('SELECT * FROM record WHERE type = ? AND id = ?').get(type, Number(id))
        : undefined;
      return row && toRecord(row as unknown as Row);
    },
    /** Records with a value in one of the indexed properties; values compare without case, as HubSpot's do. */
    find(type: ObjectType, name: string, value: string): CrmRecord[] {
      const rows = db
        .prepare(
          'SELECT record.* FROM value JOIN record USING (id) WHERE value.type = ? AND name = ? AND value = ? ORDER BY id',
        )
        .all(type, name, value.toLowerCase());
      return (rows as unknown as Row[]).map(toRecord);
    },
    create(
      type: ObjectType,
      values: Readonly<Record<string, string>>,
      associations: ReadonlyArray<{ type: ObjectType; id: string }>,
    ): CrmRecord {
      const now = new Date().toISOString();
      db.exec('BEGIN');
      try {
        const { lastInsertRowid } = db
          .prepare('INSERT INTO record (type, properties, created_at, updated_at) VALUES (?, ?, ?, ?)')
          .run(type, JSON.stringify(values), now, now);
        writeValues(type, lastInsertRowid, values);
        for (const { type: toType, id } of associations) {
          db.prepare('INSERT OR IGNORE INTO association VALUES (?, ?, ?)').run(lastInsertRowid, Number(id), toType);
        }
        db.exec('COMMIT');
        return { id: String(lastInsertRowid), properties: values, createdAt: now, updatedAt: now };
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    update(type: ObjectType, record: CrmRecord, values: Readonly<Record<string, string>>): CrmRecord {
      const merged = { ...record.properties, ...values };
      const now = new Date().toISOString();
      db.prepare('UPDATE record SET properties = ?, updated_at = ? WHERE id = ?').run(
        JSON.stringify(merged),
        now,
        Number(record.id),
      );
      writeValues(type, Number(record.id), merged);
      for (const { name } of properties(type).filter(({ hasHistory }) => hasHistory)) {
        const value = values[name];
        if (value !== undefined && value !== record.properties[name])
          db.prepare('INSERT INTO history VALUES (?, ?, ?, ?)').run(Number(record.id), name, value, now);
      }
      return { ...record, properties: merged, updatedAt: now };
    },
    /** Values that a property had, newest first. */
    history(id: string, name: string): Array<{ value: string; timestamp: string }> {
      return db
        .prepare('SELECT value, at AS timestamp FROM history WHERE id = ? AND name = ? ORDER BY rowid DESC')
        .all(Number(id), name) as Array<{ value: string; timestamp: string }>;
    },
    associate(fromId: string, toType: ObjectType, toId: string): void {
      db.prepare('INSERT OR IGNORE INTO association VALUES (?, ?, ?)').run(Number(fromId), Number(toId), toType);
    },
    all(type: ObjectType): CrmRecord[] {
      return (db.prepare('SELECT * FROM record WHERE type = ? ORDER BY id').all(type) as unknown as Row[]).map(
        toRecord,
      );
    },
    counts(): Record<ObjectType, number> {
      const count = (type: ObjectType): number =>
        Number((db.prepare('SELECT count(*) AS n FROM record WHERE type = ?').get(type) as { n: number }).n);
      return Object.fromEntries(objectTypes.map((type) => [type, count(type)])) as Record<ObjectType, number>;
    },
    /** Ids of the records of a type that are associated with one, either way round. */
    associated(id: string, type: ObjectType): CrmRecord[] {
      const rows = db
        .prepare(
          `SELECT * FROM record WHERE type = ? AND id IN
             (SELECT to_id FROM association WHERE from_id = ? UNION SELECT from_id FROM association WHERE to_id = ?) ORDER BY id`,
        )
        .all(type, Number(id), Number(id));
      return (rows as unknown as Row[]).map(toRecord);
    },
    close: (): void => db.close(),
  };
}

export type SandboxStore = ReturnType<typeof createSandboxStore>;
