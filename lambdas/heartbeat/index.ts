// Runs every minute: measures waiting work, sends late news again, and flies the canary.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createHeartbeatContainer } from './container.ts';
import { createHeartbeatHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createHeartbeatHandler(createHeartbeatContainer())).use(injectLambdaContext(logger));
