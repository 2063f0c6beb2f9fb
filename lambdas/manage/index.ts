// Answers the routes behind the console: how the pipeline is, and the actions of people.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createManageContainer } from './container.ts';
import { createManageHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createManageHandler(createManageContainer())).use(injectLambdaContext(logger));
