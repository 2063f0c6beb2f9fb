// Reads the inbox queue: raw mail in S3 becomes an event, its deliveries go to the queues.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createParseContainer } from './container.ts';
import { createParseHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createParseHandler(createParseContainer())).use(injectLambdaContext(logger));
