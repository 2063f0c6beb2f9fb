import type { AccessLog, Denial } from './access-log.ts';
import type { Decide } from './decider.ts';
import { withKeyUse } from './encryption.ts';
import type { IamCall } from './iam-call.ts';
import type { Policies } from './policies.ts';
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
}

interface GatewayOptions {
  readonly policies: Policies;
  readonly decide: Decide;
  readonly log: AccessLog;
}

/** Stands before every service of this machine and answers as IAM would. */
export function createGateway({ policies, decide, log }: GatewayOptions): Gateway {
  return {
    policies,
    denials: log.denials,
    async check(principal, calls) {
      for (const call of calls.flatMap((each) => withKeyUse(each, policies.keyOf))) {
        const decision = await decide(principal, call);
        log.note(principal, call, decision);
        if (!decision.isAllowed) return { message: messageOf(principal, call, decision.reason) };
      }
      return undefined;
    },
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const messageOf = ({ arn }: Principal, { action, resource }: IamCall, reason: string): string =>
  `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
