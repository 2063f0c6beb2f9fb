import { Duration } from 'aws-cdk-lib';
import type { StageFunction } from './stage-function.ts';
import type { Page, Watch } from './watch.ts';

export const fiveMinutes = Duration.minutes(5);
/** Errors in three of the last twelve five minutes: one call that fails is repeated, and pages nobody. */
export const again = { threshold: 1, periods: 12, bad: 3 } as const;

/** Functions with callers that do not try again: a request that is turned away may be a lost unsubscribe. */
const ofCallersThatLeave = new Set(['Api']);

/** The page for functions that fail, or that the account has no execution for. */
export const functionPage = (functions: readonly StageFunction[]): Page => ({
  id: 'Functions',
  impact: 'A function of the pipeline fails or is not run: what it does is late.',
  article: 'functions',
  watches: functions.flatMap((stage) => [errorsOf(stage), throttlesOf(stage)]),
});

const errorsOf = ({ node, fn }: StageFunction): Watch => ({
  id: `${node.id}FunctionErrors`,
  impact: `The function ${node.id} fails again and again: what it does is late or undone.`,
  article: 'function-errors',
  metric: fn.metricErrors({ period: fiveMinutes }),
  ...again,
});

const throttlesOf = ({ node, fn }: StageFunction): Watch => ({
  id: `${node.id}FunctionThrottles`,
  impact: `The function ${node.id} is not run as often as it is asked to: all executions that it may have are taken.`,
  article: 'function-throttles',
  metric: fn.metricThrottles({ period: fiveMinutes }),
  ...(ofCallersThatLeave.has(node.id) ? { threshold: 1 } : again),
});
