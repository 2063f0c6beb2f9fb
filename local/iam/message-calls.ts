import { account, arn } from '../resource-names.ts';
import { fieldsOf, type IamCall, type KeyUse, textOf } from './iam-call.ts';
import { queueArn } from './resource-policies.ts';

/** A batch needs the right of its single operation. */
const single = (operation: string): string => operation.replace(/Batch$/, '');

/** How operations use the key of a queue under SSE-KMS; ours are under SSE-SQS, which needs no right of the caller. */
const queueKeyUse: Readonly<Record<string, readonly KeyUse[]>> = {
  SendMessage: ['GenerateDataKey', 'Decrypt'],
  ReceiveMessage: ['Decrypt'],
};

const queueOperations = new Set([
  'SendMessage',
  'ReceiveMessage',
  'DeleteMessage',
  'ChangeMessageVisibility',
  'GetQueueAttributes',
  'SetQueueAttributes',
  'GetQueueUrl',
  'CreateQueue',
  'DeleteQueue',
  'PurgeQueue',
]);

/**
 * The calls of an SQS request.
 *
 * @param operation of the `X-Amz-Target` header, without `AmazonSQS`
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
export function sqsCalls(operation: string, body: unknown): readonly IamCall[] | undefined {
  if (operation === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: '*' }];
  const name = single(operation);
  if (!queueOperations.has(name)) return undefined;
  const { QueueUrl, QueueName, QueueOwnerAWSAccountId } = fieldsOf(body);
  const url = textOf(QueueUrl) ?? `${textOf(QueueOwnerAWSAccountId) ?? account}/${textOf(QueueName) ?? ''}`;
  const keyUse = queueKeyUse[name];
  const call = { action: `sqs:${name}`, resource: queueArn(url) };
  return [keyUse === undefined ? call : { ...call, keyUse }];
}

const topicOperations = new Set([
  'Publish',
  'Subscribe',
  'CreateTopic',
  'DeleteTopic',
  'GetTopicAttributes',
  'SetTopicAttributes',
  'ListSubscriptionsByTopic',
]);

/**
 * The calls of an SNS request in the query protocol. Who publishes to an encrypted topic makes its data key.
 *
 * @param form the fields of the body, `Action` among them
 * @returns undefined for an operation that is not known here
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function snsCalls(form: unknown): readonly IamCall[] | undefined {
  const { Action, TopicArn, TargetArn, Name } = fieldsOf(form);
  const operation = single(textOf(Action) ?? '');
  if (operation === 'ListTopics') return [{ action: 'sns:ListTopics', resource: '*' }];
  if (!topicOperations.has(operation)) return undefined;
  const resource = textOf(TopicArn) ?? textOf(TargetArn) ?? arn('sns', textOf(Name) ?? '');
  const call = { action: `sns:${operation}`, resource };
  return [operation === 'Publish' ? { ...call, keyUse: ['GenerateDataKey', 'Decrypt'] } : call];
}
