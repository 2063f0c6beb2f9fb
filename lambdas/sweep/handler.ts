import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { createSweep } from '../domain/sweep.ts';

/** S3's own notification; the key is URL-encoded, with `+` for a blank. */
const s3Event = z.object({
  Records: z
    .array(z.object({ eventTime: z.string(), s3: z.object({ object: z.object({ key: z.string() }) }) }))
    // The test event of a new notification has no records.
    .default([]),
});

/** A scheduled or manual call: how far back to look, and after which age a delivery counts as stuck. */
const reconcileRequest = z.object({
  sinceHours: z.number().positive().default(26),
  stuckForMs: z.number().nonnegative().default(900_000),
});

export interface SweepHandlerDependencies {
  readonly sweep: ReturnType<typeof createSweep>;
}

/** Repairs one announced object per record, or reconciles everything when called without records. */
export function createSweepHandler({ sweep }: SweepHandlerDependencies) {
  const handleRecord = async ({ body }: SQSRecord): Promise<void> => {
    for (const { eventTime, s3 } of s3Event.parse(JSON.parse(body)).Records) {
      const objectKey = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
      await sweep.repairMail({ objectKey, storedAt: new Date(eventTime).toISOString() });
    }
  };

  return async (
    payload: SQSEvent | object,
    context: Context,
  ): Promise<SQSBatchResponse | { mails: number; deliveries: number }> => {
    if ('Records' in payload) {
      return processPartialResponse(payload, handleRecord, new BatchProcessor(EventType.SQS), {
        context,
        throwOnFullBatchFailure: false,
      });
    }
    const { sinceHours, stuckForMs } = reconcileRequest.parse(payload);
    return sweep.reconcile(sinceHours, stuckForMs);
  };
}
