import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startIam } from '../../../local/iam/start-iam.ts';
import { arn } from '../../../local/resource-names.ts';
import { allow, aPrincipal, document, resourcesOf } from '../../helpers/iam.ts';
import { temporaryFolder } from '../../helpers/pipeline.ts';

const resources = resourcesOf({
  SinkRole: ['AWS::IAM::Role', { AssumeRolePolicyDocument: document() }],
  SinkPolicy: [
    'AWS::IAM::Policy',
    { Roles: ['SinkRole'], PolicyDocument: document(allow('sqs:SendMessage', arn('sqs', 'Open'))) },
  ],
  Topic: ['AWS::SNS::Topic', {}],
  Closed: ['AWS::SQS::Queue', {}],
  Subscription: [
    'AWS::SNS::Subscription',
    { Protocol: 'sqs', TopicArn: arn('sns', 'Topic'), Endpoint: arn('sqs', 'Closed') },
  ],
});

async function started(simulator?: () => Promise<undefined>, of = resources) {
  const reported: string[] = [];
  const dataDir = temporaryFolder();
  mkdirSync(join(dataDir, 'logs'));
  const options = { resources: of, dataDir, recordFile: undefined, report: (line: string) => void reported.push(line) };
  return { told: reported, iam: await startIam(simulator === undefined ? options : { ...options, simulator }) };
}

describe('the start of IAM', () => {
  it('says in one line that nothing is asked where the evaluator is not installed', async () => {
    const { told, iam } = await started(async () => undefined);

    expect(iam).toBeUndefined();
    expect(told).toEqual([
      'IAM: @cloud-copilot/iam-simulate is not installed, so every call is allowed, as with --no-iam',
    ]);
  });

  it.each<[string, Parameters<typeof resourcesOf>[0], string]>([
    [
      'a policy that is not read',
      { Table: ['AWS::DynamoDB::Table', { ResourcePolicy: { PolicyDocument: document(allow('a:b', '*')) } }] },
      'Table (AWS::DynamoDB::Table) has a policy at ResourcePolicy.PolicyDocument, which is not read on this machine',
    ],
    [
      'a call that is not asked for',
      { Rule: ['AWS::Events::Rule', { Targets: [{ Arn: 'arn:aws:sns:x' }] }] },
      'Rule has the target arn:aws:sns:x, whose calls are not asked for on this machine',
    ],
    [
      'a target that is not there',
      { Alarm: ['AWS::CloudWatch::Alarm', { AlarmActions: [arn('sns', 'Pages')] }] },
      `cloudwatch.amazonaws.com is to call sns:Publish on ${arn('sns', 'Pages')}, which the templates do not have`,
    ],
  ])('ends in one line at %s', async (_what, entries, line) => {
    await expect(started(undefined, resourcesOf(entries))).rejects.toMatchObject({
      name: 'ConfigError',
      message: `IAM: ${line}; --no-iam starts without it`,
    });
  });

  it('asks by the policies of the templates', async () => {
    const { gateway } = (await started()).iam!;
    const send = (queue: string) =>
      gateway.check(aPrincipal, [{ action: 'sqs:SendMessage', resource: arn('sqs', queue) }]);

    expect(await send('Open')).toBeUndefined();
    expect((await send('Closed'))?.message).toContain(
      'because no identity-based policy allows the sqs:SendMessage action',
    );
  });

  it('tells at once of a delivery that a service would be denied', async () => {
    const { told, iam } = await started();

    expect(told).toEqual([
      expect.stringMatching(/^IAM: sns\.amazonaws\.com is not authorized to perform sqs:SendMessage on \S+:Closed /),
    ]);
    expect(iam!.deliveries.may(`sns sqs:SendMessage ${arn('sqs', 'Closed')}`)).toBe(false);
  });
});
