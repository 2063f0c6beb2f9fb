import { Aws, type RemovalPolicy } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import type { StageConfig } from '../stage-config.ts';
import { stageNames } from '../stage-names.ts';
import { timeouts } from '../timeouts.ts';
import { MessageQueue } from './message-queue.ts';
import { sendToQueue } from './rule-target.ts';

interface FeedbackIntakeProps {
  /** Its name, and the senders it listens to. */
  readonly config: Pick<StageConfig, 'stage' | 'namePrefix' | 'feedback'>;
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
  readonly maxReceiveCount: number;
}

/** The way in for events of SES about the mail that the account sends: a topic of our own, and the default bus. */
export class FeedbackIntake extends Construct {
  readonly topic: Topic;
  readonly queue: MessageQueue;

  constructor(scope: Construct, id: string, props: FeedbackIntakeProps) {
    super(scope, id);
    const { config, key, removalPolicy, maxReceiveCount } = props;
    this.queue = new MessageQueue(this, 'Feedback', {
      consumerTimeout: timeouts.feedback,
      maxReceiveCount,
      removalPolicy,
    });
    const { queue, deadLetterQueue } = this.queue;
    this.topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    this.topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true, deadLetterQueue }));

    // Senders that name this configuration set are heard at once; no other set of the account may publish here.
    const set = new ConfigurationSet(this, 'ConfigurationSet', { configurationSetName: stageNames(config).base });
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
    this.hearBus(config.feedback.eventBridge);
  }

  /** Those with a set of their own that publishes to EventBridge are heard by way of the default bus, where the stage says so. */
  private hearBus(senders: Senders): void {
    if (senders === undefined) return;
    const tags = tagsOf(senders);
    const rule = new Rule(this, 'SendingEvents', {
      eventPattern: {
        source: ['aws.ses'],
        account: [Aws.ACCOUNT_ID],
        detailType: sendingEvents,
        ...compact({ detail: tags && { mail: { tags } } }),
      },
    });
    sendToQueue(rule, this.queue);
  }
}

type Senders = StageConfig['feedback']['eventBridge'];

/**
 * The events of the bus that are about a mail and mean something to us.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ses.html
 */
const sendingEvents = [
  'Email Bounced',
  'Email Complaint Received',
  'Email Delivered',
  'Email Delivery Delayed',
  'Email Sent',
  'Email Subscribed',
];

/** The message tags that a mail must have; undefined: none. */
function tagsOf(senders: NonNullable<Senders>): Record<string, unknown[]> | undefined {
  if (senders === 'all') return undefined;
  if (senders === 'tagged') return { 'postern-tenant': Match.exists() };
  return { 'ses:configuration-set': senders.configurationSets };
}

/** The configuration sets that the function accepts from the bus, as its environment names them. */
export function believedConfigurationSets(senders: Senders): string {
  if (senders === undefined || senders === 'tagged') return '';
  return senders === 'all' ? '*' : senders.configurationSets.join(',');
}
