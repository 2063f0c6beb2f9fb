// Reads the delayed sweep queue, and runs on schedule: finds what the pipeline lost sight of.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { logger } from '../aws/telemetry.ts';
import { createSweepContainer } from './container.ts';
import { createSweepHandler } from './handler.ts';

export const handler = middy(createSweepHandler(createSweepContainer())).use(injectLambdaContext(logger));
