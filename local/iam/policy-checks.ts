import type { Resource } from '../intrinsics.ts';
import { suppliedKey, variablesOf } from './context-keys.ts';
import { type NamedPolicy, statementsOf } from './policy-document.ts';

/**
 * Refuses policies that name a context key which no call of this machine brings: the evaluator would take it for absent,
 * and allow or deny something else than AWS.
 *
 * @throws Error naming the policy and the key
 */
export function requireSuppliedKeys(policies: readonly NamedPolicy[]): void {
  for (const policy of policies)
    for (const { Condition, Resource, NotResource } of statementsOf(policy)) {
      const conditions = Object.values(Condition ?? {});
      const named = [...conditions.flatMap(Object.keys), ...variablesOf([conditions, Resource, NotResource])];
      const unknown = named.find((key) => suppliedKey(key) === undefined);
      if (unknown !== undefined)
        throw new Error(`policy ${policy.name} names the context key ${unknown}, which no call of this machine brings`);
    }
}

/**
 * Refuses resources that hold a policy which is not read: it would be silently ignored.
 *
 * @param read every policy that is read
 * @throws Error naming the resource and where its policy is
 */
export function requireReadPolicies(
  resources: ReadonlyArray<readonly [id: string, Resource]>,
  read: readonly NamedPolicy[],
): void {
  const known = new Set<unknown>(read.map(({ document }) => document));
  for (const [id, { Type, Properties }] of resources) {
    if (uncheckedTypes.has(Type)) continue;
    const path = documentIn(Properties, known);
    if (path === undefined) continue;
    const place = path.length === 0 ? '' : ` at ${path.join('.')}`;
    throw new Error(`${id} (${Type}) has a policy${place}, which is not read on this machine`);
  }
}

/** Types with policies that are read with their roles, or bind users, groups and callers of a private API, who make no call on this machine. */
const uncheckedTypes = new Set([
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::User',
  'AWS::IAM::UserPolicy',
  'AWS::IAM::Group',
  'AWS::IAM::GroupPolicy',
  'AWS::ApiGateway::RestApi',
]);

/** The path of the first policy in a value that is not among the known ones. */
function documentIn(value: unknown, known: ReadonlySet<unknown>): readonly string[] | undefined {
  if (known.has(value)) return undefined;
  const content = typeof value === 'string' && value.includes('"Statement"') ? parsed(value) : value;
  if (typeof content !== 'object' || content === null) return undefined;
  if (isPolicy(content)) return [];
  for (const [name, entry] of Object.entries(content)) {
    const found = documentIn(entry, known);
    if (found !== undefined) return [name, ...found];
  }
  return undefined;
}

/** By its effect: the data protection of a log group has statements without one. */
const isPolicy = (value: object): boolean =>
  'Statement' in value && [value.Statement].flat().some((each) => typeof each === 'object' && 'Effect' in (each ?? {}));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
