// Reads the feedback queue: events of SES about the mail that the account sends (bounces, complaints, deliveries).
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import { traceInSources } from '../aws/source-stacks.ts';
import { logger } from '../aws/telemetry.ts';
import { createFeedbackContainer } from './container.ts';
import { createFeedbackHandler } from './handler.ts';

traceInSources(import.meta.url);
export const handler = middy(createFeedbackHandler(createFeedbackContainer())).use(injectLambdaContext(logger));
