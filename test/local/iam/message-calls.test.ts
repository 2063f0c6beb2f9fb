import { snsCalls, sqsCalls } from '../../../local/iam/message-calls.ts';

const queue = 'arn:aws:sqs:us-east-1:000000000000:Inbox.fifo';
const body = { QueueUrl: 'http://127.0.0.1:1/000000000000/Inbox.fifo' };
const keyUse = ['GenerateDataKey', 'Decrypt'];

describe('the calls of an SQS request', () => {
  it.each([
    ['SendMessage', { action: 'sqs:SendMessage', resource: queue, keyUse }],
    ['SendMessageBatch', { action: 'sqs:SendMessage', resource: queue, keyUse }],
    ['ReceiveMessage', { action: 'sqs:ReceiveMessage', resource: queue, keyUse: ['Decrypt'] }],
    ['DeleteMessageBatch', { action: 'sqs:DeleteMessage', resource: queue }],
    ['ChangeMessageVisibility', { action: 'sqs:ChangeMessageVisibility', resource: queue }],
    ['GetQueueAttributes', { action: 'sqs:GetQueueAttributes', resource: queue }],
    ['ListQueues', { action: 'sqs:ListQueues', resource: '*' }],
  ])('are known for %s', (operation, call) => {
    expect(sqsCalls(operation, body)).toEqual([call]);
  });

  it('name a queue that is asked for by its name', () => {
    expect(sqsCalls('GetQueueUrl', { QueueName: 'Inbox.fifo' })).toEqual([
      { action: 'sqs:GetQueueUrl', resource: queue },
    ]);
  });

  it.each([
    { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/Inbox.fifo' },
    { QueueName: 'Inbox.fifo', QueueOwnerAWSAccountId: '111122223333' },
  ])('name the account of the queue: %j', (asked) => {
    expect(sqsCalls('GetQueueUrl', asked)?.[0]?.resource).toBe('arn:aws:sqs:us-east-1:111122223333:Inbox.fifo');
  });

  it('are not known for StartMessageMoveTask', () => {
    expect(sqsCalls('StartMessageMoveTask', body)).toBeUndefined();
  });
});

describe('the calls of an SNS request', () => {
  const topic = 'arn:aws:sns:us-east-1:000000000000:Pages';

  it.each([
    [
      { Action: 'Publish', TopicArn: topic },
      { action: 'sns:Publish', resource: topic, keyUse },
    ],
    [
      { Action: 'Publish', TargetArn: topic },
      { action: 'sns:Publish', resource: topic, keyUse },
    ],
    [
      { Action: 'PublishBatch', TopicArn: topic },
      { action: 'sns:Publish', resource: topic, keyUse },
    ],
    [
      { Action: 'CreateTopic', Name: 'Pages' },
      { action: 'sns:CreateTopic', resource: topic },
    ],
    [
      { Action: 'Subscribe', TopicArn: topic },
      { action: 'sns:Subscribe', resource: topic },
    ],
    [{ Action: 'ListTopics' }, { action: 'sns:ListTopics', resource: '*' }],
  ])('are known for %j', (form, call) => {
    expect(snsCalls(form)).toEqual([call]);
  });

  it.each([{ Action: 'Confirm' }, {}, undefined])('are not known for %j', (form) => {
    expect(snsCalls(form)).toBeUndefined();
  });
});
