import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { schemaProblems } from './template-schema.ts';

const spec = loadAwsServiceSpecSync();
const problemsOf = (Type: string, Properties: object = {}): string[] =>
  schemaProblems([{ name: 'State', Resources: { Thing: { Type, Properties } } }], spec);

const rule = { Actions: [], TlsPolicy: 'Optional' };

describe('schemaProblems', () => {
  it.each<readonly [string, string, object]>([
    ['properties of the right types', 'AWS::SQS::Queue', { VisibilityTimeout: 30, FifoQueue: true }],
    [
      'numbers and booleans that are written as strings',
      'AWS::SQS::Queue',
      { VisibilityTimeout: '30', FifoQueue: 'true' },
    ],
    ['the value of an intrinsic function', 'AWS::SQS::Queue', { VisibilityTimeout: { Ref: 'Timeout' } }],
    ['a list of tags', 'AWS::SQS::Queue', { Tags: [{ Key: 'app', Value: 'postern' }] }],
    ['a JSON document', 'AWS::SQS::Queue', { RedrivePolicy: { maxReceiveCount: 3 } }],
    ['an object with the required fields', 'AWS::SES::ReceiptRule', { RuleSetName: 'set', Rule: rule }],
    ['a custom resource, which has no schema', 'Custom::Anything', { Whatever: [1] }],
  ])('accepts %s', (_, type, properties) => {
    expect(problemsOf(type, properties)).toEqual([]);
  });

  it.each<readonly [string, string, object, string]>([
    ['an unknown type', 'AWS::SQS::Quue', {}, 'State Thing: there is no type AWS::SQS::Quue'],
    ['an unknown property', 'AWS::SQS::Queue', { Timeout: 3 }, 'State Thing: has no property Timeout'],
    ['a read-only property', 'AWS::SQS::Queue', { Arn: 'arn:aws:sqs' }, 'State Thing.Arn: is read-only'],
    ['a required property that is missing', 'AWS::SES::ReceiptRule', { Rule: rule }, 'State Thing: lacks RuleSetName'],
    [
      'a string in place of a number',
      'AWS::SQS::Queue',
      { VisibilityTimeout: 'long' },
      'State Thing.VisibilityTimeout: wants a integer, has "long"',
    ],
    [
      'a fraction in place of an integer',
      'AWS::SQS::Queue',
      { VisibilityTimeout: 1.5 },
      'State Thing.VisibilityTimeout: wants a integer, has 1.5',
    ],
    [
      'a string in place of a boolean',
      'AWS::SQS::Queue',
      { FifoQueue: 'yes' },
      'State Thing.FifoQueue: wants true or false, has "yes"',
    ],
    [
      'an object in place of a string',
      'AWS::SQS::Queue',
      { QueueName: { a: 1 } },
      'State Thing.QueueName: wants a text, has {"a":1}',
    ],
    [
      'a single value in place of a list',
      'AWS::SQS::Queue',
      { Tags: 'app' },
      'State Thing.Tags: wants a list, has "app"',
    ],
    [
      'a tag without a value',
      'AWS::SQS::Queue',
      { Tags: [{ Key: 'app' }] },
      'State Thing.Tags.0: wants a Key and a Value, has {"Key":"app"}',
    ],
    [
      'a string in place of an object',
      'AWS::SES::ReceiptRule',
      { RuleSetName: 's', Rule: 'r' },
      'State Thing.Rule: wants an object, has "r"',
    ],
    [
      'an unknown field deep inside',
      'AWS::SES::ReceiptRule',
      { RuleSetName: 's', Rule: { ...rule, Actions: [{ S3Action: { BucketName: 'b', Prefix: 'p' } }] } },
      'State Thing.Rule.Actions.0.S3Action: has no property Prefix',
    ],
    [
      'a value that is not allowed',
      'AWS::S3::Bucket',
      { VersioningConfiguration: { Status: 'On' } },
      'State Thing.VersioningConfiguration.Status: wants one of Enabled, Suspended, has "On"',
    ],
  ])('reports %s', (_, type, properties, problem) => {
    expect(problemsOf(type, properties)).toEqual([problem]);
  });
});
