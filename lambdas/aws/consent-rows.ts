import { compact } from '../compact.ts';
import type { ConsentRecord, HistoryEntry, TargetId } from '../domain/consent/consent-ledger.ts';
import { type Hold, noCounts, type ProviderCounts } from '../domain/consent/holds.ts';
import { type Memberships, noMemberships } from '../domain/consent/membership.ts';
import { type ConsentState, emptyConsent } from '../domain/consent/state.ts';
import type { TargetProgress } from '../domain/consent/suppression-target.ts';
import { sha256 } from '../domain/mail/identity.ts';
import { reviewDays } from '../retention.ts';
import { decodeRow, type Row } from './dynamo-row.ts';

// Keys and rows of the consent table, in one place.

const subjectPartition = (tenant: string, subject: string): string => `SUBJECT#${tenant}#${subject}`;

export const consentKey = (tenant: string, subject: string) => ({
  pk: subjectPartition(tenant, subject),
  sk: 'CONSENT',
});
/** The segments of CDPs that an address is in, apart from its consent: the two change at different times. */
export const membershipsKey = (tenant: string, subject: string) => ({
  pk: subjectPartition(tenant, subject),
  sk: 'SEGMENTS',
});
export const historyPrefix = 'HISTORY#';
export const historyKey = (
  tenant: string,
  subject: string,
  { at, changeId }: Pick<HistoryEntry, 'at' | 'changeId'>,
) => ({
  pk: subjectPartition(tenant, subject),
  sk: `${historyPrefix}${at}#${changeId}`,
});
export const targetPrefix = 'TARGET#';
export const targetKey = ({ tenant, subject, target }: TargetId) => ({
  pk: subjectPartition(tenant, subject),
  sk: `${targetPrefix}${target}`,
});
/** One row for each address of a person. */
export const contactKey = (tenant: string, contactId: string, subject: string) => ({
  pk: `CONTACT#${tenant}#${contactId}`,
  sk: subject,
});

/** Unproven changes that mail brought, for people to look at. Oldest first. */
export const reviewKey = (tenant: string, { receivedAt, changeId }: Pick<HistoryEntry, 'receivedAt' | 'changeId'>) => ({
  pk: `REVIEW#${tenant}`,
  sk: `${receivedAt}#${changeId}`,
});
/** In s: how long people can look at it; the history keeps it for longer. */
export const reviewSeconds = reviewDays * 86_400;

export const holdKey = (tenant: string, provider: string) => ({ pk: `HOLD#${tenant}`, sk: provider });

const ratePartition = (tenant: string): string => `RATE#${tenant}`;
/** The counters of a mailbox provider. @param hour as in `2026-11-20T10` */
export const rateKey = (tenant: string, hour: string, provider: string) => ({
  pk: ratePartition(tenant),
  sk: `${hour}#${provider}`,
});

/** A token that a sender signed instead of the body, by its hash. */
export const intakeTokenKey = (source: string, token: string) => ({
  pk: `INTAKE#${source}`,
  sk: `TOKEN#${sha256(token)}`,
});

/** The sparse index over targets that are behind. */
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
  /**
   * Epoch seconds. No version writes it yet: a later one gives rows without effect an end, and a statement that this version adds
   * to such a row must not go with it.
   */
  readonly ttl?: number;
}

/** Reads a row under {@link consentKey}; without one, a subject that nobody knows. */
export function toRecord(tenant: string, subject: string, row: Row | undefined): ConsentRecord {
  if (row === undefined) return { tenant, subject, version: 0, state: emptyConsent };
  const { pk, sk, version, address, isErased, ttl, ...state } = decodeRow<ConsentItem>(row, ['version']);
  return compact({
    tenant,
    subject,
    version,
    state: { ...emptyConsent, ...state },
    address,
    isErased: isErased || undefined,
  });
}

type HistoryItem = HistoryEntry & { readonly pk: string; readonly sk: string; readonly ttl?: number };

/** Reads a row under {@link historyKey} or {@link reviewKey}. */
export function toHistoryEntry(row: Row): HistoryEntry {
  const { pk, sk, ttl, ...entry } = decodeRow<HistoryItem>(row, ['changeId']);
  return entry;
}

/** Reads a row under {@link membershipsKey}; without one, an address that no CDP has named. */
export const toMemberships = (row: Row | undefined): Memberships => {
  if (row === undefined) return noMemberships;
  const { version, entries } = decodeRow<Memberships>(row, ['version', 'entries']);
  return { version, entries };
};

interface TargetItem extends Omit<TargetProgress, 'done' | 'fence' | 'attempts'> {
  readonly pk: string;
  readonly sk: string;
  readonly done?: number;
  readonly fence?: number;
  readonly attempts?: number;
  readonly pendingShard?: string;
  /** Epoch ms. */
  readonly leaseUntil?: number;
  /** The lease of the last worker that did not give it back, epoch ms; 0 when it was given back. */
  readonly heldUntil?: number;
  /** Epoch ms: nobody needs to try before. */
  readonly nextAt?: number;
}

const targetItem = (row: Row): TargetItem => decodeRow<TargetItem>(row, ['tenant', 'subject', 'target']);

/** Reads a row under {@link targetKey}. */
export function toProgress(row: Row): TargetProgress {
  const {
    pk,
    sk,
    pendingShard,
    leaseUntil,
    heldUntil,
    nextAt,
    done = 0,
    fence = 0,
    attempts = 0,
    ...progress
  } = targetItem(row);
  return { ...progress, done, fence, attempts };
}

/** Until when the worker that held a target before may have written, epoch ms; 0 when it gave the target back. */
export const heldUntilOf = (row: Row): number => Number(row.heldUntil ?? 0);

/** Whether a target is behind, nobody holds it and its next try is due. */
export function isDue(row: Row, now: Date): boolean {
  const { pendingShard, leaseUntil = 0, nextAt = 0 } = targetItem(row);
  return pendingShard !== undefined && leaseUntil < now.getTime() && nextAt <= now.getTime();
}

/** Reads a row under {@link holdKey}. */
export const toHold = (row: Row): Hold => decodeRow<{ hold: Hold }>(row, ['hold']).hold;

/** Reads a row under {@link rateKey}: the provider, and its counts in one hour. */
export function toHourOfProvider(row: Row): { readonly provider: string; readonly counts: ProviderCounts } {
  const sk = String(row.sk);
  return { provider: sk.slice(sk.indexOf('#') + 1), counts: { ...noCounts, ...row } };
}
