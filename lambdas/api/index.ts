// Answers HTTP: one-click unsubscribe, eligibility, holds, signed webhooks.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { logger } from '../aws/telemetry.ts';
import { createApiContainer } from './container.ts';
import { createApiHandler } from './handler.ts';

export const handler = middy(createApiHandler(createApiContainer())).use(injectLambdaContext(logger));
