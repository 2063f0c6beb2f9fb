import type { Resource } from '../intrinsics.ts';
import type { NamedPolicy, Properties, Statement } from './policy-document.ts';
import { functionArn } from './resource-policies.ts';

/**
 * The permissions of a function, or of one of its versions or aliases, as the statements of one policy.
 *
 * @returns by the ARN that the permissions are for
 * @throws Error naming a permission with a property that is not read here
 */
export function functionPermissions(all: ReadonlyArray<readonly [id: string, Resource]>): Map<string, NamedPolicy> {
  const own = all.filter(([, { Type }]) => Type === 'AWS::Lambda::Permission');
  const byTarget = Map.groupBy(own, ([, { Properties }]) => functionArn(String(Properties.FunctionName)));
  return new Map(
    [...byTarget].map(([target, entries]) => {
      const Statement = entries.map(([id, { Properties }]) => permissionStatement(id, target, Properties));
      return [target, { name: entries[0]![0], document: { Version: '2012-10-17', Statement } }];
    }),
  );
}

/**
 * The condition that Lambda makes of each property of a permission.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
const conditions: Readonly<Record<string, readonly [operator: string, key: string]>> = {
  SourceArn: ['ArnLike', 'aws:SourceArn'],
  SourceAccount: ['StringEquals', 'aws:SourceAccount'],
  PrincipalOrgID: ['StringEquals', 'aws:PrincipalOrgID'],
  EventSourceToken: ['StringEquals', 'lambda:EventSourceToken'],
  FunctionUrlAuthType: ['StringEquals', 'lambda:FunctionUrlAuthType'],
  InvokedViaFunctionUrl: ['Bool', 'lambda:InvokedViaFunctionUrl'],
};

function permissionStatement(id: string, target: string, properties: Properties): Statement {
  const { Action, Principal, FunctionName: _, ...restrictions } = properties;
  const principal = String(Principal);
  const Condition: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(restrictions)) {
    const condition = conditions[name];
    if (condition === undefined)
      throw new Error(`permission ${id} has the property ${name}, which is not read on this machine`);
    const [operator, key] = condition;
    Condition[operator] = { ...Condition[operator], [key]: value };
  }
  return {
    Effect: 'Allow',
    Action: String(Action),
    Principal: principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal },
    Resource: target,
    Condition,
  };
}
