import { Aws, type RemovalPolicy } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { timeouts } from '../timeouts.ts';
import { MessageQueue } from './message-queue.ts';

export interface FeedbackIntakeProps {
  readonly stage: string;
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
  readonly maxReceiveCount: number;
  /** Lets SES of this account publish to a topic. */
  readonly allowSes: (topicArn: string) => PolicyStatement;
}

/** The way in for what SES tells of the mail that the account sends: a topic of our own, and the default bus. */
export class FeedbackIntake extends Construct {
  readonly topic: Topic;
  readonly queue: MessageQueue;

  constructor(scope: Construct, id: string, props: FeedbackIntakeProps) {
    super(scope, id);
    const { stage, key, removalPolicy, maxReceiveCount, allowSes } = props;
    this.queue = new MessageQueue(this, 'Feedback', {
      consumerTimeout: timeouts.feedback,
      maxReceiveCount,
      removalPolicy,
    });
    const { queue, deadLetterQueue } = this.queue;
    this.topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    this.topic.addToResourcePolicy(allowSes(this.topic.topicArn));
    this.topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true, deadLetterQueue }));

    // Senders that name this configuration set are heard at once.
    const set = new ConfigurationSet(this, 'ConfigurationSet', { configurationSetName: `postern-${stage}` });
    set.addEventDestination('Events', {
      destination: EventDestination.snsTopic(this.topic),
      events: [
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.SEND,
        EmailSendingEvent.SUBSCRIPTION,
      ],
    });
    // Those with a set of their own that publishes to EventBridge are heard by way of the default bus.
    const rule = new Rule(this, 'SendingEvents', { eventPattern: { source: ['aws.ses'], account: [Aws.ACCOUNT_ID] } });
    rule.addTarget(new SqsQueue(queue, { deadLetterQueue }));
  }
}
