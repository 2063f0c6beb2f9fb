import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import { visibilityFor } from '../timeouts.ts';

interface MessageQueueProps {
  /** Timeout of the function that reads the queue. */
  readonly consumerTimeout: Duration;
  /** Receives before a message moves to the dead letters. */
  readonly maxReceiveCount: number;
  readonly removalPolicy: RemovalPolicy;
  /**
   * Whether messages of one group keep their order.
   *
   * @default false
   */
  readonly fifo?: boolean;
  /**
   * How long a message waits before it is first seen.
   *
   * @default none
   */
  readonly deliveryDelay?: Duration;
}

/** The longest that SQS keeps a message. */
const longest = Duration.days(14);

/**
 * How long a message of a standard queue is kept. One that moves to the dead letters keeps the age that it has, and is
 * deleted there at 14 days: the difference is what is left for a person. It outlasts all receives by far, and what expires
 * is found again: the mail by the sweep, in S3. In a FIFO queue the clock starts anew in the dead letters.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
const standardRetention = Duration.days(4);

/** A queue of the flow, with its dead letters, which are kept for the 14 days that SQS allows. */
export class MessageQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly maxReceiveCount: number;

  constructor(scope: Construct, id: string, props: MessageQueueProps) {
    super(scope, id);
    const { removalPolicy, fifo = false, deliveryDelay, maxReceiveCount } = props;
    this.maxReceiveCount = maxReceiveCount;
    // SSE-SQS: a queue under the topic's own key would make a cycle of key, topic and queue policies.
    const ordered = fifo ? true : undefined;
    const common = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: longest,
      removalPolicy,
      ...compact({ fifo: ordered }),
    };
    this.deadLetterQueue = new Queue(this, 'DeadLetters', common);
    this.queue = new Queue(this, 'Queue', {
      ...common,
      retentionPeriod: fifo ? longest : standardRetention,
      visibilityTimeout: visibilityFor(props.consumerTimeout),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount },
      ...compact({ deliveryDelay }),
      // High throughput: quotas count per conversation, not per queue.
      ...compact({
        deduplicationScope: fifo ? DeduplicationScope.MESSAGE_GROUP : undefined,
        fifoThroughputLimit: fifo ? FifoThroughputLimit.PER_MESSAGE_GROUP_ID : undefined,
      }),
    });
  }
}
