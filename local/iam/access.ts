import { createRunToken } from '../run-token.ts';
import type { Denial } from './access-log.ts';
import type { AccessDenied, Gateway } from './gateway.ts';
import { type AwsRequest, headerOf, type IamCall } from './iam-call.ts';
import type { Principal } from './simulator.ts';

/** Who may ask the services of this machine, and for what. */
export interface Access {
  /** The access key of the runtime itself: its calls are the services' own, and are not evaluated. */
  readonly runtimeKey: string;
  /** The access key of the command line, which is allowed everything. */
  readonly operatorKey: string;
  /** Makes an access key of a function. */
  issue(principal: Principal): string;
  /** Whether a request is signed with a key of this run; the signature itself is not checked. */
  isKnown(request: AwsRequest): boolean;
  /**
   * Asks IAM for the calls of a request in the name of its signer; undefined: all are allowed.
   *
   * @param calls made of the request only where somebody asks; undefined for an operation that is not known here
   */
  check(request: AwsRequest, calls: () => readonly IamCall[] | undefined): Promise<AccessDenied | undefined>;
  /** From now on IAM is asked; before, and with `--no-iam`, every call is allowed. */
  enforce(gateway: Gateway): void;
  /** Each kind of denial since the start. */
  denials(): readonly Denial[];
  /** Actions that each function is granted, and has not needed since the start; empty where IAM is not asked. */
  unusedGrants(): readonly UnusedGrants[];
}

/** Granted actions of a function that none of its calls needed. */
interface UnusedGrants {
  /** The folder under `lambdas/`. */
  readonly function: string;
  readonly actions: readonly string[];
}

/** The access keys of one run. */
export function createAccess(): Access {
  const principals = new Map<string, Principal>();
  const state: { gateway?: Gateway } = {};
  const newKey = (): string => `LOCAL${createRunToken().toUpperCase()}`;
  const [runtimeKey, operatorKey] = [newKey(), newKey()];
  const keys = new Set([runtimeKey, operatorKey]);

  return {
    runtimeKey,
    operatorKey,
    issue(principal) {
      const key = newKey();
      keys.add(key);
      principals.set(key, principal);
      return key;
    },
    isKnown: (request) => keys.has(signerOf(request) ?? ''),
    async check(request, calls) {
      const principal = principals.get(signerOf(request) ?? '');
      if (state.gateway === undefined || principal === undefined) return undefined;
      // Nothing to ask is nothing that is known of the request.
      const asked = calls() ?? [];
      return state.gateway.check(principal, asked.length === 0 ? [unknownCall(request)] : asked);
    },
    enforce(gateway) {
      state.gateway = gateway;
    },
    denials: () => state.gateway?.denials() ?? [],
    unusedGrants() {
      const { gateway } = state;
      if (gateway === undefined) return [];
      return [...principals.values()].map((each) => ({ function: each.name, actions: gateway.unusedActions(each) }));
    },
  };
}

/** An operation without known permissions: the evaluator says so, and the call is denied and logged like any other. */
const unknownCall = (request: AwsRequest): IamCall => ({
  action: headerOf(request, 'x-amz-target') ?? `${request.method} ${request.target.split('?')[0]}`,
  resource: '*',
});

/**
 * The access key that a request is signed with, in its header or in a presigned address.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function signerOf(request: AwsRequest): string | undefined {
  const [, inHeader] = /\bCredential=([^/,\s]{1,128})\//.exec(headerOf(request, 'authorization') ?? '') ?? [];
  if (inHeader !== undefined || !request.target.includes('X-Amz-Credential=')) return inHeader;
  const query = request.target.split(/\?(.*)/s)[1];
  return new URLSearchParams(query).get('X-Amz-Credential')?.split('/')[0];
}
