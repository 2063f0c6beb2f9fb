import { compact } from '../../compact.ts';
import type { DayCounts } from '../../domain/delivery/mail-index.ts';

/** Mail that was received and not read yet. */
interface UnreadMail {
  readonly unread: number;
  readonly oldestSeconds?: number;
  /** The newest, where they can be named. */
  readonly mails?: ReadonlyArray<{ readonly mailId: string; readonly storedAt: string; readonly bytes?: number }>;
}

/** The mail that waits: not read yet, or without an end. */
interface Waiting extends Partial<UnreadMail> {
  readonly pending: number;
  readonly parked: number;
}

export type FindWaiting = (tenant: string | undefined) => Promise<Waiting>;

interface WaitingPorts {
  /** The unread mail of all tenants: its tenant is known when it is read. */
  readonly unread: () => Promise<UnreadMail>;
  readonly days: (tenant: string | undefined) => Promise<readonly DayCounts[]>;
}

/** Finds what waits. A caller of one tenant is not told how much unread mail there is, which may be of others. */
export const createFindWaiting =
  ({ unread, days }: WaitingPorts): FindWaiting =>
  async (tenant) => {
    const [found, counts] = await Promise.all([tenant === undefined ? unread() : undefined, days(tenant)]);
    return compact({ ...found, pending: sumOf(counts, 'pending'), parked: sumOf(counts, 'parked') });
  };

const sumOf = (days: readonly DayCounts[], fate: string): number =>
  days.reduce((sum, { byFate }) => sum + (byFate[fate] ?? 0), 0);
