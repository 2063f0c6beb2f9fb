// Reads the suppressions queue: a bounce, complaint or unsubscribe takes effect.
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { logger } from '../aws/telemetry.ts';
import { createSuppressContainer } from './container.ts';
import { createSuppressHandler } from './handler.ts';

export const handler = middy(createSuppressHandler(createSuppressContainer())).use(injectLambdaContext(logger));
