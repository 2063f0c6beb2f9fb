import type { Control } from '../domain/configuration/control.ts';
import type { CrmRegistry } from '../domain/crm/crm-adapter.ts';
import { type ConnectionGate, isOfConnection } from '../domain/delivery/connection-gate.ts';
import { limitsFor } from '../domain/planning/destination.ts';

interface ProbeDependencies {
  readonly control: Pick<Control, 'connection'>;
  readonly crm: CrmRegistry;
  readonly gate: Pick<ConnectionGate, 'claimProbe' | 'failed' | 'succeeded' | 'admit'>;
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
    if (connection === undefined || !(await gate.claimProbe(name, now()))) return;
    const adapter = await crm.adapterFor(connection);
    const answer = adapter.kind === 'ok' ? await adapter.value.check?.() : adapter;
    if (answer !== undefined && answer.kind !== 'ok' && isOfConnection(answer))
      return void (await gate.failed(name, answer, now(), true));
    await gate.succeeded(name);
    // The call of the check counts, too.
    if (adapter.kind === 'ok') await gate.admit(name, limitsFor(connection, adapter.value), 1, now());
  };
}
