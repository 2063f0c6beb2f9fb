import type { HistoryEntry, TargetId } from '../domain/consent/consent-ledger.ts';
import type { ConsentState } from '../domain/consent/state.ts';
import type { TargetProgress } from '../domain/consent/suppression-target.ts';

// The consent table's keys and rows, in one place.

const subjectPartition = (tenant: string, subject: string): string => `SUBJECT#${tenant}#${subject}`;

export const consentKey = (tenant: string, subject: string) => ({
  pk: subjectPartition(tenant, subject),
  sk: 'CONSENT',
});
export const historyKey = (
  tenant: string,
  subject: string,
  { at, changeId }: Pick<HistoryEntry, 'at' | 'changeId'>,
) => ({
  pk: subjectPartition(tenant, subject),
  sk: `HISTORY#${at}#${changeId}`,
});
export const targetKey = ({ tenant, subject, target }: TargetId) => ({
  pk: subjectPartition(tenant, subject),
  sk: `TARGET#${target}`,
});
/** One row for each address of a person. */
export const contactKey = (tenant: string, contactId: string, subject: string) => ({
  pk: `CONTACT#${tenant}#${contactId}`,
  sk: subject,
});

/** What people should look at: what mails said that nobody proved. Oldest first. */
export const reviewKey = (tenant: string, { receivedAt, changeId }: Pick<HistoryEntry, 'receivedAt' | 'changeId'>) => ({
  pk: `REVIEW#${tenant}`,
  sk: `${receivedAt}#${changeId}`,
});
/** How long it can be looked at; the history keeps it for longer. */
export const reviewSeconds = 90 * 86_400;

/** The sparse index over targets that have not heard. */
export const waitingIndex = 'pending';
const shards = 8;
export const waitingShard = (subject: string): string => `target#${Number.parseInt(subject.slice(0, 4), 16) % shards}`;
export const waitingShards: readonly string[] = Array.from({ length: shards }, (_, shard) => `target#${shard}`);

export interface ConsentItem extends ConsentState {
  readonly pk: string;
  readonly sk: string;
  readonly version: number;
  readonly address?: string;
  readonly isErased?: true;
}

export interface TargetItem extends Omit<TargetProgress, 'done' | 'fence' | 'attempts'> {
  readonly pk: string;
  readonly sk: string;
  readonly done?: number;
  readonly fence?: number;
  readonly attempts?: number;
  readonly pendingShard?: string;
  /** Epoch ms. */
  readonly leaseUntil?: number;
  /** The lease of whoever held it before and did not give it back, epoch ms; 0 when it was given back. */
  readonly heldUntil?: number;
  readonly nextAt?: number;
}

/** A row as the domain knows it. */
export function toProgress(item: TargetItem): TargetProgress {
  const { pk, sk, pendingShard, leaseUntil, heldUntil, nextAt, done = 0, fence = 0, attempts = 0, ...progress } = item;
  return { ...progress, done, fence, attempts };
}

export const holdKey = (tenant: string, provider: string) => ({ pk: `HOLD#${tenant}`, sk: provider });
