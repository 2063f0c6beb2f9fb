import type { IntegrationsFile } from '../domain/configuration/integration.ts';
import { parseGroup } from '../domain/delivery/delivery.ts';
import type { ParkMarker } from '../domain/delivery/ledger.ts';

/** The part of the configuration that a tenant has: its integrations, and the connections that these use. */
export function fileOfTenant(file: IntegrationsFile, tenant: string | undefined): IntegrationsFile {
  if (tenant === undefined) return file;
  const integrations = file.integrations.filter((integration) => integration.tenant === tenant);
  const used = new Set(integrations.flatMap(({ connection, shadow }) => [connection, shadow?.to]));
  return {
    integrations,
    connections: Object.fromEntries(Object.entries(file.connections).filter(([name]) => used.has(name))),
    ...(file.intake && {
      intake: Object.fromEntries(Object.entries(file.intake).filter(([, source]) => source.tenant === tenant)),
    }),
    ...(file.mappings && { mappings: file.mappings }),
  };
}

/** The conversations of the integrations of a file. */
export async function* markersOf(
  markers: AsyncGenerator<ParkMarker>,
  { integrations }: Pick<IntegrationsFile, 'integrations'>,
): AsyncGenerator<ParkMarker> {
  const own = new Set(integrations.map(({ key }) => key));
  for await (const marker of markers) if (own.has(parseGroup(marker.group).integration)) yield marker;
}
