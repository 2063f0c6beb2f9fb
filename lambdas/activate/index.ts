// Custom resource of the deployment: activates the receipt rule set, unless another one is active.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createActivateContainer } from './container.ts';
import { createActivateHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createActivateHandler(createActivateContainer())).use(injectLambdaContext(logger));
