import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../domain/mail/log.ts';
import { sourceStacks } from './source-stacks.ts';

// The laptop and the tests run the sources themselves.
if (import.meta.url.endsWith('.mjs')) Error.prepareStackTrace = sourceStacks(import.meta.url);

/** JSON lines; the service's name comes from the environment that the CDK app sets. */
export const logger = new Logger();

/** The logger as the domain sees it. */
export const log: Log = {
  info: (key, fields = {}) => logger.info(key, fields),
  warn: (key, fields = {}) => logger.warn(key, fields),
  error: (key, fields = {}) => logger.error(key, fields),
};
