import { type RetainedKind, type Retention, retainedKinds } from '../retention.ts';
import { updateIf } from './conditional-update.ts';
import { scanPages } from './dynamo-query.ts';
import type { DynamoTable, Row } from './dynamo-row.ts';
import { ttlAfter } from './ledger-rows.ts';
import { staysForNow, timeOfRow } from './row-facts.ts';
import { rowKindOf } from './row-kinds.ts';

/**
 * Gives rows that an earlier version wrote without an end the one of the table of retention. It counts from the time of the row,
 * or from now where the row has none. Rows that wait for something, and those under a legal hold, get none. Running it again
 * finds nothing.
 *
 * @param isDry only counts
 * @returns how many rows there were, by kind
 */
export async function ageRows(
  table: DynamoTable,
  store: 'ledger' | 'consent',
  retention: Retention,
  now: Date,
  isDry: boolean,
): Promise<ReadonlyMap<string, number>> {
  const days = new Map(
    retainedKinds(retention).flatMap(({ store: where, kind, days: kept }) =>
      where === store && typeof kept === 'number' ? [[kind, kept] as const] : [],
    ),
  );
  const withoutEnd = {
    TableName: table.table,
    FilterExpression: 'attribute_not_exists(#ttl)',
    ExpressionAttributeNames: { '#ttl': 'ttl' },
  };
  const counts = new Map<string, number>();
  for await (const page of scanPages(table.dynamo, withoutEnd, (row) => row))
    for (const row of page) {
      const kind = rowKindOf(store, row);
      const kept = days.get(kind);
      if (kept === undefined || staysForNow(row)) continue;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (!isDry) await giveEnd(table, row, kept, now);
    }
  return counts;
}

async function giveEnd(
  table: DynamoTable,
  row: Row,
  days: Exclude<RetainedKind['days'], string>,
  now: Date,
): Promise<void> {
  const ttl = ttlAfter(timeOfRow(row, days) ?? now, days * 86_400);
  // Somebody may have written the row, or put it under a hold, meanwhile.
  const condition = 'attribute_exists(#pk) AND attribute_not_exists(#ttl) AND attribute_not_exists(#pendingShard)';
  await updateIf(table, { pk: row.pk, sk: row.sk }, { ttl, condition });
}
