import { account } from '../resource-names.ts';
import type { IamCall } from './iam-call.ts';
import type { NamedPolicy } from './policies.ts';

/** Who asks: the session of a function's role, or an AWS service. */
export interface Principal {
  /** The folder under `lambdas/`, or `ses.amazonaws.com`. */
  readonly name: string;
  /** `arn:aws:sts::…:assumed-role/<role>/<function>`, or the service again. */
  readonly arn: string;
  /** Absent for a service. */
  readonly roleArn?: string;
}

/** What IAM says to a call. */
export interface Verdict {
  readonly isAllowed: boolean;
  /** Why not, as AWS words it; the mistake of a policy that cannot be read. */
  readonly reason: string;
}

/** Evaluates one call under the policies of its principal and its resource. */
export type Simulate = (
  principal: Principal,
  call: IamCall,
  identity: readonly NamedPolicy[],
  resource: NamedPolicy | undefined,
) => Promise<Verdict>;

const packageName = '@cloud-copilot/iam-simulate';
type Evaluator = Pick<typeof import('@cloud-copilot/iam-simulate'), 'runSimulation'>;

/**
 * The evaluator of policies. It is licensed under the AGPL, so that it is only a development dependency: an installation
 * without it runs with every call allowed.
 *
 * @param load how the package is loaded; a test leaves it out
 * @returns undefined when the package is not installed
 */
export async function loadSimulator(
  load: () => Promise<Evaluator> = () => import('@cloud-copilot/iam-simulate'),
): Promise<Simulate | undefined> {
  try {
    const { runSimulation } = await load();
    return simulateWith(runSimulation);
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    // A package that it needs and that is missing is named, too, as where it was wanted.
    if (isAbsent && error.message.includes(`'${packageName}'`)) return undefined;
    throw error;
  }
}

function simulateWith(runSimulation: Evaluator['runSimulation']): Simulate {
  return async (principal, { action, resource, context = {} }, identity, resourcePolicy) => {
    const result = await runSimulation(
      {
        request: {
          action,
          principal: principal.arn,
          resource: { resource, accountId: account },
          contextVariables: context,
        },
        identityPolicies: identity.map(({ name, document }) => ({ name, policy: document })),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: resourcePolicy?.document,
      },
      {},
    ).catch((error: Error) => ({ resultType: 'error' as const, errors: { message: error.message } }));
    if (result.resultType === 'error')
      return { isAllowed: false, reason: mistakeOf(result.errors, action, resourcePolicy) };
    const isAllowed = result.overallResult === 'Allowed';
    const { analysis } = (result.resultType === 'single' ? result.result : result.results[0]) ?? {};
    const kind =
      analysis?.identityAnalysis?.result === 'Allowed' || principal.roleArn === undefined
        ? 'resource-based'
        : 'identity-based';
    return { isAllowed, reason: isAllowed ? '' : denialReason(result.overallResult, kind, action) };
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denialReason(result: string, kind: string, action: string): string {
  if (result === 'ExplicitlyDenied')
    return `with an explicit deny in ${kind === 'identity-based' ? 'an' : 'a'} ${kind} policy`;
  return `because no ${kind} policy allows the ${action} action`;
}

interface Mistakes {
  readonly message: string;
  readonly identityPolicyErrors?: Readonly<Record<string, ReadonlyArray<{ readonly message: string }>>>;
  readonly resourcePolicyErrors?: ReadonlyArray<{ readonly message: string }>;
}

/** One line that names the resource of the template whose policy cannot be read. */
function mistakeOf(errors: Mistakes, action: string, resourcePolicy: NamedPolicy | undefined): string {
  const [name, [mistake] = []] = Object.entries(errors.identityPolicyErrors ?? {})[0] ?? [];
  if (name !== undefined) return `because the policy ${name} of the templates cannot be read: ${mistake?.message}`;
  const [ofResource] = errors.resourcePolicyErrors ?? [];
  if (ofResource !== undefined)
    return `because the policy ${resourcePolicy?.name} of the templates cannot be read: ${ofResource.message}`;
  return `because the evaluator does not know how to ask for ${action}: ${errors.message}`;
}
