// Runs in a worker thread: imports the code of a function and answers invocations.
import { subscribe } from 'node:diagnostics_channel';
import { parentPort, workerData } from 'node:worker_threads';
import { watchCalls } from './call-counts.ts';
import { fieldsOf } from './fields.ts';

/** The thread's data about its function. */
export interface WorkerSettings {
  readonly moduleUrl: string;
  /** `handler`, or `a.b` for a field of an export. */
  readonly handlerName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
}

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const settings: WorkerSettings = workerData;
const { functionName, functionArn, memoryMb } = settings;
const handler = await loadHandler(settings);

async function loadHandler({ moduleUrl, handlerName }: WorkerSettings): Promise<Handler> {
  let found: unknown = await import(moduleUrl);
  for (const field of handlerName.split('.')) found = Reflect.get(Object(found), field);
  if (!isHandler(found)) throw new Error(`${moduleUrl} exports no handler ${handlerName}`);
  return found;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

const awsCalls = countAwsCalls();
const counts = watchCalls();

/**
 * Counts the AWS calls of this thread. The AWS SDK uses node:http; the CRM adapters use fetch, as do the few requests to
 * AWS that Postern signs itself.
 *
 * @returns reads the count
 */
function countAwsCalls(): () => number {
  let count = 0;
  subscribe('http.client.request.start', () => {
    count += 1;
  });
  subscribe('undici:request:create', (message) => {
    const { headers } = fieldsOf(fieldsOf(message).request);
    if (String(headers).includes('AWS4-HMAC-SHA256')) count += 1;
  });
  return () => count;
}

parentPort?.on(
  'message',
  async ({ event, deadline, requestId }: { event: unknown; deadline: number; requestId: string }) => {
    const context = {
      functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: functionArn,
      memoryLimitInMB: String(memoryMb),
      awsRequestId: requestId,
      logGroupName: functionName,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
    const before = awsCalls();
    try {
      const result = await handler(event, context);
      parentPort?.postMessage({ requestId, result, awsCalls: awsCalls() - before, counts: counts() });
    } catch (error) {
      const { name, message } = fieldsOf(error);
      parentPort?.postMessage({ requestId, error: { name, message } });
    }
  },
);
parentPort?.postMessage({ ready: true });
