import { compact } from '../../compact.ts';
import type { ErrorClass } from '../crm/outcome.ts';
import type { ReplayMark } from '../crm/replay-mark.ts';
import type { DeliveryId } from './delivery.ts';
import type { ReplayedDelivery } from './redrive-report.ts';

/** The deliveries that a replay is about; a field that is absent does not narrow it. */
export interface ReplaySelection {
  /** Events by id; absent: all of the feed. */
  readonly eventIds?: readonly string[];
  readonly thread?: string;
  /** The key of an integration, or that of the deliveries by which its rules notify a connection. */
  readonly integration?: string;
  readonly errorClass?: ErrorClass;
  /** Received then or later, ISO 8601 UTC. */
  readonly since?: string;
  /** Received before, ISO 8601 UTC. */
  readonly until?: string;
  /** Also what was delivered, not only what was given up. */
  readonly delivered: boolean;
}

/** The feed of one tenant, as far as a replay reads it. */
export interface ReplayRange {
  readonly tenant: string;
  /** The sequence before the first entry. */
  readonly after: number;
  /** The sequence of the last entry. */
  readonly upTo: number;
}

/** Where a replay goes on. */
export interface ReplayPlace {
  /** Which of the ids, or of the ranges. */
  readonly nth: number;
  /** The sequence of the last entry of that range that is done; absent: none. */
  readonly after?: number;
}

/** How far a replay is. */
export interface ReplayProgress {
  readonly place: ReplayPlace;
  readonly replayed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly failed: number;
  /** Refused deliveries by their code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** The first deliveries that were refused or failed. */
  readonly listed: ReadonlyArray<Pick<ReplayedDelivery, keyof DeliveryId | 'result' | 'code' | 'reason'>>;
  /** Runs in a row that did nothing, because a connection took nothing. */
  readonly stalls: number;
  /** Why it waits. */
  readonly waitsFor?: string;
}

/** A replay as it was asked for. */
export interface ReplayOrder {
  readonly id: string;
  /** The tenants whose events it may touch. */
  readonly tenants: readonly string[];
  readonly selection: ReplaySelection;
  /** The parts of the feeds that it reads; empty where the events are named. */
  readonly ranges: readonly ReplayRange[];
  readonly messageId: ReplayMark['messageId'];
  /** Deliveries in a second, at the most. */
  readonly perSecond: number;
  /** Deliveries after which it stops. */
  readonly limit: number;
  /** Who asked, for the audit record. */
  readonly actor: string;
  /** Tells two requests under one idempotency key apart. */
  readonly digest: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
}

/** `waiting`: nobody has begun it. `stopped`: it ended before its last event, and says why. */
type ReplayState = 'waiting' | 'running' | 'done' | 'stopped';

export interface ReplayJob extends ReplayOrder, ReplayProgress {
  readonly state: ReplayState;
  /** Why it stopped. */
  readonly reason?: string;
  readonly endedAt?: string;
  /** Grows with each worker that takes it. */
  readonly fence: number;
}

/** The most deliveries that one replay hands on. */
export const mostReplayed = 100_000;
/** The most deliveries in a second: a replay must not take the place of new mail. */
export const fastestPerSecond = 50;
/** Deliveries in a second, where nobody says otherwise. */
export const usualPerSecond = 10;
/** Deliveries that a job lists with their reasons. */
const mostListed = 50;

/** The beginning of a replay. */
export const newProgress: ReplayProgress = {
  place: { nth: 0 },
  replayed: 0,
  unchanged: 0,
  refused: 0,
  failed: 0,
  refusals: {},
  listed: [],
  stalls: 0,
};

/** The number of events that a replay looks at. */
export const totalOf = ({ selection: { eventIds }, ranges }: Pick<ReplayOrder, 'selection' | 'ranges'>): number =>
  eventIds?.length ?? ranges.reduce((sum, range) => sum + sizeOf(range), 0);

/** The number of events before a place. */
export const examinedAt = (
  { selection: { eventIds }, ranges }: Pick<ReplayOrder, 'selection' | 'ranges'>,
  { nth, after }: ReplayPlace,
): number => {
  if (eventIds !== undefined) return nth;
  const range = ranges[nth];
  const inRange = range === undefined || after === undefined ? 0 : after - range.after;
  return ranges.slice(0, nth).reduce((sum, done) => sum + sizeOf(done), inRange);
};

const sizeOf = ({ after, upTo }: ReplayRange): number => Math.max(0, upTo - after);

/** The progress with the result of one more delivery. */
export function withResult(progress: ReplayProgress, delivery: ReplayedDelivery): ReplayProgress {
  const { eventId, integration, result, code, reason } = delivery;
  const counted = countOf(result);
  const isListed = (counted === 'refused' || counted === 'failed') && progress.listed.length < mostListed;
  const { refusals, listed } = progress;
  return {
    ...progress,
    [counted]: progress[counted] + 1,
    refusals: code === undefined ? refusals : { ...refusals, [code]: (refusals[code] ?? 0) + 1 },
    listed: isListed ? [...listed, compact({ eventId, integration, result, code, reason })] : listed,
  };
}

function countOf(result: ReplayedDelivery['result']): 'replayed' | 'unchanged' | 'refused' | 'failed' {
  switch (result) {
    case 'delivered':
    case 'resent':
    case 'would-replay':
      return 'replayed';
    case 'unchanged':
      return 'unchanged';
    case 'refused':
    case 'left':
      return 'refused';
    default:
      return 'failed';
  }
}
