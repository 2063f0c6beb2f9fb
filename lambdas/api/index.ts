// Answers HTTP: one-click unsubscribe, eligibility, holds, events, signed webhooks.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createApiContainer } from './container.ts';
import { createApiHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createApiHandler(createApiContainer())).use(injectLambdaContext(logger));
