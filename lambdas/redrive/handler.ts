import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { leaseMsFor } from '../aws/fifo-batch.ts';
import { type RedriveReport, type RedriveRequest, type RedriveTime, scheduleActor } from '../domain/redrive.ts';
import { maxReplays, type ReplayReport, type ReplayRequest } from '../domain/replay.ts';

/** The payload of a call; a scheduled event carries none of these and replays everything that waits. */
const redriveRequest = z.object({
  dryRun: z.boolean().optional(),
  thread: z.string().optional(),
  event: z.string().optional(),
  integration: z.string().optional(),
  skip: z.string().optional(),
  actor: z.string().default(scheduleActor),
});

/** A call that names deliveries which were given up. */
const replayRequest = z.object({
  replay: z.array(z.object({ eventId: z.string(), integration: z.string() })).max(maxReplays),
  dryRun: z.boolean().optional(),
  actor: z.string(),
});

/** No delivery is begun with less time than this, in ms. */
const enoughMs = 30_000;

export interface RedriveHandlerDependencies {
  readonly redrive: (request: RedriveRequest, time: RedriveTime) => Promise<RedriveReport>;
  readonly replay: (request: ReplayRequest, time: RedriveTime) => Promise<ReplayReport>;
}

/** Delivers again what the payload names, and answers with what was done. */
export const createRedriveHandler =
  ({ redrive, replay }: RedriveHandlerDependencies) =>
  (payload: object, context: Context): Promise<RedriveReport | ReplayReport> => {
    const time = {
      leaseMs: leaseMsFor(context),
      leftMs: () => context.getRemainingTimeInMillis() - enoughMs,
    };
    return 'replay' in payload
      ? replay(replayRequest.parse(payload) as ReplayRequest, time)
      : redrive(redriveRequest.parse(payload) as RedriveRequest, time);
  };
