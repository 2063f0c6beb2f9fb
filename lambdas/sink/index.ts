// Reads the deliveries queue: writes the CRM and the ledger.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createSinkContainer } from './container.ts';
import { createSinkHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createSinkHandler(createSinkContainer())).use(injectLambdaContext(logger));
