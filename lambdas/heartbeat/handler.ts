import type { createHeartbeat } from './heartbeat.ts';

/** Beats at each call of the schedule; the payload is ignored. */
export const createHeartbeatHandler =
  ({ beat }: { readonly beat: ReturnType<typeof createHeartbeat> }) =>
  (): Promise<void> =>
    beat();
