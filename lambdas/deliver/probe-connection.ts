import type { Control } from '../domain/configuration/control.ts';
import type { Connection } from '../domain/crm/connection.ts';
import type { CrmAdapter, CrmRegistry } from '../domain/crm/crm-adapter.ts';
import { isOfConnection } from '../domain/delivery/circuit.ts';
import type { ConnectionGate } from '../domain/delivery/connection-gate.ts';
import { limitsFor } from '../domain/planning/destination.ts';

interface ProbeDependencies {
  readonly control: Pick<Control, 'connection'>;
  readonly crm: CrmRegistry;
  readonly gate: Pick<ConnectionGate, 'claimProbe' | 'failed' | 'succeeded'>;
  /** The ledger's clock. */
  readonly now: () => Date;
}

/**
 * Probes a connection with an open circuit for which no delivery waits, by a call that changes nothing. Where the vendor
 * has no such call the circuit is closed: the next mail tries the connection, and a few failures open it again.
 */
export function createProbeConnection({ control, crm, gate, now }: ProbeDependencies) {
  return async function probeConnection(name: string): Promise<void> {
    const connection = await control.connection(name);
    if (connection === undefined) return;
    const adapter = await crm.adapterFor(connection);
    if (
      !(await gate.claimProbe(
        name,
        now(),
        adapter.kind === 'ok' ? checkCall(name, connection, adapter.value) : undefined,
      ))
    )
      return;
    const answer = adapter.kind === 'ok' ? await adapter.value.check?.() : adapter;
    if (answer !== undefined && answer.kind !== 'ok' && isOfConnection(answer))
      return void (await gate.failed(name, answer, now(), true));
    await gate.succeeded(name);
  };
}

/** The call of a check, which counts against the connection's rate. */
const checkCall = (name: string, connection: Connection, adapter: CrmAdapter) => ({
  connection: name,
  limits: limitsFor(connection, adapter),
  calls: adapter.check === undefined ? 0 : 1,
});
