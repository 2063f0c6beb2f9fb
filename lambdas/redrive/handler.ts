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
}

/** Redrives parked conversations, or replays the deliveries that the payload names, and returns a report. */
export const createRedriveHandler =
  ({ redrive, replay }: RedriveHandlerDependencies) =>
  (payload: object, context: Context): Promise<RedriveReport | ReplayReport> => {
    const time = {
      leaseMs: leaseMsFor(context),
      leftMs: () => context.getRemainingTimeInMillis() - enoughMs,
    };
    return 'replay' in payload
      ? replay(compact(replayRequest.parse(payload)), time)
      : redrive(compact(redriveRequest.parse(payload)), time);
  };
