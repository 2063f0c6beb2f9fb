// Runs inside a worker thread: imports the very source that is bundled for Lambda and answers invocations.
import { subscribe } from 'node:diagnostics_channel';
import { parentPort, workerData } from 'node:worker_threads';

const { entry, functionName } = workerData as { entry: string; functionName: string };
const { handler } = (await import(entry)) as { handler: (event: unknown, context: unknown) => Promise<unknown> };

// The AWS SDK speaks through node:http, the CRM adapters through fetch, as do the few requests to AWS that we sign ourselves:
// what is counted here is AWS calls.
let awsCalls = 0;
subscribe('http.client.request.start', () => {
  awsCalls += 1;
});
subscribe('undici:request:create', (message) => {
  const { headers } = (message as { request: { headers: unknown } }).request;
  if (String(headers).includes('AWS4-HMAC-SHA256')) awsCalls += 1;
});

parentPort?.on(
  'message',
  async ({ event, deadline, requestId }: { event: unknown; deadline: number; requestId: string }) => {
    const context = {
      functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
      memoryLimitInMB: '512',
      awsRequestId: requestId,
      logGroupName: functionName,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
    const before = awsCalls;
    try {
      const result = await handler(event, context);
      parentPort?.postMessage({ requestId, result, awsCalls: awsCalls - before });
    } catch (error) {
      parentPort?.postMessage({ requestId, error: { name: (error as Error).name, message: (error as Error).message } });
    }
  },
);
parentPort?.postMessage({ ready: true });
