import type { Resources, ServiceEdge } from './edge.ts';
import { withKeyUse } from './encryption.ts';
import { apiEdges, eventSourceEdges, functionEdges, releaseEdges, scheduleEdges } from './function-edges.ts';
import { receiptEdges, sendingEventEdges } from './mail-edges.ts';
import { alarmEdges, bucketEdges, ruleEdges, subscriptionEdges } from './message-edges.ts';
import { ownerOf } from './resource-policies.ts';
import { malwareScanEdges } from './scan-edges.ts';

/**
 * Every call that a service makes for the resources of the templates: SES to bucket and topics, S3 to its queue and its
 * logs, SNS and EventBridge to queues, GuardDuty to the objects that it scans, the scheduler and API Gateway to functions, CloudWatch to the topic of the pages,
 * Lambda to the role, the logs and the queue of a function, CodeDeploy to the alias of a function; and where the target is
 * encrypted under a key of ours, the use of that key.
 *
 * @param keyOf the customer managed key that a resource lies under
 * @throws Error naming a resource that makes a service call something which is not asked for here
 */
export function serviceEdges(
  resources: Resources,
  keyOf: (resource: string, named?: string) => string | undefined,
): ServiceEdge[] {
  const edges = [
    ...receiptEdges(resources),
    ...sendingEventEdges(resources),
    ...bucketEdges(resources, keyOf),
    ...subscriptionEdges(resources),
    ...ruleEdges(resources),
    ...malwareScanEdges(resources),
    ...alarmEdges(resources),
    ...scheduleEdges(resources),
    ...apiEdges(resources),
    ...functionEdges(resources),
    ...eventSourceEdges(resources),
    ...releaseEdges(resources),
  ];
  return edges.flatMap((edge) => withKeyUse(edge.call, keyOf).map((call) => ({ ...edge, call })));
}

/**
 * Refuses a call of a service to what the templates do not have: whether it is allowed, nobody here knows.
 *
 * @throws Error naming the service and what it would call
 */
export function requireKnownTargets(edges: readonly ServiceEdge[], resources: Resources): void {
  const known = new Set([...resources.values()].map(({ identity }) => identity.arn));
  const isKnown = (target: string): boolean =>
    target === '*' || known.has(ownerOf(target)) || known.has(target.replace(/:log-stream:.*$/s, ':*'));
  const unknown = edges.find(({ call }) => !isKnown(call.resource));
  if (unknown === undefined) return;
  const { principal, call } = unknown;
  throw new Error(`${principal.name} is to call ${call.action} on ${call.resource}, which the templates do not have`);
}
