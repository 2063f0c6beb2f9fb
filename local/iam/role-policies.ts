import type { Resource } from '../intrinsics.ts';
import { iamArn } from '../resource-names.ts';
import {
  type Attached,
  type NamedPolicy,
  namedPolicy,
  objectsOf,
  type Properties,
  textsOf,
} from './policy-document.ts';

type Resources = ReadonlyMap<string, Resource>;

/**
 * The policies that a resource of the templates gives to roles.
 *
 * @throws Error naming a role that has a policy from elsewhere
 */
export function rolePolicies(id: string, resource: Resource, resources: Resources): Attached {
  const { Type, Properties } = resource;
  const given = namedPolicy(id, Properties.PolicyDocument);
  switch (Type) {
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::ManagedPolicy':
      return textsOf(Properties.Roles).map((name) => [iamArn(`role/${name}`), given]);
    case 'AWS::IAM::RolePolicy':
      return [[iamArn(`role/${String(Properties.RoleName)}`), given]];
    case 'AWS::IAM::Role':
      return [...inlinePolicies(id, resource), ...managedPolicies(id, resource, resources)];
    default:
      return [];
  }
}

const inlinePolicies = (id: string, { Properties, identity }: Resource): Attached =>
  objectsOf(Properties.Policies).map(({ PolicyDocument }) => [identity.arn, namedPolicy(id, PolicyDocument)]);

function managedPolicies(id: string, role: Resource, resources: Resources): Attached {
  return textsOf(role.Properties.ManagedPolicyArns).map((policyArn) => {
    const managed = managedPolicy(policyArn, resources);
    if (managed === undefined)
      throw new Error(
        `role ${id} has the policy ${policyArn}, whose text is not in the templates; write its statements out`,
      );
    return [role.identity.arn, managed];
  });
}

/**
 * The permissions boundary that a resource of the templates gives to a role.
 *
 * @throws Error naming a role that is bounded by a policy from elsewhere
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function roleBoundaries(id: string, { Type, Properties, identity }: Resource, resources: Resources): Attached {
  const { PermissionsBoundary: boundary } = Properties as Properties;
  if (Type !== 'AWS::IAM::Role' || boundary === undefined) return [];
  const policy = managedPolicy(String(boundary), resources);
  if (policy === undefined)
    throw new Error(`role ${id} has the permissions boundary ${String(boundary)}, whose text is not in the templates`);
  return [[identity.arn, policy]];
}

function managedPolicy(policyArn: string, resources: Resources): NamedPolicy | undefined {
  const [name, policy] = [...resources].find(([, { identity }]) => identity.arn === policyArn) ?? [];
  return name === undefined || policy === undefined ? undefined : namedPolicy(name, policy.Properties.PolicyDocument);
}
