import type { SetUpItem } from '../lambdas/domain/crm/crm-adapter.ts';
import type { ParkMarker } from '../lambdas/domain/delivery/ledger.ts';
import { print } from './output.ts';
import type { OwnDomainHealth } from './own-domains.ts';
import { ageInWords, type QueueHealth } from './queue-health.ts';
import type { UnreadMail } from './unread-mail.ts';

/** One connection, as the ledger and, where it was asked, its CRM show it. */
export interface ConnectionHealth {
  readonly connection: string;
  readonly vendor: string;
  readonly circuit: 'closed' | 'open';
  readonly reason?: string;
  readonly openedAt?: string;
  readonly nextProbeAt?: string;
  /** Conversations that wait for it; counted up to a thousand. */
  readonly waiting: number;
  /** For how long what comes now would wait for its turn, in seconds. */
  readonly queueSeconds: number;
  readonly callsPerSecond?: number;
  /** What it said when it was asked: `ok`, or why not. */
  readonly answer?: string;
  /** Fields of ours that it does not have, and those that were just made. */
  readonly fields?: readonly SetUpItem[];
}

/** What `postern doctor` found; with `--json` the keys of its line. */
export interface DoctorReport {
  readonly healthy: boolean;
  readonly integrations: number;
  readonly connections: readonly ConnectionHealth[];
  readonly poisoned: ReadonlyArray<Pick<ParkMarker, 'group' | 'head' | 'reason' | 'since' | 'waiting'>>;
  /** Deliveries that are pending for more than a quarter of an hour and that nobody holds. */
  readonly stuck: number;
  /** Empty when they could not be looked at, which is a problem. */
  readonly queues: readonly QueueHealth[];
  readonly unread: UnreadMail;
  /** Until when the sweep has looked at everything, ISO 8601 UTC. */
  readonly sweptUntil?: string;
  /** Domains of `trust.ownDomains`, and whether mail in their name can be proven. */
  readonly ownDomains: readonly OwnDomainHealth[];
  /** What is wrong, and what to do. */
  readonly problems: readonly string[];
  /** What is worth knowing and holds no mail up: the exit code does not count it. */
  readonly remarks: readonly string[];
}

/** The report for people; whether all is well is for the caller to say. */
export function printReport({
  integrations,
  connections,
  poisoned,
  stuck,
  queues,
  unread,
  sweptUntil,
  problems,
  remarks,
}: DoctorReport): void {
  printQueues(queues, unread);
  print(`${integrations} integrations, ${connections.length} connections`);
  for (const {
    connection,
    vendor,
    circuit,
    reason,
    openedAt,
    nextProbeAt,
    waiting,
    queueSeconds,
    answer,
    fields = [],
  } of connections) {
    print(`  ${connection} (${vendor}): circuit ${circuit}, ${waiting} conversations wait, turn in ${queueSeconds} s`);
    if (answer !== undefined) print(`    answers: ${answer}`);
    for (const { name, state, isOptional, reason } of fields)
      print(`    ${state}${isOptional ? ', optional' : ''}: ${name}${reason === undefined ? '' : ` (${reason})`}`);
    if (circuit === 'open') print(`    since ${openedAt}: ${reason}; tried again at ${nextProbeAt}`);
  }
  print(`${poisoned.length} conversations parked behind a mail that fails, ${stuck} deliveries stuck`);
  if (sweptUntil !== undefined) print(`swept until ${sweptUntil}`);
  for (const remark of remarks) print(`REMARK ${remark}`);
  for (const problem of problems) print(`PROBLEM ${problem}`);
}

function printQueues(queues: readonly QueueHealth[], { mails, oldestSeconds, lookedAt, isAll }: UnreadMail): void {
  const since = (seconds: number | undefined): string =>
    seconds === undefined ? '' : `, the oldest for ${ageInWords(seconds)}`;
  print(`${mails} mails received and not read yet${since(oldestSeconds)}${isAll ? '' : ` (of ${lookedAt} looked at)`}`);
  for (const { queue, waiting, inFlight, delayed, oldestSeconds: age, deadLetters, stage, eventSource } of queues)
    print(
      `  ${queue}: ${waiting} wait, ${inFlight} in work, ${delayed} delayed${since(age)}; ${deadLetters} dead letters; read by ${stage} (${eventSource})`,
    );
}
