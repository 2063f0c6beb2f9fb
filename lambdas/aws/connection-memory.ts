import { closedCircuit } from '../domain/delivery/circuit.ts';
import { type ConnectionState, freshForMs, type TenantTurns } from '../domain/delivery/connection-gate.ts';
import type { Row } from './dynamo-row.ts';

const idle: ConnectionState = {
  ...closedCircuit,
  busyUntil: 0,
  queuedUntil: 0,
  blockedUntil: 0,
  tenants: new Map(),
};

/** The attribute of the row with a time of one tenant. */
export const tenantAttribute = (field: keyof TenantTurns, tenant: string): string => `${field}#${tenant}`;

/** The turns of tenants, each in attributes of its own: an update need not know whether the tenant was there before. */
function tenantsOf(row: Row): ReadonlyMap<string, TenantTurns> {
  const tenants = new Map<string, TenantTurns>();
  for (const [name, value] of Object.entries(row)) {
    const mark = name.indexOf('#');
    if (mark === -1) continue;
    const tenant = name.slice(mark + 1);
    const turns = tenants.get(tenant) ?? { busyUntil: 0, queuedUntil: 0 };
    tenants.set(tenant, { ...turns, [name.slice(0, mark)]: value });
  }
  return tenants;
}

/**
 * One worker's memory of a connection, so that it can write its row without reading it first. The memory may be
 * wrong: the condition of the write says so, and the refusal brings the row as it stands.
 */
export class ConnectionMemory {
  /** The row as the worker last saw it; idle before that. */
  state: ConnectionState = idle;
  /** When the state was last read for its own sake. */
  readAt: Date | undefined;
  /** When the connection last answered this worker. */
  answeredAt: Date | undefined;

  /** Remembers the row, which is absent before the first write. */
  keep(row: Row | undefined): ConnectionState {
    const tenants = row === undefined ? idle.tenants : tenantsOf(row);
    const queued = [...tenants.values()].map(({ queuedUntil }) => queuedUntil);
    const state = { ...idle, ...row, tenants };
    this.state = { ...state, queuedUntil: Math.max(state.queuedUntil, ...queued) };
    return this.state;
  }

  /** Whether the state was read so recently that it need not be read again. */
  isFresh(now: Date): boolean {
    return this.readAt !== undefined && this.readAt.getTime() > now.getTime() - freshForMs;
  }

  /** Remembers an answer of the connection; an older one is no news. */
  noteAnswer(at: Date): void {
    if (this.answeredAt === undefined || at > this.answeredAt) this.answeredAt = at;
  }
}
