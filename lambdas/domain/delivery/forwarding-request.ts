import type { DeliveryId } from './delivery.ts';

/**
 * A mailbox provider has asked whether mail may be forwarded to an address of an integration. The link and the code are in
 * the event, and not here.
 */
export interface ForwardingRequest extends DeliveryId {
  /** The provider, as in gmail. */
  readonly service: string;
  /** When its mail was received, ISO 8601 UTC. */
  readonly at: string;
}
