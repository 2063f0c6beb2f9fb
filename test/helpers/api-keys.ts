import type { ApiKey } from '../../lambdas/domain/configuration/api-key.ts';

/** A key of the API that reads events of all tenants. */
export const anApiKey = (changes: Partial<ApiKey> = {}): ApiKey => ({
  id: '0123456789ab',
  name: 'billing',
  scopes: ['events:read'],
  createdAt: '2026-11-01T00:00:00.000Z',
  ...changes,
});
