import type { createHeartbeat } from './heartbeat.ts';

/** The schedule's call; whatever it holds is not asked for. */
export const createHeartbeatHandler =
  ({ beat }: { readonly beat: ReturnType<typeof createHeartbeat> }) =>
  (): Promise<void> =>
    beat();
