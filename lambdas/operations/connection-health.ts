import { compact } from '../compact.ts';
import type { Connection } from '../domain/crm/connection.ts';
import type { CrmRegistry, SetUpItem } from '../domain/crm/crm-adapter.ts';
import { failureReason } from '../domain/crm/outcome.ts';
import type { ConnectionGate } from '../domain/delivery/connection-gate.ts';
import type { ParkedThreads, ParkMarker } from '../domain/delivery/ledger.ts';

/** One connection, as the ledger and, where it was asked, its CRM show it. */
export interface ConnectionHealth {
  readonly connection: string;
  readonly vendor: string;
  readonly circuit: 'closed' | 'open';
  readonly reason?: string;
  readonly openedAt?: string;
  readonly nextProbeAt?: string;
  /** Conversations that wait for it; counted up to a thousand. */
  readonly waiting: number;
  /** How long new work would wait for its turn, in seconds. */
  readonly queueSeconds: number;
  readonly callsPerSecond?: number;
  /** The answer to a probe: `ok`, or why not. */
  readonly answer?: string;
  /** Fields of ours that the CRM does not have, and those that were just made. */
  readonly fields?: readonly SetUpItem[];
}

/** `look`: reads the ledger alone. `probe`: also asks the connections. `fix`: also makes the fields that they should have. */
export type Depth = 'look' | 'probe' | 'fix';

export interface ConnectionPorts {
  readonly gate: Pick<ConnectionGate, 'state'>;
  readonly parked: Pick<ParkedThreads, 'markers'>;
  readonly adapterFor: CrmRegistry['adapterFor'];
}

/** Conversations that are counted at most. */
const mostMarkers = 1000;

/** The health of each connection, one after the other. */
export async function connectionsHealth(
  ports: ConnectionPorts,
  connections: Readonly<Record<string, Connection>>,
  now: Date,
  depth: Depth,
): Promise<ConnectionHealth[]> {
  const health: ConnectionHealth[] = [];
  for (const [name, connection] of Object.entries(connections))
    health.push(await connectionHealth(ports, name, connection, now, depth));
  return health;
}

async function connectionHealth(
  ports: ConnectionPorts,
  name: string,
  connection: Connection,
  now: Date,
  depth: Depth,
): Promise<ConnectionHealth> {
  const { answer, fields } = depth === 'look' ? {} : await probeConnection(ports, connection, depth === 'fix');
  const { circuit, reason, openedAt, probeAt, queuedUntil, learned } = await ports.gate.state(name);
  const waiting = await firstMarkers(ports.parked.markers({ kind: 'buffered', connection: name }));
  const isOpen = circuit === 'open';
  return compact({
    connection: name,
    vendor: connection.vendor,
    circuit,
    reason: isOpen ? reason : undefined,
    openedAt: isOpen ? openedAt : undefined,
    nextProbeAt: isOpen && probeAt !== undefined ? new Date(probeAt).toISOString() : undefined,
    answer,
    fields,
    waiting: waiting.length,
    queueSeconds: Math.max(0, Math.round((queuedUntil - now.getTime()) / 1000)),
    callsPerSecond: learned?.perSecond,
  });
}

/** Asks a connection how it is, and which fields of ours it lacks. The result is empty where the vendor cannot be asked. */
async function probeConnection(
  { adapterFor }: ConnectionPorts,
  connection: Connection,
  mayMake: boolean,
): Promise<Pick<ConnectionHealth, 'answer' | 'fields'>> {
  const adapter = await adapterFor(connection);
  if (adapter.kind !== 'ok') return { answer: failureReason(adapter) };
  // A missing field may be why the connection does not answer well: it is made before the connection is asked.
  const setUp = mayMake ? await adapter.value.setUp?.(true) : undefined;
  // A set-up that failed has said how the connection answers.
  const answer = setUp !== undefined && setUp.kind !== 'ok' ? setUp : await adapter.value.check?.();
  const items = setUp ?? (await adapter.value.setUp?.(false));
  const fields = items?.kind === 'ok' ? items.value.filter(({ state }) => state !== 'there') : [];
  return compact({
    answer: answer === undefined ? undefined : answer.kind === 'ok' ? 'ok' : failureReason(answer),
    fields: fields.length > 0 ? fields : undefined,
  });
}

/** The first thousand markers: a larger number tells a person nothing more. */
export async function firstMarkers(markers: AsyncGenerator<ParkMarker>): Promise<ParkMarker[]> {
  const first: ParkMarker[] = [];
  for await (const marker of markers) {
    first.push(marker);
    if (first.length === mostMarkers) break;
  }
  return first;
}
