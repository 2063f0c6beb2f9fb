import type { Policies, Statement } from '../../local/iam/policies.ts';
import type { Principal } from '../../local/iam/simulator.ts';
import type { Resource } from '../../local/intrinsics.ts';
import { identifyFor } from '../../local/resource-names.ts';

/** A function's session, as the templates would make one. */
export const aPrincipal: Principal = {
  name: 'sink',
  arn: 'arn:aws:sts::000000000000:assumed-role/SinkRole/SinkFunction',
  roleArn: 'arn:aws:iam::000000000000:role/SinkRole',
};

export const aService: Principal = { name: 'ses.amazonaws.com', arn: 'ses.amazonaws.com' };

/** A statement that allows. */
export const allow = (Action: string, Resource: string, more: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

export const document = (...Statement: Statement[]) => ({ Version: '2012-10-17', Statement });

/** The policies of one role and, for every resource alike, one resource policy. */
export const policiesWith = (identity: Statement[], resource?: Statement[], key?: string): Policies => ({
  ofRole: () => [{ name: 'SinkPolicy', document: document(...identity) }],
  ofResource: () => (resource === undefined ? undefined : { name: 'TargetPolicy', document: document(...resource) }),
  keyOf: () => key,
});

/** Resources of templates, as far as a test needs them. */
export const resourcesOf = (
  entries: Record<string, readonly [type: string, properties: Record<string, unknown>]>,
): ReadonlyMap<string, Resource> =>
  new Map(Object.entries(entries).map(([id, [Type, Properties]]) => [id, resourceOf(id, Type, Properties)]));

/** Named as on this machine; a reference stands for what it names. */
export function resourceOf(id: string, type: string, properties: Record<string, unknown>): Resource {
  const place = { name: 'Postern-local', account: '000000000000', region: 'us-east-1' };
  const named = identifyFor('')({ logicalId: id, type, properties, place, resolve: (value) => value });
  return { Type: type, Properties: properties, identity: named ?? { ref: id, arn: `arn:aws:local:::${id}` } };
}

/**
 * Changes the statements of every policy of the resources.
 *
 * @param change a statement as it is to be; undefined takes it out
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
