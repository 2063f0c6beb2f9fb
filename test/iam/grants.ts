import { patternOf } from '../../local/iam/decider.ts';
import type { NamedPolicy, Statement } from '../../local/iam/policy-document.ts';

/** A part of a policy that a test removes: a statement, or one action of it on one resource for one principal. */
export interface Grant {
  readonly policy: NamedPolicy;
  readonly statement: Statement;
  /** An AWS service, or an ARN; absent in the policy of a role. */
  readonly principal?: string;
  /** As spelled in the statement: `kms:GenerateDataKey*`. */
  readonly action: string;
  /** Absent in the trust policy of a role. */
  readonly resource?: string;
}

type OneOrMore<T> = T | readonly T[] | undefined;
const listOf = <T>(value: OneOrMore<T>): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

const principalsOf = ({ Principal }: Statement): ReadonlyArray<readonly [kind: string, name: string]> =>
  typeof Principal === 'object' && Principal !== null
    ? Object.entries(Principal).flatMap(([kind, names]) => listOf(names as string).map((name) => [kind, name] as const))
    : [];

/** Returns each action on each resource for each principal that a statement allows. */
export function grantsOf(policy: NamedPolicy, statement: Statement): Grant[] {
  const principals = principalsOf(statement).map(([, name]) => ({ principal: name }));
  const resources = listOf(statement.Resource).map((resource) => ({ resource }));
  return listOf(statement.Action).flatMap((action) =>
    orNone(principals).flatMap((principal) =>
      orNone(resources).map((resource) => ({ policy, statement, action, ...principal, ...resource })),
    ),
  );
}

const orNone = <T extends object>(list: readonly T[]): ReadonlyArray<T | Record<never, never>> =>
  list.length === 0 ? [{}] : list;

/** Returns a policy without one of its statements. */
export const withoutStatement = ({ name, document }: NamedPolicy, statement: Statement): NamedPolicy => ({
  name,
  document: { ...document, Statement: document.Statement.filter((other) => other !== statement) },
});

/** Returns the policy of a grant without the grant; everything else in its statement stays. */
export function withoutGrant({ policy, statement, principal, action, resource }: Grant): NamedPolicy {
  const rest: Statement[] = [];
  const others = listOf(statement.Action).filter((other) => other !== action);
  if (others.length > 0) rest.push({ ...statement, Action: others });
  const elsewhere = listOf(statement.Resource).filter((other) => other !== resource);
  if (elsewhere.length > 0) rest.push({ ...statement, Action: action, Resource: elsewhere });
  const forOthers = principalsOf(statement).filter(([, name]) => name !== principal);
  if (forOthers.length > 0 && principal !== undefined) {
    const Principal = Object.fromEntries(
      [...Map.groupBy(forOthers, ([kind]) => kind)].map(([kind, names]) => [kind, names.map(([, name]) => name)]),
    );
    rest.push({ ...statement, Principal, Action: action, ...(resource !== undefined && { Resource: resource }) });
  }
  const { name, document } = policy;
  const Statement = document.Statement.flatMap((other) => (other === statement ? rest : [other]));
  return { name, document: { ...document, Statement } };
}

/** Tells whether a statement covers an action and a resource, regardless of its principals and conditions. */
export const isAbout = (statement: Statement, action: string, resource: string): boolean =>
  listOf(statement.Action).some((pattern) => patternOf(pattern.toLowerCase())(action.toLowerCase())) &&
  (statement.Resource === undefined || listOf(statement.Resource).some((pattern) => patternOf(pattern)(resource)));

/** Describes a statement briefly: `0 ReadMails allows sqs:SendMessage, …`. */
export const titleOf = ({ document }: NamedPolicy, statement: Statement): string =>
  `${document.Statement.indexOf(statement)} ${statement.Effect} ${listOf(statement.Action).join(', ')}`;
