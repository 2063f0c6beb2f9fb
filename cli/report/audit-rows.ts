import { queryAll } from '../../lambdas/aws/dynamo-query.ts';
import type { DynamoTable, Row } from '../../lambdas/aws/dynamo-row.ts';
import { auditKey } from '../../lambdas/aws/ledger-rows.ts';
import { compact } from '../../lambdas/compact.ts';

/** An act of a person or of a schedule, as the ledger keeps it. */
export interface AuditRow {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly action: string;
  /** The verified identity of the caller; absent in rows of schedules and of earlier versions. */
  readonly actor?: string;
  readonly request: unknown;
  readonly result: unknown;
}

const dayMs = 86_400_000;

/** The acts from a time to another, oldest first. Each day is a partition of its own. */
export async function readAuditRows({ dynamo, table }: DynamoTable, from: Date, to: Date): Promise<AuditRow[]> {
  const found: AuditRow[] = [];
  for (let day = Date.parse(from.toISOString().slice(0, 10)); day <= to.getTime(); day += dayMs) {
    const { pk } = auditKey(new Date(day).toISOString(), '');
    const input = {
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    };
    found.push(...(await queryAll(dynamo, input, toAuditRow)));
  }
  const [first, last] = [from.toISOString(), to.toISOString()];
  return found.filter(({ at }) => at >= first && at <= last);
}

/** Reads a row of any version: what it lacks is left out, and the row is still counted. */
function toAuditRow({ sk, action, request, result }: Row): AuditRow {
  const [at = ''] = String(sk).split('#');
  const { actor } = (request ?? {}) as { readonly actor?: unknown };
  return {
    at,
    action: typeof action === 'string' ? action : 'unknown',
    ...compact({ actor: typeof actor === 'string' ? actor : undefined }),
    request,
    result,
  };
}
