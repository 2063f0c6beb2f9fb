import type { Connection } from '../crm/connection.ts';
import type { Mappings } from '../mapping/mapping-schema.ts';
import type { IntakeSource, Integration } from './integration.ts';

/** Integrations and connections as `postern routes apply` wrote them. */
export interface Control {
  integrations(): Promise<readonly Integration[]>;
  connection(name: string): Promise<Connection | undefined>;
  intake(name: string): Promise<IntakeSource | undefined>;
  mappings(): Promise<Mappings>;
}
