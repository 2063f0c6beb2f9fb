import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { leaseMsFor } from '../aws/fifo-batch.ts';
import { compact } from '../compact.ts';
import { replayIdChoices } from '../domain/crm/replay-mark.ts';
import {
  maxReplays,
  type RedriveReport,
  type RedriveRequest,
  type ReplayReport,
  type ReplayRequest,
  reopenableFates,
  scheduleActor,
} from '../domain/delivery/redrive-report.ts';
import type { RedriveTime } from './replay-thread.ts';

/** The payload of a call; a scheduled event carries none of these fields and replays everything that waits. */
const redriveRequest = z.object({
  dryRun: z.optional(z.boolean()),
  thread: z.optional(z.string()),
  event: z.optional(z.string()),
  integration: z.optional(z.string()),
  skip: z.optional(z.string()),
  actor: z._default(z.string(), scheduleActor),
});

/** A call that names deliveries which were given up, or kept out. */
const replayRequest = z.object({
  replay: z.array(z.object({ eventId: z.string(), integration: z.string() })).check(z.maxLength(maxReplays)),
  reopen: z.optional(z.array(z.enum(reopenableFates))),
  marked: z.optional(z.object({ id: z.string(), messageId: z.enum(replayIdChoices), delivered: z.boolean() })),
  dryRun: z.optional(z.boolean()),
  actor: z.string(),
});

/** The least time to begin a delivery with, in ms. */
const enoughMs = 30_000;

export interface RedriveHandlerDependencies {
  readonly redrive: (request: RedriveRequest, time: RedriveTime) => Promise<RedriveReport>;
  readonly replay: (request: ReplayRequest, time: RedriveTime) => Promise<ReplayReport>;
  /** Goes on with replays that have not ended; returns how many have. */
  readonly runReplayJobs: (time: RedriveTime) => Promise<number>;
}

/**
 * Redrives parked conversations, or replays the deliveries that the payload names, and returns a report. A call of the
 * schedule goes on with replays that have not ended, too.
 */
export const createRedriveHandler =
  ({ redrive, replay, runReplayJobs }: RedriveHandlerDependencies) =>
  async (payload: object, context: Context): Promise<RedriveReport | ReplayReport> => {
    const time = {
      leaseMs: leaseMsFor(context),
      leftMs: () => context.getRemainingTimeInMillis() - enoughMs,
    };
    if ('replay' in payload) return replay(compact(replayRequest.parse(payload)), time);
    const request: RedriveRequest = compact(redriveRequest.parse(payload));
    if (request.actor !== scheduleActor) return redrive(request, time);
    // Neither waits for the other: mail that waits in its conversation goes before a replay of a hundred thousand.
    const [report, jobs] = await Promise.allSettled([redrive(request, time), runReplayJobs(time)]);
    if (report.status === 'rejected') throw report.reason;
    if (jobs.status === 'rejected') throw jobs.reason;
    return report.value;
  };
