import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { type Statements, withStatements } from '../statements.ts';
import {
  builtIn,
  defaultPipelines,
  type ObjectType,
  objectTypes,
  type Pipeline,
  type PropertyDefinition,
} from './schema.ts';

/** A record of HubSpot. */
export interface CrmRecord {
  readonly id: string;
  readonly properties: Values;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

type Values = Readonly<Record<string, string>>;
type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * HubSpot's records in SQLite: an answered write is on the disk, also after a kill. Its searches use an index of values,
 * which the other sandboxes do not need, because HubSpot's records are many in a benchmark.
 */
export function createHubspotStore(path: string) {
  const db = openDatabase(path);
  return {
    ...propertyFunctions(db),
    ...recordFunctions(db),
    ...associationFunctions(db),
    ...accountFunctions(db),
    close: (): void => db.close(),
  };
}

export type HubspotStore = ReturnType<typeof createHubspotStore>;

function openDatabase(path: string): Statements {
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
    CREATE TABLE IF NOT EXISTS unsubscription (address TEXT NOT NULL, type TEXT NOT NULL, UNIQUE (address, type));
    CREATE TABLE IF NOT EXISTS pipeline (pipelines TEXT NOT NULL);
  `);
  // HubSpot's ids are long numbers; these start high, so that no test takes an id for a count.
  db.exec(
    `INSERT INTO sqlite_sequence (name, seq) SELECT 'record', 51000 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'record')`,
  );
  return withStatements(db);
}

/** Definitions of properties, HubSpot's own and the account's, and their groups. */
function propertyFunctions(db: Statements) {
  return {
    properties: (type: ObjectType): readonly PropertyDefinition[] => propertiesOf(db, type),
    property: (type: ObjectType, name: string): PropertyDefinition | undefined =>
      propertiesOf(db, type).find((definition) => definition.name === name),
    addProperty(type: ObjectType, definition: PropertyDefinition): void {
      db.prepare('INSERT INTO property VALUES (?, ?, ?)').run(type, definition.name, JSON.stringify(definition));
      definitions.get(db)?.delete(type);
    },
    hasGroup: (type: ObjectType, name: string): boolean =>
      db.prepare('SELECT 1 FROM property_group WHERE type = ? AND name = ?').get(type, name) !== undefined,
    addGroup(type: ObjectType, name: string): void {
      db.prepare('INSERT INTO property_group VALUES (?, ?)').run(type, name);
    },
  };
}

/** The definitions of each database, which every write of a record looks at. */
const definitions = new WeakMap<Statements, Map<ObjectType, readonly PropertyDefinition[]>>();

function propertiesOf(db: Statements, type: ObjectType): readonly PropertyDefinition[] {
  const known = definitions.get(db) ?? new Map<ObjectType, readonly PropertyDefinition[]>();
  definitions.set(db, known);
  const properties = known.get(type) ?? readProperties(db, type);
  known.set(type, properties);
  return properties;
}

function readProperties(db: Statements, type: ObjectType): PropertyDefinition[] {
  const rows = db.prepare('SELECT definition FROM property WHERE type = ?').all(type);
  const own = rows.map(({ definition }): PropertyDefinition => JSON.parse(String(definition)));
  return [...(type === 'deals' ? builtIn.deals.map((entry) => withPipelines(db, entry)) : builtIn[type]), ...own];
}

/** The property with the account's pipelines or stages as its options. */
function withPipelines(db: Statements, definition: PropertyDefinition): PropertyDefinition {
  const pipelines = pipelinesOf(db);
  if (definition.name === 'pipeline') return { ...definition, options: pipelines.map(({ id }) => id) };
  if (definition.name !== 'dealstage') return definition;
  return { ...definition, options: pipelines.flatMap(({ stages }) => stages.map(({ id }) => id)) };
}

function pipelinesOf(db: Statements): readonly Pipeline[] {
  const row = db.prepare('SELECT pipelines FROM pipeline').get();
  return row === undefined ? defaultPipelines : JSON.parse(String(row.pipelines));
}

/** The pipelines of the account, and who left which subscription. */
function accountFunctions(db: Statements) {
  return {
    pipelines: (): readonly Pipeline[] => pipelinesOf(db),
    setPipelines(pipelines: readonly Pipeline[]): void {
      db.prepare('DELETE FROM pipeline').run();
      db.prepare('INSERT INTO pipeline VALUES (?)').run(JSON.stringify(pipelines));
      definitions.get(db)?.delete('deals');
    },
    isUnsubscribed: (address: string, type: string): boolean =>
      db.prepare('SELECT 1 FROM unsubscription WHERE address = ? AND type = ?').get(address.toLowerCase(), type) !==
      undefined,
    unsubscribe(address: string, type: string): void {
      db.prepare('INSERT OR IGNORE INTO unsubscription VALUES (?, ?)').run(address.toLowerCase(), type);
    },
  };
}

/** Records by id and by the values of indexed properties. */
function recordFunctions(db: Statements) {
  return {
    get(type: ObjectType, id: string): CrmRecord | undefined {
      const row = /^\d{1,15}$/.test(id)
        ? db.prepare('SELECT * FROM record WHERE type = ? AND id = ?').get(type, Number(id))
        : undefined;
      return row && recordOf(row);
    },
    /** Records with a value in one of the indexed properties; values compare without case, as HubSpot's do. */
    find: (type: ObjectType, name: string, value: string): CrmRecord[] =>
      db
        .prepare(
          'SELECT record.* FROM value JOIN record USING (id) WHERE value.type = ? AND name = ? AND value = ? ORDER BY id',
        )
        .all(type, name, value.toLowerCase())
        .map(recordOf),
    all: (type: ObjectType): CrmRecord[] =>
      db.prepare('SELECT * FROM record WHERE type = ? ORDER BY id').all(type).map(recordOf),
    /** Count of the records by type. */
    counts: () => countsOf(db),
    create: (type: ObjectType, values: Values, associations: readonly AssociationTarget[]): CrmRecord =>
      createRecord(db, type, values, associations),
    update: (type: ObjectType, record: CrmRecord, values: Values): CrmRecord => updateRecord(db, type, record, values),
    /** Values that a property had, newest first. */
    history: (id: string, name: string): Array<{ value: string; timestamp: string }> =>
      db
        .prepare('SELECT value, at FROM history WHERE id = ? AND name = ? ORDER BY rowid DESC')
        .all(Number(id), name)
        .map(({ value, at }) => ({ value: String(value), timestamp: String(at) })),
  };
}

const recordOf = ({ id, properties, created_at: createdAt, updated_at: updatedAt }: Row): CrmRecord => ({
  id: String(id),
  properties: JSON.parse(String(properties)),
  createdAt: String(createdAt),
  updatedAt: String(updatedAt),
});

function countsOf(db: Statements) {
  const count = (type: ObjectType): number =>
    Number(db.prepare('SELECT count(*) AS n FROM record WHERE type = ?').get(type)?.n);
  const counts = objectTypes.map((type) => [type, count(type)] as const);
  // Few accounts have tickets.
  const shown = counts.filter(([type, records]) => type !== 'tickets' || records > 0);
  return Object.fromEntries(shown) as Record<Exclude<ObjectType, 'tickets'>, number> & { readonly tickets?: number };
}

/** A record with which another record is associated. */
interface AssociationTarget {
  readonly type: ObjectType;
  readonly id: string;
}

/** Creates a record with its associations, or neither. */
function createRecord(
  db: Statements,
  type: ObjectType,
  values: Values,
  associations: readonly AssociationTarget[],
): CrmRecord {
  const now = new Date().toISOString();
  db.exec('BEGIN');
  try {
    const { lastInsertRowid: id } = db
      .prepare('INSERT INTO record (type, properties, created_at, updated_at) VALUES (?, ?, ?, ?)')
      .run(type, JSON.stringify(values), now, now);
    indexValues(db, type, id, values);
    for (const target of associations) associate(db, id, target);
    db.exec('COMMIT');
    return { id: String(id), properties: values, createdAt: now, updatedAt: now };
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function updateRecord(db: Statements, type: ObjectType, record: CrmRecord, values: Values): CrmRecord {
  const properties = { ...record.properties, ...values };
  const now = new Date().toISOString();
  const id = Number(record.id);
  db.prepare('UPDATE record SET properties = ?, updated_at = ? WHERE id = ?').run(JSON.stringify(properties), now, id);
  indexValues(db, type, id, properties);
  for (const { name } of propertiesOf(db, type).filter(({ hasHistory }) => hasHistory)) {
    const value = values[name];
    if (value !== undefined && value !== record.properties[name])
      db.prepare('INSERT INTO history VALUES (?, ?, ?, ?)').run(id, name, value, now);
  }
  return { ...record, properties, updatedAt: now };
}

/** Properties by which a search finds records, beside the unique ones. */
const searchableProperties = ['domain', 'postern_ext_id', 'hs_email_optout'];

function indexValues(db: Statements, type: ObjectType, id: number | bigint, values: Values): void {
  db.prepare('DELETE FROM value WHERE id = ?').run(id);
  const insert = db.prepare('INSERT INTO value VALUES (?, ?, ?, ?)');
  const uniqueProperties = propertiesOf(db, type).filter(({ hasUniqueValue }) => hasUniqueValue);
  for (const name of new Set([...uniqueProperties.map((property) => property.name), ...searchableProperties])) {
    const value = values[name];
    if (value !== undefined) insert.run(type, name, value.toLowerCase(), id);
  }
  // A search finds each further address of a person.
  for (const address of values.hs_additional_emails?.split(';').filter(Boolean) ?? [])
    insert.run(type, 'hs_additional_emails', address.toLowerCase(), id);
}

/** Associations between records; they have no direction for a reader. */
function associationFunctions(db: Statements) {
  return {
    associate: (fromId: string, type: ObjectType, id: string): void => associate(db, Number(fromId), { type, id }),
    /** Records of a type that are associated with a record. */
    associated: (id: string, type: ObjectType): CrmRecord[] =>
      db
        .prepare(
          `SELECT * FROM record WHERE type = ? AND id IN
             (SELECT to_id FROM association WHERE from_id = ? UNION SELECT from_id FROM association WHERE to_id = ?) ORDER BY id`,
        )
        .all(type, Number(id), Number(id))
        .map(recordOf),
  };
}

function associate(db: Statements, fromId: number | bigint, { type, id }: AssociationTarget): void {
  db.prepare('INSERT OR IGNORE INTO association VALUES (?, ?, ?)').run(fromId, Number(id), type);
}
