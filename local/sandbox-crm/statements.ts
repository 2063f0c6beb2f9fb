import type { DatabaseSync } from 'node:sqlite';

/** A database that compiles each text of SQL once. The texts are those of the code, so that they are few. */
export type Statements = Pick<DatabaseSync, 'prepare' | 'exec' | 'close'>;

/** Keeps the compiled statements of a database. */
export function withStatements(db: DatabaseSync): Statements {
  const compiled = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  return {
    prepare(sql) {
      const known = compiled.get(sql) ?? db.prepare(sql);
      compiled.set(sql, known);
      return known;
    },
    exec: (sql) => db.exec(sql),
    close: () => db.close(),
  };
}
