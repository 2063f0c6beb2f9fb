import { DatabaseSync } from 'node:sqlite';

/** In ms: dynoxide may be writing. */
const busyTimeoutMs = 5_000;

/**
 * Orders the records of the streams in dynoxide's database. It keeps every record, looks at each one of a table to number the
 * next, and at each one to find those behind a place: without an index a write takes the longer, the more were before it.
 */
export function indexStreamRecords(database: string): void {
  using connection = new DatabaseSync(database, { timeout: busyTimeoutMs });
  connection.exec(
    'CREATE INDEX IF NOT EXISTS postern_stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
  );
}
