import { account } from '../resource-names.ts';
import type { IamCall } from './iam-call.ts';
import type { NamedPolicy } from './policy-document.ts';

/** Who asks: the session of a function's role, or an AWS service. */
export interface Principal {
  /** The folder under `lambdas/`, or `ses.amazonaws.com`. */
  readonly name: string;
  /** `arn:aws:sts::…:assumed-role/<role>/<function>`, or the service again. */
  readonly arn: string;
  /** Absent for a service. */
  readonly roleArn?: string;
}

/** The answer of IAM to a call. */
export interface Verdict {
  readonly isAllowed: boolean;
  /** Why not, as AWS words it; the mistake of a policy that cannot be read. */
  readonly reason: string;
}

/** The policies that have a say in a call. */
export interface HeldPolicies {
  /** Policies of the principal. */
  readonly identity: readonly NamedPolicy[];
  /** Their permissions boundary, which has to allow a call as well. */
  readonly boundary?: NamedPolicy | undefined;
  /** Policy of the resource. */
  readonly resource?: NamedPolicy | undefined;
}

/** Evaluates one call under the policies of its principal and its resource. */
export type Simulate = (principal: Principal, call: IamCall, held: HeldPolicies) => Promise<Verdict>;

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
  return async (principal, { action, resource, context = {} }, held) => {
    const { identity, boundary, resource: resourcePolicy } = held;
    const result = await runSimulation(
      {
        request: {
          action,
          principal: principal.arn,
          resource: { resource, accountId: account },
          contextVariables: context,
        },
        identityPolicies: identity.map(evaluated),
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        ...(boundary !== undefined && { permissionBoundaryPolicies: [evaluated(boundary)] }),
        resourcePolicy: resourcePolicy?.document,
      },
      {},
    ).catch((error: Error) => ({ resultType: 'error' as const, errors: { message: error.message } }));
    if (result.resultType === 'error') return { isAllowed: false, reason: mistakeOf(result.errors, action, held) };
    const isAllowed = result.overallResult === 'Allowed';
    const { analysis } = (result.resultType === 'single' ? result.result : result.results[0]) ?? {};
    return {
      isAllowed,
      reason: isAllowed ? '' : denialReason(result.overallResult, denierOf(principal, analysis), action),
    };
  };
}

const evaluated = ({ name, document }: NamedPolicy) => ({ name, policy: document });

type Denier = 'identity-based policy' | 'resource-based policy' | 'permissions boundary';

interface Analysis {
  readonly identityAnalysis?: { readonly result: string } | undefined;
  readonly resourceAnalysis?: { readonly result: string } | undefined;
  readonly permissionBoundaryAnalysis?: { readonly result: string } | undefined;
}

/** Which kind of policy denies: as AWS, one that does so by its own words before one that only does not allow. */
function denierOf(
  { roleArn }: Principal,
  { identityAnalysis, resourceAnalysis, permissionBoundaryAnalysis }: Analysis = {},
): Denier {
  if (roleArn === undefined) return 'resource-based policy';
  if (identityAnalysis?.result === 'ExplicitlyDenied') return 'identity-based policy';
  if (permissionBoundaryAnalysis?.result === 'ExplicitlyDenied') return 'permissions boundary';
  if (resourceAnalysis?.result === 'ExplicitlyDenied') return 'resource-based policy';
  if (identityAnalysis?.result !== 'Allowed') return 'identity-based policy';
  const isBounded = permissionBoundaryAnalysis !== undefined && permissionBoundaryAnalysis.result !== 'Allowed';
  return isBounded ? 'permissions boundary' : 'resource-based policy';
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denialReason(result: string, denier: Denier, action: string): string {
  if (result === 'ExplicitlyDenied')
    return `with an explicit deny in ${denier === 'identity-based policy' ? 'an' : 'a'} ${denier}`;
  return `because no ${denier} allows the ${action} action`;
}

interface Mistakes {
  readonly message: string;
  readonly identityPolicyErrors?: Readonly<Record<string, ReadonlyArray<{ readonly message: string }>>>;
  readonly permissionBoundaryErrors?: Readonly<Record<string, ReadonlyArray<{ readonly message: string }>>>;
  readonly resourcePolicyErrors?: ReadonlyArray<{ readonly message: string }>;
}

/** One line that names the resource of the template whose policy cannot be read. */
function mistakeOf(errors: Mistakes, action: string, { resource }: HeldPolicies): string {
  const unreadable = (name: string | undefined, message: string | undefined): string =>
    `because the policy ${name} of the templates cannot be read: ${message}`;
  const named = { ...errors.identityPolicyErrors, ...errors.permissionBoundaryErrors };
  const [name, [mistake] = []] = Object.entries(named)[0] ?? [];
  if (name !== undefined) return unreadable(name, mistake?.message);
  const [ofResource] = errors.resourcePolicyErrors ?? [];
  if (ofResource !== undefined) return unreadable(resource?.name, ofResource.message);
  return `because the evaluator does not know how to ask for ${action}: ${errors.message}`;
}
