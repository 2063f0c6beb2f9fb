import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../domain/mail/log.ts';

/** JSON lines; the service's name comes from the environment that the CDK app sets. */
export const logger = new Logger();

/** The logger as a port of the domain. */
export const log: Log = {
  info: (key, fields = {}) => logger.info(key, fields),
  warn: (key, fields = {}) => logger.warn(key, fields),
  error: (key, fields = {}) => logger.error(key, fields),
};
