import type { ParkMarker } from '../domain/delivery/ledger.ts';
import type { ConnectionHealth } from './connection-health.ts';
import type { OpenForwarding } from './forwarding-requests.ts';
import type { OwnDomainHealth } from './own-domains.ts';
import type { QueueHealth } from './queue-health.ts';
import type { TrailHealth } from './trail-health.ts';
import type { UnreadMail } from './unread-mail.ts';

/** The health of a pipeline: the findings of `postern doctor`, with `--json` the keys of its line, and of `GET /v1/health`. */
export interface DoctorReport {
  readonly healthy: boolean;
  readonly integrations: number;
  readonly connections: readonly ConnectionHealth[];
  readonly poisoned: ReadonlyArray<Pick<ParkMarker, 'group' | 'head' | 'reason' | 'since' | 'waiting'>>;
  /** Deliveries that are pending for more than a quarter of an hour and that no worker holds; absent: unread. */
  readonly stuck?: number;
  /** Empty when they could not be read, which is a problem. */
  readonly queues: readonly QueueHealth[];
  /** Absent: it could not be read. */
  readonly unread?: UnreadMail;
  /** The time up to which the sweep has looked at everything, ISO 8601 UTC. */
  readonly sweptAt?: string;
  /** The audit trail of the ledger; absent where nobody says which bucket it is in. */
  readonly trail?: TrailHealth;
  /** Domains of `trust.ownDomains`, and whether mail in their name can be proven. */
  readonly ownDomains: readonly OwnDomainHealth[];
  /** Forwarding addresses that mailbox providers want confirmed, of the last seven days; absent: none. */
  readonly forwardings?: readonly OpenForwarding[];
  /** Each problem, with what to do. */
  readonly problems: readonly string[];
  /** Facts worth knowing that hold no mail up: they leave the exit code as it is. */
  readonly remarks: readonly string[];
}
