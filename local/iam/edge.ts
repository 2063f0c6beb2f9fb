import type { Resource } from '../intrinsics.ts';
import { account, region } from '../resource-names.ts';
import type { IamCall } from './iam-call.ts';
import type { Properties } from './policy-document.ts';
import type { Principal } from './simulator.ts';

/** A call that an AWS service makes, because a resource of the templates configures it. */
export interface ServiceEdge {
  /** The delivery that it is part of: `deliveryKey`. A delivery goes through when all its calls are allowed. */
  readonly delivery: string;
  readonly principal: Principal;
  readonly call: IamCall;
}

/**
 * Names what a service delivers: its own call, with the calls at KMS and STS that it takes.
 *
 * @param target the ARN of what is delivered to
 * @param route of the API, which has a permission for each
 */
export const deliveryKey = (service: string, action: string, target: string, route = ''): string =>
  `${service} ${action} ${target} ${route}`.trimEnd();

/** Resources of the templates by their logical ids. */
export type Resources = ReadonlyMap<string, Resource>;

/** Context keys that a service sends with its calls, so that a policy knows the account and resource it acts for. */
type Source = Readonly<Record<'aws:SourceArn', string> & Partial<Record<'aws:SourceAccount', string>>>;

/** SNS and EventBridge name the topic and the rule; that they name the account as well no page of theirs says. */
export const from = (sourceArn: string): Source => ({ 'aws:SourceArn': sourceArn });

/** A source with its account. */
export const fromAccount = (sourceArn: string): Source => ({
  'aws:SourceArn': sourceArn,
  'aws:SourceAccount': account,
});

/** A service as a principal: `ses`. */
export const service = (name: string): Principal => ({ name: `${name}.amazonaws.com`, arn: `${name}.amazonaws.com` });

/** A session of a role. */
export function rolePrincipal(name: string, roleArn: string, session: string): Principal {
  return { name, arn: `arn:aws:sts::${account}:assumed-role/${roleArn.split('/').at(-1)}/${session}`, roleArn };
}

/** The resources of a type, with their logical ids. */
export const all = (
  resources: Resources,
  type: string,
): ReadonlyArray<readonly [id: string, properties: Properties, resource: Resource]> =>
  [...resources]
    .filter(([, { Type }]) => Type === type)
    .map(([id, resource]) => [id, resource.Properties, resource] as const);

/** The ARN of a resource of the templates. */
export const arnOf = (resources: Resources, id: string): string => resources.get(id)?.identity.arn ?? id;

/** The ARN of an API's route as the source of a call. */
export const routeArn = (apiId: string, method: string, path: string): string =>
  `arn:aws:execute-api:${region}:${account}:${apiId}/$default/${method}${path}`;

interface EdgeDetails {
  readonly source: Source;
  /** Resource of the call, when it is not the target itself. */
  readonly resource?: string;
  readonly keyUse?: IamCall['keyUse'];
  readonly route?: string;
}

/** A call of a service in its own name. */
export function edge(by: string, action: string, target: string, details: EdgeDetails): ServiceEdge {
  const { source, resource = target, keyUse = [], route } = details;
  const call = { action, resource, context: source, keyUse };
  return { delivery: deliveryKey(by, action, target, route), principal: service(by), call };
}

/** A call of a service in a role that it has taken on. */
export const roleEdge = (by: string, principal: Principal, call: IamCall, target = call.resource): ServiceEdge => ({
  delivery: deliveryKey(by, call.action, target),
  principal,
  call,
});

/** How whoever sends to an encrypted topic or queue uses its key. */
export const sendingKeyUse = ['GenerateDataKey', 'Decrypt'] as const;

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
export const publishes = (by: string, topic: string, source: Source): ServiceEdge =>
  edge(by, 'sns:Publish', topic, { source, keyUse: sendingKeyUse });

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
export const sends = (by: string, queue: string, source: Source): ServiceEdge =>
  edge(by, 'sqs:SendMessage', queue, { source, keyUse: sendingKeyUse });

/**
 * Refuses a part of a resource that makes a service call something which is not asked for: it would be silently allowed.
 *
 * @throws Error naming the resource and the part
 */
export function refuse(id: string, part: string): never {
  throw new Error(`${id} has ${part}, whose calls are not asked for on this machine`);
}

/** Refuses whichever of some properties there is. */
export function refuseAny(id: string, value: unknown, names: readonly string[]): void {
  const found = names.find((name) => ((value ?? {}) as Properties)[name] !== undefined);
  if (found !== undefined) refuse(id, found);
}
