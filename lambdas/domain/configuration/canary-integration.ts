import type { Integration } from './integration.ts';

/** The tenant of the canary; nobody else may have it. */
export const canaryTenant = 'postern-canary';

/** The integration of the canary's mail, which passes every stage and reaches no CRM. */
export const canaryIntegration: Integration = {
  key: 'postern-canary',
  tenant: canaryTenant,
  addresses: ['canary@postern-canary.invalid'],
  connection: 'postern-canary',
  mode: 'shadow',
  mapping: 'default@1',
  deals: 'token',
};
