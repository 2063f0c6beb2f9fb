import { Duration } from 'aws-cdk-lib';

/** Timeouts of the functions, from which the visibility of the queues that they read follows. */
export const timeouts = {
  parse: Duration.minutes(2),
  sink: Duration.seconds(30),
  suppress: Duration.seconds(30),
  feedback: Duration.seconds(30),
  api: Duration.seconds(20),
  /** API Gateway waits for 30 seconds at most. */
  manage: Duration.seconds(29),
  heartbeat: Duration.seconds(50),
  /** It looks through millions of objects, a part in each run. */
  sweep: Duration.minutes(5),
  /** It is called each minute, so several may run: each conversation is leased, and one that is leased is passed by. */
  redrive: Duration.minutes(5),
  trail: Duration.minutes(1),
  feed: Duration.minutes(1),
  activate: Duration.minutes(1),
} as const;

/** AWS recommends six times the consumer's timeout, which leaves room for throttled retries. */
export const visibilityFor = (consumer: Duration): Duration => Duration.seconds(6 * consumer.toSeconds());
