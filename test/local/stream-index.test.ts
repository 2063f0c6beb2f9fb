import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startDynamo } from '../../local/dynoxide.ts';

/** The questions that dynoxide asks about its streams: the next number of a table, and the records behind a place. */
const questions = [
  "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = 'ledger'",
  "SELECT event_name FROM _stream_records WHERE table_name = 'ledger' AND shard_id = 'first' AND CAST(sequence_number AS INTEGER) > 7 ORDER BY CAST(sequence_number AS INTEGER) ASC LIMIT 100",
];

const plansOf = (database: string): string[] => {
  using connection = new DatabaseSync(database);
  return questions.map((question) =>
    connection
      .prepare(`EXPLAIN QUERY PLAN ${question}`)
      .all()
      .map(({ detail }) => String(detail))
      .join('; '),
  );
};

describe("the records of the emulator's streams", () => {
  it('are found by an index, after each start', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'postern-streams-'));
    for (const _start of [1, 2]) {
      const dynamo = await startDynamo(dataDir);
      const plans = plansOf(join(dataDir, 'dynamodb.sqlite'));
      await dynamo.stop();

      for (const plan of plans) {
        expect(plan).toContain('INDEX postern_stream_order');
        expect(plan).not.toContain('TEMP B-TREE');
      }
    }
    rmSync(dataDir, { recursive: true });
  });
});
