import { entryMetadata } from '../../lib/function-metadata.ts';
import { loadSimulator, type Simulate } from '../../local/iam/simulator.ts';
import type { Resource } from '../../local/intrinsics.ts';
import { resourcesOf } from './iam.ts';
import { sharedExports, silentAlarms, unwatchedFunctions, unwatchedMetrics } from './template-checks.ts';

const account = '000000000000';
const topicArn = `arn:aws:sns:us-east-1:${account}:Pages`;
const keyArn = `arn:aws:kms:us-east-1:${account}:key/Key`;

const publishing = {
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: topicArn,
  Condition: { StringEquals: { 'aws:SourceAccount': account } },
};
const using = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'kms:*', Resource: '*' };

/** A topic encrypted with a key, and an alarm that publishes to it. */
const anAudibleAlarm = (change: Readonly<Record<string, readonly [type: string, properties: object]>> = {}) =>
  resourcesOf({
    Late: ['AWS::CloudWatch::Alarm', { AlarmActions: [topicArn] }],
    Pages: ['AWS::SNS::Topic', { KmsMasterKeyId: keyArn }],
    Policy: ['AWS::SNS::TopicPolicy', { Topics: [topicArn], PolicyDocument: { Statement: [publishing] } }],
    Key: ['AWS::KMS::Key', { KeyPolicy: { Statement: [using] } }],
    ...change,
  });

const page = [
  'AWS::CloudWatch::CompositeAlarm',
  { AlarmRule: 'ALARM("arn:aws:local:::Late")', AlarmActions: [topicArn] },
] as const;
const late = (properties: object = {}) => ['AWS::CloudWatch::Alarm', properties] as const;

describe('silentAlarms', () => {
  let simulate: Simulate;
  beforeAll(async () => {
    simulate = (await loadSimulator())!;
  });

  it.each<readonly [string, Parameters<typeof anAudibleAlarm>[0]]>([
    ['publishes by itself', {}],
    ['publishes by its page', { Late: late(), Page: page }],
    ['publishes to a topic of another stack', { Late: late({ AlarmActions: ['arn:aws:sns:us-east-1:1:Theirs'] }) }],
  ])('accepts an alarm that %s', async (_, change) => {
    expect(await silentAlarms(anAudibleAlarm(change), simulate)).toEqual([]);
  });

  const denied = (name: string) => [`Late: cloudwatch.amazonaws.com ${name} is denied`];
  const withoutAction = ['Late: has no action, and is part of no page that has one'];
  const policy = (...Statement: object[]) =>
    ['AWS::SNS::TopicPolicy', { Topics: [topicArn], PolicyDocument: { Statement } }] as const;

  it.each<readonly [string, Parameters<typeof anAudibleAlarm>[0], readonly string[]]>([
    ['has no action', { Late: late() }, withoutAction],
    ['has its actions disabled', { Late: late({ AlarmActions: [topicArn], ActionsEnabled: false }) }, withoutAction],
    [
      'is part of a page with disabled actions',
      { Late: late(), Page: [page[0], { ...page[1], ActionsEnabled: false }] },
      withoutAction,
    ],
    ['is part of no page', { Late: late(), Page: [page[0], { ...page[1], AlarmRule: '' }] }, withoutAction],
    [
      'is not permitted to publish',
      { Policy: policy({ ...publishing, Action: 'sns:Subscribe' }) },
      denied('sns:Publish Pages'),
    ],
    [
      'is permitted to publish only from another account',
      { Policy: policy({ ...publishing, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }) },
      denied('sns:Publish Pages'),
    ],
    [
      'is explicitly denied to publish',
      { Policy: policy(publishing, { ...publishing, Effect: 'Deny' }) },
      denied('sns:Publish Pages'),
    ],
    [
      'is not permitted to use the key of the topic',
      { Key: ['AWS::KMS::Key', { KeyPolicy: { Statement: [{ ...using, Action: 'kms:Decrypt' }] } }] },
      denied('kms:GenerateDataKey Key'),
    ],
  ])('reports an alarm that %s', async (_, change, problems) => {
    expect(await silentAlarms(anAudibleAlarm(change), simulate)).toEqual(problems);
  });
});

/** Builds a function of ours, and alarms on its metrics. */
function watchedBy(...alarms: readonly object[]): Map<string, Resource> {
  const fn: Resource = {
    Type: 'AWS::Lambda::Function',
    Properties: {},
    Metadata: { [entryMetadata]: 'lambdas/sink/index.ts' },
    identity: { ref: 'Fn', arn: 'arn:aws:local:::Fn' },
  };
  const all = alarms.map(
    (Properties, index) => [`Alarm${index}`, ['AWS::CloudWatch::Alarm', { ...Properties }]] as const,
  );
  return new Map([['SinkFunction', fn], ...resourcesOf(Object.fromEntries(all))]);
}
const metric = (MetricName: string, Value = 'SinkFunction', Namespace = 'AWS/Lambda') => ({
  Namespace,
  MetricName,
  Dimensions: [{ Name: 'FunctionName', Value }],
});
const expression = (...metrics: object[]) => ({
  Metrics: [{ Expression: 'SUM' }, ...metrics.map((Metric) => ({ MetricStat: { Metric } }))],
});

describe('unwatchedFunctions', () => {
  it.each([
    ['an alarm each', watchedBy(metric('Errors'), metric('Throttles'))],
    [
      'an alarm on a sum of them',
      watchedBy(expression(metric('Errors')), expression(metric('Throttles'), metric('Throttles', 'Other'))),
    ],
  ])('accepts a function with %s', (_, resources) => {
    expect(unwatchedFunctions(resources)).toEqual([]);
  });

  it.each([
    ['no alarm', watchedBy(), ['Errors', 'Throttles']],
    ['an alarm on its errors only', watchedBy(metric('Errors')), ['Throttles']],
    [
      'the alarms of another function',
      watchedBy(metric('Errors', 'Other'), metric('Throttles', 'Other')),
      ['Errors', 'Throttles'],
    ],
    [
      'an alarm on a metric of the same name',
      watchedBy(metric('Errors', undefined, 'Ours'), metric('Throttles')),
      ['Errors'],
    ],
  ])('reports a function with %s', (_, resources, missing) => {
    expect(unwatchedFunctions(resources)).toEqual(missing.map((name) => `SinkFunction: has no alarm on ${name}`));
  });

  it('ignores exempt functions and functions that are not ours', () => {
    expect(unwatchedFunctions(watchedBy(), ['Sink'])).toEqual([]);
    expect(unwatchedFunctions(resourcesOf({ Provider: ['AWS::Lambda::Function', {}] }))).toEqual([]);
  });
});

describe('unwatchedMetrics', () => {
  it('reports metrics without an alarm', () => {
    const resources = watchedBy(metric('Age'), expression(metric('Count')));

    expect(unwatchedMetrics(resources, ['Age', 'Count', 'Mark'])).toEqual(['Mark: no alarm looks at it']);
  });
});

describe('sharedExports', () => {
  const stage = (name: string, ...exports: string[]) => ({
    stage: name,
    templates: exports.map((Name) => ({ Outputs: { [Name]: { Export: { Name } }, Plain: {} } })),
  });

  it('accepts stages with different exports, even if a stage repeats one of its own', () => {
    expect(sharedExports([stage('dev', 'dev:a', 'dev:a'), stage('prod', 'prod:a')])).toEqual([]);
  });

  it('reports a name that two stages export', () => {
    expect(sharedExports([stage('dev', 'a', 'b'), stage('prod', 'b')])).toEqual(['dev and prod both export "b"']);
  });
});
