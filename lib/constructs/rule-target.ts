import type { Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { MessageQueue } from './message-queue.ts';

/**
 * Sends the events of a rule to a queue, and to its dead letters what it does not take. The CDK's target for queues would
 * grant more than EventBridge uses.
 */
export function sendToQueue(rule: Rule, { queue, deadLetterQueue }: MessageQueue): void {
  for (const target of [queue, deadLetterQueue])
    target.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [target.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
      }),
    );
  rule.addTarget({ bind: () => ({ arn: queue.queueArn, deadLetterConfig: { arn: deadLetterQueue.queueArn } }) });
}
