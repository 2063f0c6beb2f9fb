// On schedule or on call: replays parked conversations and dead letters, in order.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createRedriveContainer } from './container.ts';
import { createRedriveHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createRedriveHandler(createRedriveContainer())).use(injectLambdaContext(logger));
