import { DatabaseSync } from 'node:sqlite';
import { withStatements } from '../../../local/sandbox-crm/statements.ts';

describe('withStatements', () => {
  it('compiles a text once, and runs it with other values each time', () => {
    const db = new DatabaseSync(':memory:');
    const compiled: string[] = [];
    const prepare = db.prepare.bind(db);
    db.prepare = (sql) => {
      compiled.push(sql);
      return prepare(sql);
    };
    const statements = withStatements(db);
    statements.exec('CREATE TABLE t (a INTEGER)');

    for (const value of [1, 2, 3]) statements.prepare('INSERT INTO t VALUES (?)').run(value);

    expect(statements.prepare('SELECT sum(a) AS total FROM t').get()).toEqual({ total: 6 });
    expect(compiled).toEqual(['INSERT INTO t VALUES (?)', 'SELECT sum(a) AS total FROM t']);
    statements.close();
    expect(() => statements.exec('SELECT 1')).toThrow();
  });
});
