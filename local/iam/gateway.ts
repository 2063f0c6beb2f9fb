import type { AccessLog, Denial } from './access-log.ts';
import type { Decide } from './decider.ts';
import { withKeyUse } from './encryption.ts';
import type { IamCall } from './iam-call.ts';
import type { Policies } from './policies.ts';
import { type NamedPolicy, statementsOf } from './policy-document.ts';
import type { Principal } from './simulator.ts';

/** Why a request is not answered. */
export interface AccessDenied {
  /** As AWS words it. */
  readonly message: string;
}

export interface Gateway {
  /** Asks IAM for every call of a request, and for what services do at KMS on its behalf; undefined: all are allowed. */
  check(principal: Principal, calls: readonly IamCall[]): Promise<AccessDenied | undefined>;
  readonly policies: Policies;
  /** Each kind of denial since the start. */
  denials(): readonly Denial[];
  /** Actions that the role of a principal is granted, and that none of its calls since the start needed; sorted. */
  unusedActions(principal: Principal): readonly string[];
}

interface GatewayOptions {
  readonly policies: Policies;
  readonly decide: Decide;
  readonly log: AccessLog;
}

/** Stands before every service of this machine and answers as IAM would. */
export function createGateway({ policies, decide, log }: GatewayOptions): Gateway {
  const used = new Map<string, Set<string>>();
  const noteUse = ({ roleArn }: Principal, { action }: IamCall): void => {
    if (roleArn === undefined) return;
    const actions = used.get(roleArn) ?? new Set();
    used.set(roleArn, actions.add(action));
  };
  return {
    policies,
    denials: log.denials,
    unusedActions({ roleArn }) {
      if (roleArn === undefined) return [];
      const granted = policies.ofRole(roleArn).flatMap(grantedBy);
      return [...new Set(granted)].filter((action) => used.get(roleArn)?.has(action) !== true).toSorted();
    },
    async check(principal, calls) {
      for (const call of calls.flatMap((each) => withKeyUse(each, policies.keyOf))) {
        const decision = await decide(principal, call);
        log.note(principal, call, decision);
        noteUse(principal, call);
        if (!decision.isAllowed) return { message: messageOf(principal, call, decision.reason) };
      }
      return undefined;
    },
  };
}

/** The actions that a policy allows; one with a wildcard is given as it is written. */
const grantedBy = (policy: NamedPolicy): string[] =>
  statementsOf(policy)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action = [] }) => Action);

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const messageOf = ({ arn }: Principal, { action, resource }: IamCall, reason: string): string =>
  `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
