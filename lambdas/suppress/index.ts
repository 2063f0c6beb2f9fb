// Reads the suppressions queue: a bounce, complaint or unsubscribe takes effect.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createSuppressContainer } from './container.ts';
import { createSuppressHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createSuppressHandler(createSuppressContainer())).use(injectLambdaContext(logger));
