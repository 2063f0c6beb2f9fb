import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Log } from '../domain/ports.ts';

export const logger = new Logger();

/** EMF metrics; namespace and service come from the environment that the CDK app sets. */
export const metrics = new Metrics();

/** The logger as the domain sees it. */
export const log: Log = {
  info: (key, fields = {}) => logger.info(key, fields),
  warn: (key, fields = {}) => logger.warn(key, fields),
  error: (key, fields = {}) => logger.error(key, fields),
};
