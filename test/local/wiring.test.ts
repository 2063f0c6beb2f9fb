import type { Template } from '../../local/intrinsics.ts';
import { functionNameOf } from '../../local/resource-names.ts';
import { readWiring } from '../../local/wiring.ts';

/** References to a function in a template. */
const targets: Record<string, unknown> = {
  'the function': { 'Fn::GetAtt': ['Sink', 'Arn'] },
  'its name': { Ref: 'Sink' },
  'an alias': { Ref: 'Live' },
  'the ARN of an alias': { 'Fn::GetAtt': ['Live', 'AliasArn'] },
  'an alias that is named by the ARN of the function': { Ref: 'Pinned' },
  'a version': { Ref: 'Version' },
  'an alias, joined': {
    'Fn::Join': [
      '',
      ['arn:', { Ref: 'AWS::Partition' }, ':lambda:', { Ref: 'AWS::Region' }, ':1:function:', { Ref: 'Sink' }, ':live'],
    ],
  },
  'an invocation by API Gateway': {
    'Fn::Join': [
      '',
      ['arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/', { Ref: 'Live' }, '/invocations'],
    ],
  },
};

/** A stage whose event source, route and schedule all lead to one target. */
const templateOf = (target: unknown): Template => ({
  stack: { name: 'Postern-prod-App', account: '111122223333', region: 'eu-west-1' },
  Resources: {
    Sink: {
      Type: 'AWS::Lambda::Function',
      Metadata: { 'postern:function': 'sink', 'postern:entry': 'lambdas/sink/index.ts' },
      Properties: {
        Handler: 'index.handler',
        MemorySize: 1024,
        Timeout: 30,
        Role: 'arn:aws:iam::111122223333:role/SinkRole',
        Environment: { Variables: { QUEUE: { Ref: 'Queue' } } },
      },
    },
    Helper: { Type: 'AWS::Lambda::Function', Properties: { Handler: '__entrypoint__.handler' } },
    Live: {
      Type: 'AWS::Lambda::Alias',
      Properties: {
        FunctionName: { Ref: 'Sink' },
        FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
        Name: 'live',
      },
    },
    Pinned: {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionName: { 'Fn::GetAtt': ['Sink', 'Arn'] }, FunctionVersion: '1', Name: 'pinned' },
    },
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Sink' } } },
    Queue: { Type: 'AWS::SQS::Queue' },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: target, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
    },
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: { ScheduleExpression: 'rate(1 hour)', Target: { Arn: target } },
    },
    Integration: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { IntegrationUri: target } },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { RouteKey: 'GET /x', Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] } },
    },
    Rule: {
      Type: 'AWS::SES::ReceiptRule',
      Properties: { Rule: { Recipients: [], Actions: [{ S3Action: { BucketName: 'mail', TopicArn: 'topic' } }] } },
    },
  },
});

describe('readWiring', () => {
  it.each(Object.entries(targets))('follows %s to the function', (_, target) => {
    const { eventSources, schedules, routes } = readWiring('http://sqs.local', [templateOf(target)]);

    expect([...eventSources, ...schedules, ...routes].map(({ functionName }) => functionName)).toEqual([
      'Sink',
      'Sink',
      'Sink',
    ]);
  });

  it('reads the functions of ours, with account and region of their stage', () => {
    const { functions, eventSources } = readWiring('http://sqs.local', [templateOf({ Ref: 'Sink' })]);
    const queueUrl = 'http://sqs.local/111122223333/Queue';

    expect(functions).toEqual([
      {
        name: 'Sink',
        arn: 'arn:aws:lambda:eu-west-1:111122223333:function:Sink',
        stage: 'sink',
        entry: 'lambdas/sink/index.ts',
        handler: 'index.handler',
        memoryMb: 1024,
        timeoutMs: 30_000,
        roleArn: 'arn:aws:iam::111122223333:role/SinkRole',
        environment: { AWS_LAMBDA_FUNCTION_NAME: 'Sink', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024', QUEUE: queueUrl },
      },
    ]);
    expect(eventSources[0]?.queueUrl).toBe(queueUrl);
  });
});

describe('functionNameOf', () => {
  it.each([
    ['sink', 'sink'],
    ['sink:live', 'sink'],
    ['arn:aws:lambda:eu-west-1:111122223333:function:sink', 'sink'],
    ['arn:aws:lambda:eu-west-1:111122223333:function:sink:live', 'sink'],
    ['arn:aws:lambda:eu-west-1:111122223333:function:sink:12', 'sink'],
  ])('%s is of the function %s', (text, name) => {
    expect(functionNameOf(text)).toBe(name);
  });
});
