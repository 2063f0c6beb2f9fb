import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { leaseMsFor } from '../aws/delivery-batch.ts';
import { type RedriveReport, type RedriveRequest, type RedriveTime, scheduleActor } from '../domain/redrive.ts';

/** The payload of a call; a scheduled event carries none of these and replays everything. */
const request = z.object({
  dryRun: z.boolean().optional(),
  thread: z.string().optional(),
  event: z.string().optional(),
  integration: z.string().optional(),
  skip: z.string().optional(),
  actor: z.string().default(scheduleActor),
});

/** No delivery is begun with less time than this, in ms. */
const enoughMs = 30_000;

export interface RedriveHandlerDependencies {
  readonly redrive: (request: RedriveRequest, time: RedriveTime) => Promise<RedriveReport>;
}

/** Replays what the payload names and answers with what was done. */
export const createRedriveHandler =
  ({ redrive }: RedriveHandlerDependencies) =>
  (payload: unknown, context: Context): Promise<RedriveReport> =>
    redrive(request.parse(payload) as RedriveRequest, {
      leaseMs: leaseMsFor(context),
      leftMs: () => context.getRemainingTimeInMillis() - enoughMs,
    });
