// Reads the streams of the tables, and writes the audit trail.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createTrailContainer } from './container.ts';
import { createTrailHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createTrailHandler(createTrailContainer())).use(injectLambdaContext(logger));
