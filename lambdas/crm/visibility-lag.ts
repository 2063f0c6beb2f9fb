import { requestTimeoutMs } from '../domain/crm/retry-policy.ts';

/** How long a request that timed out may still take effect, in ms; a list by parent shows its record at once then. */
export const listLagMs = requestTimeoutMs;
/** How long a search index may lag behind a write, in ms: seen at HubSpot, and assumed where the vendor says nothing. */
export const searchLagMs = requestTimeoutMs + 15_000;
