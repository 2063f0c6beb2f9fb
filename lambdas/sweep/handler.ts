import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { compact } from '../compact.ts';
import type { ReconcileReport } from '../domain/delivery/reconcile-report.ts';
import { maxRereads, type RereadReport, type RereadRequest } from '../domain/delivery/reread-report.ts';
import type { createSweep } from './sweep.ts';

/** S3's own notification; the key is URL-encoded, with `+` for a blank. */
const s3Event = z.object({
  Records: z
    .array(z.object({ eventTime: z.string(), s3: z.object({ object: z.object({ key: z.string() }) }) }))
    // Absent in the test event of a new notification.
    .default([]),
});

/**
 * A scheduled or manual call: how far back to look, and the age from which a delivery counts as stuck. The schedule calls
 * more often than a look at all mail is worth, so that a look that ran out of time soon goes on: it sends `routine`.
 */
const reconcileRequest = z.object({
  sinceHours: z.number().positive().default(26),
  stuckForMs: z.number().nonnegative().default(900_000),
  routine: z.boolean().default(false),
});

/** Time for a page that has begun, and for the mark, after the function stops looking, in ms. */
const marginMs = 20_000;

/** A call that names quarantined mails. */
const rereadRequest = z.object({
  reread: z.array(z.string()).max(maxRereads),
  dryRun: z.boolean().optional(),
  actor: z.string(),
});

export interface SweepHandlerDependencies {
  readonly sweep: ReturnType<typeof createSweep>;
  readonly reread: (request: RereadRequest) => Promise<RereadReport>;
}

/**
 * Repairs one announced object per record, rereads the quarantined mails that a call names, or reconciles everything
 * when called without either.
 */
export function createSweepHandler({ sweep, reread }: SweepHandlerDependencies) {
  const handleRecord = async ({ body }: SQSRecord): Promise<void> => {
    for (const { eventTime, s3 } of s3Event.parse(JSON.parse(body)).Records) {
      const objectKey = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
      await sweep.repairMail({ objectKey, storedAt: new Date(eventTime).toISOString() });
    }
  };

  return async (
    payload: SQSEvent | object,
    context: Context,
  ): Promise<SQSBatchResponse | RereadReport | ReconcileReport> => {
    if ('Records' in payload) {
      return processPartialResponse(payload, handleRecord, new BatchProcessor(EventType.SQS), {
        context,
        throwOnFullBatchFailure: false,
      });
    }
    if ('reread' in payload) return reread(compact(rereadRequest.parse(payload)));
    const { sinceHours, stuckForMs, routine: isRoutine } = reconcileRequest.parse(payload);
    const budgetMs = context.getRemainingTimeInMillis() - marginMs;
    return sweep.reconcile(sinceHours, stuckForMs, { budgetMs, isRoutine });
  };
}
