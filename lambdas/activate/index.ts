// Custom resource of the deployment: activates the receipt rule set, and looks before it leaps.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { logger } from '../aws/telemetry.ts';
import { createActivateContainer } from './container.ts';
import { createActivateHandler } from './handler.ts';

export const handler = middy(createActivateHandler(createActivateContainer())).use(injectLambdaContext(logger));
