import type { Integration } from './integration.ts';

/** The tenant of the canary; nobody else may have it. */
export const canaryTenant = 'postern-canary';

/** Where the canary's mail goes: through every stage, and to no CRM. */
export const canaryIntegration: Integration = {
  key: 'postern-canary',
  tenant: canaryTenant,
  addresses: ['canary@postern-canary.invalid'],
  connection: 'postern-canary',
  mode: 'shadow',
  mapping: 'default@1',
  deals: 'token',
};
