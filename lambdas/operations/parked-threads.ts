import { compact } from '../compact.ts';
import type { IntegrationsFile } from '../domain/configuration/integration.ts';
import { parseGroup } from '../domain/delivery/delivery.ts';
import type { ParkedThreads, ParkMarker, ParkReason } from '../domain/delivery/ledger.ts';
import { markersOf } from './tenant-view.ts';

/** A conversation that waits. */
interface ParkedThread extends Pick<ParkMarker, 'group' | 'head' | 'kind' | 'reason' | 'since' | 'waiting'> {
  readonly tenant: string;
  readonly integration: string;
  /** The connection that it waits for. */
  readonly connection?: string;
  /** When it was last tried, ISO 8601 UTC. */
  readonly triedAt?: string;
}

interface ParkedQuestion {
  /** Only conversations of integrations that write there. */
  readonly connection?: string | undefined;
  readonly limit: number;
}

/**
 * Conversations that wait behind a mail that fails, or for a connection.
 *
 * @param file the integrations that count
 */
export async function listParked(
  parked: Pick<ParkedThreads, 'markers'>,
  file: IntegrationsFile,
  { connection, limit }: ParkedQuestion,
): Promise<{ readonly threads: readonly ParkedThread[]; readonly hasMore: boolean }> {
  const integrations = file.integrations.filter((each) => connection === undefined || each.connection === connection);
  const byKey = new Map(integrations.map((integration) => [integration.key, integration]));
  const threads: ParkedThread[] = [];
  for (const which of reasonsOf(integrations.map((each) => each.connection))) {
    for await (const marker of markersOf(parked.markers(which), { integrations })) {
      // An attempt that is only guarded holds nothing up.
      if (marker.waiting <= 0) continue;
      if (threads.length === limit) return { threads, hasMore: true };
      const { integration } = parseGroup(marker.group);
      threads.push(threadOf(marker, integration, byKey.get(integration)!.tenant));
    }
  }
  return { threads, hasMore: false };
}

const reasonsOf = (connections: readonly string[]): Array<Pick<ParkReason, 'kind' | 'connection'>> => [
  { kind: 'poisoned' },
  ...[...new Set(connections)].map((connection) => ({ kind: 'buffered' as const, connection })),
];

const threadOf = (
  { group, head, kind, connection, reason, since, waiting, triedAt }: ParkMarker,
  integration: string,
  tenant: string,
): ParkedThread => compact({ group, tenant, integration, head, kind, connection, reason, since, waiting, triedAt });
