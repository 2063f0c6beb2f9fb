// Reads the changes of the ledger: announces new deliveries in the feed of their tenant.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createFeedContainer } from './container.ts';
import { createFeedHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createFeedHandler(createFeedContainer())).use(injectLambdaContext(logger));
