import { RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { believedConfigurationSets, FeedbackIntake } from '../../../lib/constructs/feedback-intake.ts';
import type { StageConfig } from '../../../lib/stage-config.ts';
import { aStack, propertiesOf } from '../flow-stack.ts';

type EventBridge = StageConfig['feedback']['eventBridge'];

function build(eventBridge: EventBridge) {
  const stack = aStack();
  new FeedbackIntake(stack, 'Intake', {
    config: { stage: 'prod', namePrefix: 'acme', feedback: eventBridge === undefined ? {} : { eventBridge } },
    key: new Key(stack, 'Key'),
    removalPolicy: RemovalPolicy.DESTROY,
    maxReceiveCount: 20,
  });
  return stack;
}

describe('FeedbackIntake', () => {
  it('hears what its own configuration set publishes', () => {
    const stack = build(undefined);
    const [destination] = propertiesOf(stack, 'AWS::SES::ConfigurationSetEventDestination');

    expect(propertiesOf(stack, 'AWS::SES::ConfigurationSet')).toEqual([{ Name: 'acme-prod' }]);
    expect((destination!.EventDestination as { MatchingEventTypes: string[] }).MatchingEventTypes.toSorted()).toEqual(
      ['bounce', 'complaint', 'delivery', 'deliveryDelay', 'reject', 'send', 'subscription'].toSorted(),
    );
    expect(propertiesOf(stack, 'AWS::SNS::Subscription')).toMatchObject([
      { Protocol: 'sqs', RawMessageDelivery: true },
    ]);
  });

  it.each<{ eventBridge: EventBridge; detail: unknown }>([
    { eventBridge: 'all', detail: undefined },
    { eventBridge: 'tagged', detail: { mail: { tags: { 'postern-tenant': [{ exists: true }] } } } },
    {
      eventBridge: { configurationSets: ['news', 'shop'] },
      detail: { mail: { tags: { 'ses:configuration-set': ['news', 'shop'] } } },
    },
  ])('hears the event bus for $eventBridge', ({ eventBridge, detail }) => {
    const stack = build(eventBridge);
    const [rule] = propertiesOf(stack, 'AWS::Events::Rule');

    expect(rule!.EventPattern).toMatchObject({ source: ['aws.ses'], account: [{ Ref: 'AWS::AccountId' }] });
    expect((rule!.EventPattern as { detail?: unknown }).detail).toEqual(detail);
    expect(rule!.Targets).toMatchObject([{ DeadLetterConfig: expect.anything() as unknown }]);
  });

  it('makes no rule where the stage hears nothing from the bus', () => {
    expect(propertiesOf(build(undefined), 'AWS::Events::Rule')).toEqual([]);
  });
});

describe('believedConfigurationSets', () => {
  it.each<[EventBridge, string]>([
    [undefined, ''],
    ['tagged', ''],
    ['all', '*'],
    [{ configurationSets: ['news', 'shop'] }, 'news,shop'],
  ])('reads %j as %j', (senders, sets) => {
    expect(believedConfigurationSets(senders)).toBe(sets);
  });
});
