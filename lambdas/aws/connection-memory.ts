import type { ConnectionState } from '../domain/delivery/connection-gate.ts';
import { answersCountForMs, freshForMs } from '../domain/delivery/connection-gate.ts';
import type { Row } from './dynamo-row.ts';

const idle: ConnectionState = {
  circuit: 'closed',
  probes: 0,
  failures: 0,
  busyUntil: 0,
  queuedUntil: 0,
  blockedUntil: 0,
};

/**
 * One worker's memory of a connection, so that it can write its row without reading it first. The memory may be
 * wrong: the condition of the write says so, and the refusal brings the row as it stands.
 */
export class ConnectionMemory {
  /** The row as the worker last saw it; idle before that. */
  state: ConnectionState = idle;
  /** When the state was last read for its own sake. */
  readAt: Date | undefined;
  /** When the connection last answered this worker. */
  answeredAt: Date | undefined;

  /** Remembers the row, which is absent before the first write. */
  keep(row: Row | undefined): ConnectionState {
    this.state = { ...idle, ...row };
    return this.state;
  }

  /** Whether the state was read so recently that it need not be read again. */
  isFresh(now: Date): boolean {
    return isWithin(this.readAt, freshForMs, now);
  }

  /** Whether the connection answered so recently that a few missing answers are no outage. */
  isAnswering(now: Date): boolean {
    return isWithin(this.answeredAt, answersCountForMs, now);
  }
}

const isWithin = (time: Date | undefined, ms: number, now: Date): boolean =>
  time !== undefined && time.getTime() > now.getTime() - ms;
