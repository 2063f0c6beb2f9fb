import { requestTimeoutMs } from '../domain/crm/retry-policy.ts';

/** A request that was given up may still take effect for so long, in ms; a list by parent shows it at once then. */
export const listLagMs = requestTimeoutMs;
/** A search index follows within so long, in ms: seen at HubSpot, and assumed where the vendor says nothing. */
export const searchLagMs = requestTimeoutMs + 15_000;
