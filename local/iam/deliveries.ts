import type { AccessLog } from './access-log.ts';
import type { Decide, Decision } from './decider.ts';
import type { ServiceEdge } from './edge.ts';

/** Deliveries that AWS services may make on this machine. */
export interface Deliveries {
  /**
   * Whether a delivery goes through; one that does not is logged each time.
   *
   * @param delivery of `deliveryKey`
   * @throws Error when the templates know no such delivery
   */
  may(delivery: string): boolean;
}

/** Without IAM every service may do what it likes. */
export const everyDelivery: Deliveries = { may: () => true };

/**
 * Asks for every call of every service once, at the start: those that this machine never makes, such as a page of an alarm,
 * are found as well.
 */
export async function decideDeliveries(
  edges: readonly ServiceEdge[],
  decide: Decide,
  log: AccessLog,
): Promise<Deliveries> {
  const decided = await Promise.all(
    edges.map(async (edge) => ({ ...edge, decision: await decide(edge.principal, edge.call) })),
  );
  for (const { principal, call, decision } of decided) log.note(principal, call, decision);
  const byDelivery = Map.groupBy(decided, ({ delivery }) => delivery);
  return {
    may(delivery) {
      const calls: ReadonlyArray<ServiceEdge & { decision: Decision }> | undefined = byDelivery.get(delivery);
      if (calls === undefined) throw new Error(`the templates tell no service of ${delivery}`);
      const denied = calls.filter(({ decision }) => !decision.isAllowed);
      for (const { principal, call, decision } of denied) log.note(principal, call, decision);
      return denied.length === 0;
    },
  };
}
