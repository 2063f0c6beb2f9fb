import type { EmailReceived } from '../mail/event.ts';
import type { Integration } from './integration.ts';
import { createRouter } from './route.ts';

/** The tenants that have their events encrypted under keys of their own. */
export const encryptingTenants = (
  integrations: ReadonlyArray<Pick<Integration, 'tenant' | 'encryptEvents'>>,
): string[] => [...new Set(integrations.filter(({ encryptEvents }) => encryptEvents).map(({ tenant }) => tenant))];

/** Those among them that a mail is for. The event of a mail for several tenants opens with the key of each. */
export function sealingTenants(
  { envelope }: Pick<EmailReceived, 'envelope'>,
  integrations: readonly Integration[],
): string[] {
  const encrypting = new Set(encryptingTenants(integrations));
  if (encrypting.size === 0) return [];
  const route = createRouter(integrations);
  const tenants = envelope.rcptTo.flatMap((recipient) => {
    const routed = route(recipient)?.integration;
    return integrations.filter(({ key }) => key === routed).map(({ tenant }) => tenant);
  });
  return [...new Set(tenants)].filter((tenant) => encrypting.has(tenant));
}
