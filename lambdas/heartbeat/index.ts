// Every minute: what has waited for how long, what must be sent again, and whether the canary sings.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createHeartbeatContainer } from './container.ts';
import { createHeartbeatHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createHeartbeatHandler(createHeartbeatContainer())).use(injectLambdaContext(logger));
