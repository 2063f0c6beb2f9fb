import { type IsCrowded, isCrowdedAt } from '../domain/delivery/connection-gate.ts';
import { ConnectionMemory } from './connection-memory.ts';
import type { ReadRows } from './gathered-reads.ts';
import { connectionKey } from './ledger-rows.ts';

/**
 * Tells crowded connections by their rows at the gate.
 *
 * @param table the ledger table
 */
export function createIsCrowded(readRows: ReadRows, table: string): IsCrowded {
  const memories = new Map<string, ConnectionMemory>();
  return async function isCrowded(connection, tenant, now) {
    const memory = memories.get(connection) ?? new ConnectionMemory();
    memories.set(connection, memory);
    if (memory.isFresh(now)) return isCrowdedAt(memory.state, tenant, now);
    const [row] = await readRows(table, [connectionKey(connection)]);
    memory.readAt = now;
    return isCrowdedAt(memory.keep(row), tenant, now);
  };
}
