import { requireReadPolicies, requireSuppliedKeys } from '../../../local/iam/policy-checks.ts';
import { allow, document, resourceOf } from '../../helpers/iam.ts';

describe('requireSuppliedKeys', () => {
  const withCondition = (key: string) => ({
    name: 'P',
    document: document(allow('*', '*', { Condition: { StringEquals: { [key]: 'x' } } })),
  });

  it('accepts keys that calls of this machine bring', () => {
    expect(() => requireSuppliedKeys([withCondition('aws:SourceArn')])).not.toThrow();
  });

  it.each([
    ['a condition', withCondition('aws:PrincipalOrgID')],
    ['a variable', { name: 'P', document: document(allow('*', `arn:aws:s3:::mail/$\{aws:PrincipalOrgID}`)) }],
  ])('refuses an unknown key in %s', (_, policy) => {
    expect(() => requireSuppliedKeys([policy])).toThrow('policy P names the context key aws:PrincipalOrgID');
  });
});

describe('requireReadPolicies', () => {
  const policy = document(allow('*', '*'));
  const unread = (type: string, properties: Record<string, unknown>) => () =>
    requireReadPolicies([['Id', resourceOf('Id', type, properties)]], []);

  it('accepts a policy that is read', () => {
    const resource = resourceOf('Id', 'AWS::SQS::QueuePolicy', { PolicyDocument: policy });

    expect(() => requireReadPolicies([['Id', resource]], [{ name: 'Id', document: policy }])).not.toThrow();
  });

  it.each<[type: string, properties: Record<string, unknown>, place: string]>([
    ['AWS::EFS::FileSystem', { FileSystemPolicy: policy }, ' at FileSystemPolicy'],
    ['AWS::Backup::BackupVault', { Nested: [{ Policy: JSON.stringify(policy) }] }, ' at Nested.0.Policy'],
  ])('refuses the policy of %s, which nobody reads', (type, properties, place) => {
    expect(unread(type, properties)).toThrow(`Id (${type}) has a policy${place}, which is not read`);
  });

  it.each<[type: string, properties: Record<string, unknown>]>([
    ['AWS::IAM::Policy', { PolicyDocument: policy }],
    ['AWS::Logs::LogGroup', { DataProtectionPolicy: { Statement: [{ Operation: {} }] } }],
    ['AWS::SNS::Topic', { DisplayName: '{"Statement" is no JSON' }],
  ])('accepts %s, which grants nothing to resources', (type, properties) => {
    expect(unread(type, properties)).not.toThrow();
  });
});
