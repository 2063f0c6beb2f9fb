import * as z from 'zod';
import type { RuntimeFile } from '../../local/runtime-file.ts';
import { type CostReport, costReport } from './cost-report.ts';
import { sumOf, times, type Usage } from './usage.ts';

const count = z.number().nonnegative();

/** The answer of `/sandbox/usage`. */
const usageAnswer = z.object({
  startedAt: z.iso.datetime(),
  functions: z.record(
    z.string(),
    z.object({
      invocations: count,
      ms: count,
      memoryMb: count,
      counts: z.object({
        s3Puts: count,
        s3Gets: count,
        queueRequests: count,
        secretReads: count,
        readUnits: count,
        writeUnits: count,
      }),
    }),
  ),
});

type FunctionUse = z.infer<typeof usageAnswer>['functions'][string];

/** A message is sent, received and deleted; two announce each mail, one to parse and one to the sweep. */
const requestsOfMessage = 3;

/** The usage of an arriving mail before our functions see it. */
const arrival: Usage = { sesMail: 1, sesChunk: 1, s3Put: 1, snsPublish: 1, sqsStandard: 2 * requestsOfMessage };

/** Counts of the running local pipeline. */
interface LocalCostPorts {
  readonly runtime: Pick<RuntimeFile, 'http'>;
  /** The number of mails that were stored since then. */
  readonly countMails: (since: Date) => Promise<number>;
  readonly now: () => Date;
}

/** The price of the present run of the local pipeline, if its calls were made on AWS. */
export async function localCost({ runtime, countMails, now }: LocalCostPorts): Promise<CostReport> {
  const response = await fetch(`http://127.0.0.1:${runtime.http}/sandbox/usage`);
  const { startedAt, functions } = usageAnswer.parse(await response.json());
  const from = new Date(startedAt);
  const mails = await countMails(from);
  return costReport({
    from,
    to: now(),
    mails,
    used: sumOf(times(arrival, mails), ...Object.values(functions).map(usageOf)),
    standing: {},
    assumptions: [
      'counted: calls, time and memory of the functions since the start of the local pipeline, for its schedules and canary as well',
      'assumed: request units by the bytes of requests and answers; each message is sent, received and deleted by itself; a mail has one chunk of 256 KB',
      'left out: what a stage costs by being there, polling, storage, logs, keys, and what a CRM charges',
    ],
  });
}

function usageOf({ invocations, ms, memoryMb, counts }: FunctionUse): Usage {
  return {
    lambdaRequest: invocations,
    lambdaGbSecond: (ms / 1000) * (memoryMb / 1024),
    s3Put: counts.s3Puts,
    s3Get: counts.s3Gets,
    sqsFifo: counts.queueRequests * requestsOfMessage,
    secretRequest: counts.secretReads,
    dynamoRead: counts.readUnits,
    dynamoWrite: counts.writeUnits,
  };
}
