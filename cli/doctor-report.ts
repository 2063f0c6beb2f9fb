import type { ParkMarker } from '../lambdas/domain/delivery/ledger.ts';
import type { ConnectionHealth } from './connection-health.ts';
import type { OpenForwarding } from './forwarding-requests.ts';
import type { OwnDomainHealth } from './own-domains.ts';
import { ageInWords, type QueueHealth } from './queue-health.ts';
import type { TrailHealth } from './trail-health.ts';
import type { UnreadMail } from './unread-mail.ts';

/** The findings of `postern doctor`; with `--json` the keys of its line. */
export interface DoctorReport {
  readonly healthy: boolean;
  readonly integrations: number;
  readonly connections: readonly ConnectionHealth[];
  readonly poisoned: ReadonlyArray<Pick<ParkMarker, 'group' | 'head' | 'reason' | 'since' | 'waiting'>>;
  /** Deliveries that are pending for more than a quarter of an hour and that no worker holds. */
  readonly stuck: number;
  /** Empty when they could not be read, which is a problem. */
  readonly queues: readonly QueueHealth[];
  readonly unread: UnreadMail;
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

/** The report for people, without the verdict: the caller may know of more problems. */
export function reportLines(report: DoctorReport): string[] {
  const { integrations, connections, poisoned, stuck, queues, unread, sweptAt, problems, remarks } = report;
  return [
    unreadLine(unread),
    ...queues.map(queueLine),
    `${integrations} integrations, ${connections.length} connections`,
    ...connections.flatMap(connectionLines),
    `${poisoned.length} conversations parked behind a mail that fails, ${stuck} deliveries stuck`,
    ...(sweptAt === undefined ? [] : [`the sweep ran at ${sweptAt}`]),
    ...(report.trail?.newestAt === undefined ? [] : [`the audit trail is of ${report.trail.newestAt}`]),
    ...remarks.map((remark) => `REMARK ${remark}`),
    ...problemLines(problems),
  ];
}

/** Problems as every report of doctor shows them. */
export const problemLines = (problems: readonly string[]): string[] => problems.map((problem) => `PROBLEM ${problem}`);

function unreadLine({ mails, oldestSeconds, lookedAt, isAll }: UnreadMail): string {
  return `${mails} mails received and not read yet${oldestText(oldestSeconds)}${isAll ? '' : ` (of ${lookedAt} looked at)`}`;
}

const queueLine = ({
  queue,
  waiting,
  inFlight,
  delayed,
  oldestSeconds,
  deadLetters,
  stage,
  eventSource,
}: QueueHealth): string =>
  `  ${queue}: ${waiting} wait, ${inFlight} in work, ${delayed} delayed${oldestText(oldestSeconds)}; ${deadLetters} dead letters; read by ${stage} (${eventSource})`;

const oldestText = (seconds: number | undefined): string =>
  seconds === undefined ? '' : `, the oldest for ${ageInWords(seconds)}`;

function connectionLines(health: ConnectionHealth): string[] {
  const { connection, vendor, circuit, reason, openedAt, nextProbeAt, waiting, queueSeconds, answer } = health;
  return [
    `  ${connection} (${vendor}): circuit ${circuit}, ${waiting} conversations wait, turn in ${queueSeconds} s`,
    ...(answer === undefined ? [] : [`    answers: ${answer}`]),
    ...(health.fields ?? []).map(
      ({ name, state, isOptional, reason: why }) =>
        `    ${state}${isOptional ? ', optional' : ''}: ${name}${why === undefined ? '' : ` (${why})`}`,
    ),
    ...(circuit === 'open' ? [`    since ${openedAt}: ${reason}; tried again at ${nextProbeAt}`] : []),
  ];
}
