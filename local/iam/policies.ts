import { functionMetadata } from '../../lib/function-metadata.ts';
import type { Resource } from '../intrinsics.ts';
import { keyFinder } from './encryption.ts';
import { functionPermissions } from './function-permissions.ts';
import { requireReadPolicies, requireSuppliedKeys } from './policy-checks.ts';
import { type Attached, type NamedPolicy, namedPolicy } from './policy-document.ts';
import { ownerOf, resourcePolicies } from './resource-policies.ts';
import { roleBoundaries, rolePolicies } from './role-policies.ts';

/** The policies of the templates, by principal and by resource. */
export interface Policies {
  /** Inline and managed policies of a role. */
  ofRole(roleArn: string): readonly NamedPolicy[];
  /** Permissions boundary of a role; undefined: none. */
  boundaryOf(roleArn: string): NamedPolicy | undefined;
  /** The policy of a resource, or of what it is in: an object's bucket, an index's table. */
  ofResource(resource: string): NamedPolicy | undefined;
  /**
   * The customer managed key that a resource, or what it is in, lies under.
   *
   * @param named the key that a request wants instead, by id, ARN or alias
   */
  keyOf(resource: string, named?: string): string | undefined;
}

type Resources = ReadonlyMap<string, Resource>;
type Listed = ReadonlyArray<readonly [id: string, Resource]>;

/**
 * Reads the policies of resolved templates.
 *
 * @throws Error naming the resource when a second policy would replace the first, when a policy is elsewhere or where it is
 *   not read, and when one names a context key that no call of this machine brings
 */
export function readPolicies(resources: Resources): Policies {
  const all = withoutHelpers(resources);
  const helpers = helperRoles(resources);
  const ofRoles = all.flatMap(([id, resource]) => rolePolicies(id, resource, resources));
  const roles = Map.groupBy(
    ofRoles.filter(([roleArn]) => !helpers.has(roleArn)),
    ([roleArn]) => roleArn,
  );
  const boundaries = all.flatMap(([id, resource]) => roleBoundaries(id, resource, resources));
  const owned = onePerOwner(all.flatMap(([id, resource]) => resourcePolicies(id, resource)));
  for (const [target, statements] of functionPermissions(all)) owned.set(target, statements);

  const read = [...[...roles.values()].flat(), ...boundaries].map(([, policy]) => policy).concat(...owned.values());
  requireReadPolicies(all, read);
  requireSuppliedKeys(read);

  const bounds = new Map(boundaries);
  return {
    ofRole: (roleArn) => (roles.get(roleArn) ?? []).map(([, policy]) => policy),
    boundaryOf: (roleArn) => bounds.get(roleArn),
    ofResource: (resource) => owned.get(ownerOf(resource)),
    keyOf: keyFinder(resources),
  };
}

function onePerOwner(policies: Attached): Map<string, NamedPolicy> {
  const owned = new Map<string, NamedPolicy>();
  for (const [owner, policy] of policies) {
    if (owned.has(owner))
      throw new Error(
        `${policy.name} and ${owned.get(owner)?.name} are policies of ${owner}: the last replaces the other`,
      );
    owned.set(owner, policy);
  }
  return owned;
}

/** Roles of functions that are the CDK's own: they run in a deployment only, under policies of AWS whose text is not here. */
function helperRoles(resources: Resources): ReadonlySet<string> {
  const helpers = [...resources.values()].filter(
    ({ Type, Metadata }) => Type === 'AWS::Lambda::Function' && Metadata?.[functionMetadata] === undefined,
  );
  return new Set(helpers.map(({ Properties }) => String(Properties.Role)));
}

function withoutHelpers(resources: Resources): Listed {
  const helpers = helperRoles(resources);
  return [...resources].filter(([, { identity }]) => !helpers.has(identity.arn));
}

/**
 * Every policy of resolved templates once: of roles, of resources, and managed ones, whether a role has them or not; but
 * not of the roles of functions that come with the CDK.
 *
 * @throws Error naming a role that has a policy from elsewhere
 */
export function allPolicies(resources: Resources): NamedPolicy[] {
  const all = withoutHelpers(resources);
  const held = all.flatMap(([id, resource]) => [
    ...rolePolicies(id, resource, resources),
    ...roleBoundaries(id, resource, resources),
    ...resourcePolicies(id, resource),
  ]);
  const managed = all
    .filter(([, { Type }]) => Type === 'AWS::IAM::ManagedPolicy')
    .map(([id, { Properties }]) => namedPolicy(id, Properties.PolicyDocument));
  const policies = [...held.map(([, policy]) => policy), ...managed, ...functionPermissions(all).values()];
  return [...new Map(policies.map((policy) => [policy.document, policy])).values()];
}
