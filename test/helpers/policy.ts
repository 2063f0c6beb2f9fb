/** One statement of a policy document, with its intrinsic functions resolved. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  /** Absent in the policy of a role, which names no principal. */
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  /** Absent in the trust policy of a role. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
}

/** A call that an AWS service wants to make on its own behalf. */
export interface ServiceCall {
  /** `ses.amazonaws.com` */
  readonly service: string;
  readonly action: string;
  readonly resource: string;
  /** Context keys of the call, such as `aws:SourceArn`. */
  readonly context: Readonly<Record<string, string>>;
}

export type Decision = 'allowed' | 'explicitly denied' | 'implicitly denied';

/**
 * Decides whether a resource policy lets a service make a call: a matching Deny wins, then a matching Allow, and what
 * nothing allows is denied. A service has no identity policy, so the resource policy decides alone.
 *
 * @throws Error naming an element or an operator that is not understood, rather than guess
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decide(statements: readonly Statement[], call: ServiceCall): Decision {
  const matching = statements.filter((statement) => matches(statement, call));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return 'explicitly denied';
  return matching.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'implicitly denied';
}

const knownElements = new Set(['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']);

function matches(statement: Statement, { service, action, resource, context }: ServiceCall): boolean {
  const unknown = Object.keys(statement).filter((element) => !knownElements.has(element));
  if (unknown.length > 0) throw new Error(`policy element ${unknown.join()} is not understood`);
  return (
    isPrincipal(statement.Principal, service) &&
    listOf(statement.Action).some((pattern) => isLike(action.toLowerCase(), pattern.toLowerCase())) &&
    (statement.Resource === undefined || listOf(statement.Resource).some((pattern) => isLike(resource, pattern))) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) =>
        isMet(operator, contextValue(context, key), listOf(wanted).map(String)),
      ),
    )
  );
}

function isPrincipal(principal: Statement['Principal'], service: string): boolean {
  if (principal === undefined || principal === '*') return true;
  return listOf(principal.AWS ?? []).includes('*') || listOf(principal.Service ?? []).includes(service);
}

/** The names of context keys have no case. */
const contextValue = (context: ServiceCall['context'], key: string): string | undefined =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

/** Whether a condition holds. An absent key meets no operator that compares for likeness. */
function isMet(operator: string, found: string | undefined, wanted: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals':
      return found !== undefined && wanted.includes(found);
    case 'StringLike':
    case 'ArnLike':
    case 'ArnEquals':
      return found !== undefined && wanted.some((pattern) => isLike(found, pattern));
    case 'StringNotEquals':
      return found === undefined || !wanted.includes(found);
    case 'Bool':
      return found !== undefined && wanted.includes(found);
    case 'NumericLessThan':
      return found !== undefined && wanted.some((limit) => Number(found) < Number(limit));
    default:
      throw new Error(`condition operator ${operator} is not understood`);
  }
}

const isLike = (text: string, pattern: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text);

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);
