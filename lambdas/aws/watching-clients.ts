import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';

// Clients of the services that know how the others are. Only the routes behind the console call these.

/** The figures that AWS keeps. A page waits for them: more than one repetition would take longer than its reader does. */
export const createCloudWatch = (): CloudWatchClient => new CloudWatchClient({ maxAttempts: 2 });

/** The functions, and the event sources of their queues. */
export const createLambda = (): LambdaClient => new LambdaClient({});
