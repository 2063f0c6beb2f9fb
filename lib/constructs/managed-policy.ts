import { ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';

/** A statement of a policy: what it is for, actions, resources, conditions. */
export type Grant = readonly [
  sid: string,
  actions: string[],
  resources: string[],
  conditions?: Record<string, unknown>,
];

interface PolicyProps {
  readonly description: string;
  /** Names of roles of the account that it is attached to. */
  readonly roles: readonly string[];
}

/** A policy of these grants, attached to roles that are there. */
export function managedPolicy(
  scope: Construct,
  id: string,
  { description, roles }: PolicyProps,
  grants: readonly Grant[],
): ManagedPolicy {
  return new ManagedPolicy(scope, id, {
    description,
    roles: roles.map((name) => roleOf(scope, name)),
    statements: grants.map(
      ([sid, actions, resources, conditions]) => new PolicyStatement(compact({ sid, actions, resources, conditions })),
    ),
  });
}

/** A role by its name, once in a scope: several policies may be attached to it. */
const roleOf = (scope: Construct, name: string) =>
  (scope.node.tryFindChild(`Role-${name}`) as ReturnType<typeof Role.fromRoleName> | undefined) ??
  Role.fromRoleName(scope, `Role-${name}`, name);
