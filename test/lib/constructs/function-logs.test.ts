import { RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { FunctionLogs } from '../../../lib/constructs/function-logs.ts';
import { aStack } from '../flow-stack.ts';

function build(isMasked = true) {
  const stack = aStack();
  const names = { functionLogs: (folder: string) => `/aws/lambda/acme-prod-${folder}` };
  const retention = RetentionDays.THREE_MONTHS;
  const logs = new FunctionLogs(stack, 'Logs', { names, removalPolicy: RemovalPolicy.RETAIN, retention, isMasked });
  return { stack, logs, template: Template.fromStack(stack) };
}

describe('FunctionLogs', () => {
  const { logs, template } = build();
  const groups = Object.values(template.findResources('AWS::Logs::LogGroup'));

  it('keeps a group for each function of the flow, under the names of the stage', () => {
    expect(groups.map(({ Properties }) => Properties.LogGroupName).toSorted()).toEqual(
      ['api', 'feed', 'feedback', 'heartbeat', 'manage', 'parse', 'redrive', 'sink', 'suppress', 'sweep', 'trail'].map(
        (folder) => `/aws/lambda/acme-prod-${folder}`,
      ),
    );
    for (const { Properties, DeletionPolicy } of groups)
      expect([Properties.RetentionInDays, DeletionPolicy]).toEqual([90, 'Retain']);
  });

  it('masks addresses of people and machines in every group', () => {
    for (const { Properties } of groups) {
      const policy = JSON.stringify(Properties.DataProtectionPolicy);
      expect(policy).toContain('data-identifier/EmailAddress');
      expect(policy).toContain('data-identifier/IpAddress');
    }
  });

  it('leaves the masking out where the stage says so, and keeps the rest', () => {
    const open = Object.values(build(false).template.findResources('AWS::Logs::LogGroup'));

    expect(open).toHaveLength(groups.length);
    for (const { Properties } of open) {
      expect(Properties.DataProtectionPolicy).toBeUndefined();
      expect(Properties.RetentionInDays).toBe(90);
    }
  });

  it('finds the group of a function, and refuses a function that keeps none', () => {
    expect(logs.of('sink').node.id).toBe('Sink');
    expect(() => logs.of('activate' as never)).toThrow('no log group for activate');
  });
});
