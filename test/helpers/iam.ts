import { patternOf } from '../../local/iam/decider.ts';
import type { IamCall } from '../../local/iam/iam-call.ts';
import { type Policies, readPolicies } from '../../local/iam/policies.ts';
import type { Statement } from '../../local/iam/policy-document.ts';
import type { Principal } from '../../local/iam/simulator.ts';
import type { Resource } from '../../local/intrinsics.ts';
import { identifyFor } from '../../local/resource-names.ts';

/** A function's session in the form in which the templates create it. */
export const aPrincipal: Principal = {
  name: 'sink',
  arn: 'arn:aws:sts::000000000000:assumed-role/SinkRole/SinkFunction',
  roleArn: 'arn:aws:iam::000000000000:role/SinkRole',
};

export const aService: Principal = { name: 'ses.amazonaws.com', arn: 'ses.amazonaws.com' };

/** Builds a statement with the effect Allow. */
export const allow = (Action: string, Resource: string, more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

export const document = (...Statement: Statement[]) => ({ Version: '2012-10-17', Statement });

/** Builds the policies of one role and, for every resource alike, one resource policy. */
export const policiesWith = (identity: Statement[], resource?: Statement[], key?: string): Policies => ({
  ofRole: () => [{ name: 'SinkPolicy', document: document(...identity) }],
  boundaryOf: () => undefined,
  ofResource: () => (resource === undefined ? undefined : { name: 'TargetPolicy', document: document(...resource) }),
  keyOf: () => key,
});

/** Builds resources of templates, with the parts that a test needs. */
export const resourcesOf = (
  entries: Record<string, readonly [type: string, properties: Record<string, unknown>]>,
): ReadonlyMap<string, Resource> =>
  new Map(Object.entries(entries).map(([id, [Type, Properties]]) => [id, resourceOf(id, Type, Properties)]));

/** Builds a resource with its identity in the local runtime; references resolve to themselves. */
export function resourceOf(id: string, type: string, properties: Record<string, unknown>): Resource {
  const place = { name: 'Postern-local', account: '000000000000', region: 'us-east-1' };
  const identified = identifyFor('')({ logicalId: id, type, properties, place, resolve: (value) => value });
  return { Type: type, Properties: properties, identity: identified ?? { ref: id, arn: `arn:aws:local:::${id}` } };
}

/**
 * Changes the statements of every policy of the resources.
 *
 * @param change returns the new statement; undefined removes it
 */
export function changeStatements(
  resources: ReadonlyMap<string, Resource>,
  change: (statement: Statement, policyId: string) => Statement | undefined,
): ReadonlyMap<string, Resource> {
  const visit = (value: unknown, id: string): unknown => {
    if (Array.isArray(value)) return value.map((entry) => visit(entry, id));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => {
        if (name !== 'Statement' || !Array.isArray(entry)) return [name, visit(entry, id)];
        return [name, entry.flatMap((each: Statement) => change(each, id) ?? [])];
      }),
    );
  };
  return new Map(
    [...resources].map(([id, resource]) => [
      id,
      { ...resource, Properties: visit(resource.Properties, id) as Resource['Properties'] },
    ]),
  );
}

/** A person who runs the command line. */
export const anOperator: Principal = {
  name: 'operator',
  arn: 'arn:aws:sts::000000000000:assumed-role/Operator/ada',
  roleArn: 'arn:aws:iam::000000000000:role/Operator',
};

/** The beginning of the logical id of each managed policy for people. */
const policyIds = {
  Verbs: 'OperatorsVerbs',
  Readiness: 'OperatorsReadiness',
  Releases: 'OperatorsReleases',
  viewer: 'RolesViewer',
  operator: 'RolesOperator',
  consentOfficer: 'RolesConsentOfficer',
  configurator: 'RolesConfigurator',
  dataOfficer: 'RolesDataOfficer',
} as const;
export type PolicyName = keyof typeof policyIds;

/** Managed policies for people in the templates. */
export const operatorPolicies = (
  resources: ReadonlyMap<string, Resource>,
  ...names: readonly PolicyName[]
): readonly Resource[] =>
  [...resources]
    .filter(
      ([id, { Type }]) => Type === 'AWS::IAM::ManagedPolicy' && names.some((name) => id.startsWith(policyIds[name])),
    )
    .map(([, policy]) => policy);

/** Policies of the templates, with the given number of managed policies on the role of `anOperator` and no others. */
export function policiesOfOperator(
  resources: ReadonlyMap<string, Resource>,
  ...names: readonly PolicyName[]
): Policies {
  const ManagedPolicyArns = operatorPolicies(resources, ...names).map(({ identity }) => identity.arn);
  return readPolicies(
    new Map([...resources, ['Operator', resourceOf('Operator', 'AWS::IAM::Role', { ManagedPolicyArns })]]),
  );
}

/** Returns the statements of a managed policy. */
export const statementsOf = ({ Properties }: Resource): readonly Statement[] =>
  (Properties.PolicyDocument as { readonly Statement: readonly Statement[] }).Statement;

/** Returns each granted action and resource that no call needs; use of the key counts for the service that uses it. */
export function unusedGrants(statements: readonly Statement[], calls: readonly IamCall[]): string[] {
  const via = ({ Condition }: Statement): ReadonlyArray<string | undefined> => {
    const services = Condition?.StringEquals?.['kms:ViaService'] as string | readonly string[] | undefined;
    return services === undefined ? [undefined] : [services].flat();
  };
  return statements
    .flatMap((statement) =>
      [statement.Action ?? []].flat().flatMap((action) =>
        [statement.Resource ?? []].flat().flatMap((resource) =>
          via(statement).flatMap((service) => {
            const isUsed = calls.some(
              (call) =>
                call.action === action &&
                patternOf(resource)(call.resource) &&
                (service === undefined || call.context?.['kms:ViaService'] === service),
            );
            return isUsed ? [] : [`${action} ${labelOf(resource)}${service === undefined ? '' : ` via ${service}`}`];
          }),
        ),
      ),
    )
    .toSorted();
}

/** Returns the end of an ARN without the alias and the characters that CDK or Secrets Manager appends. */
const labelOf = (resource: string): string =>
  resource
    .replace(/:live$/, '')
    .split(':')
    .at(-1)!
    .replace(/-\w{6}$|[0-9A-F]{8}$/, '');
