import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { MessageQueue } from '../../../lib/constructs/message-queue.ts';
import { sendToQueue } from '../../../lib/constructs/rule-target.ts';
import { aStack, propertiesOf } from '../flow-stack.ts';

describe('sendToQueue', () => {
  it('sends events to the queue, and lets the rule and no other send to it and to its dead letters', () => {
    const stack = aStack();
    const queue = new MessageQueue(stack, 'Queue', {
      consumerTimeout: Duration.seconds(30),
      maxReceiveCount: 5,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    sendToQueue(new Rule(stack, 'Rule', { eventPattern: { source: ['aws.x'] } }), queue);
    const [rule] = propertiesOf(stack, 'AWS::Events::Rule');
    const allowed = propertiesOf(stack, 'AWS::SQS::QueuePolicy').flatMap(({ PolicyDocument }) =>
      (PolicyDocument as { Statement: Array<Record<string, unknown>> }).Statement.filter(
        ({ Principal }) => JSON.stringify(Principal) === '{"Service":"events.amazonaws.com"}',
      ),
    );

    expect(rule!.Targets).toMatchObject([
      { Arn: expect.anything() as unknown, DeadLetterConfig: { Arn: expect.anything() as unknown } },
    ]);
    expect(allowed).toHaveLength(2);
    for (const statement of allowed)
      expect(statement).toMatchObject({
        Action: 'sqs:SendMessage',
        Effect: 'Allow',
        Condition: { ArnEquals: { 'aws:SourceArn': expect.anything() as unknown } },
      });
  });
});
