import { roleBoundaries, rolePolicies } from '../../../local/iam/role-policies.ts';
import { iamArn } from '../../../local/resource-names.ts';
import { allow, document, resourcesOf } from '../../helpers/iam.ts';

const policy = document(allow('s3:GetObject', '*'));
const role = iamArn('role/Sink');
const managed = { Shared: ['AWS::IAM::ManagedPolicy', { PolicyDocument: policy }] } as const;

function read(entries: Parameters<typeof resourcesOf>[0], id: string, reader = rolePolicies) {
  const resources = resourcesOf(entries);
  return reader(id, resources.get(id)!, resources);
}
const arnOfShared = resourcesOf(managed).get('Shared')!.identity.arn;

describe('rolePolicies', () => {
  it.each<[title: string, type: string, properties: Record<string, unknown>]>([
    ['a policy', 'AWS::IAM::Policy', { Roles: ['Sink'], PolicyDocument: policy }],
    ['a managed policy', 'AWS::IAM::ManagedPolicy', { Roles: ['Sink'], PolicyDocument: policy }],
    ['a policy of one role', 'AWS::IAM::RolePolicy', { RoleName: 'Sink', PolicyDocument: policy }],
  ])('attaches %s to its role', (_, type, properties) => {
    expect(read({ Id: [type, properties] }, 'Id')).toEqual([[role, { name: 'Id', document: policy }]]);
  });

  it('reads the policies in a role, and the managed policies of the templates', () => {
    const properties = { Policies: [{ PolicyDocument: policy }], ManagedPolicyArns: [arnOfShared] };

    expect(read({ Sink: ['AWS::IAM::Role', properties], ...managed }, 'Sink')).toEqual([
      [role, { name: 'Sink', document: policy }],
      [role, { name: 'Shared', document: policy }],
    ]);
  });

  it('refuses a managed policy from elsewhere', () => {
    const ManagedPolicyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];

    expect(() => read({ Sink: ['AWS::IAM::Role', { ManagedPolicyArns }] }, 'Sink')).toThrow(
      /role Sink has the policy .*ReadOnlyAccess/,
    );
  });

  it('finds none in other resources', () => {
    expect(read({ Topic: ['AWS::SNS::Topic', {}] }, 'Topic')).toEqual([]);
  });
});

describe('roleBoundaries', () => {
  const bounded = (PermissionsBoundary?: string) =>
    read(
      { Sink: ['AWS::IAM::Role', PermissionsBoundary === undefined ? {} : { PermissionsBoundary }], ...managed },
      'Sink',
      roleBoundaries,
    );

  it('reads the boundary of a role from the templates', () => {
    expect(bounded(arnOfShared)).toEqual([[role, { name: 'Shared', document: policy }]]);
    expect(bounded()).toEqual([]);
  });

  it('refuses a boundary from elsewhere', () => {
    expect(() => bounded('arn:aws:iam::aws:policy/Other')).toThrow(
      /permissions boundary arn:aws:iam::aws:policy\/Other/,
    );
  });
});
