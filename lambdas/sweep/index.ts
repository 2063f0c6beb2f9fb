// Reads the delayed sweep queue, and runs on schedule: finds lost mail and stuck deliveries.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createSweepContainer } from './container.ts';
import { createSweepHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createSweepHandler(createSweepContainer())).use(injectLambdaContext(logger));
