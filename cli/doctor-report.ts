import type { ConnectionHealth } from '../lambdas/operations/connection-health.ts';
import type { DoctorReport } from '../lambdas/operations/health-report.ts';
import { ageInWords, type QueueHealth } from '../lambdas/operations/queue-health.ts';
import type { UnreadMail } from '../lambdas/operations/unread-mail.ts';

/** The report for people, without the verdict: the caller may know of more problems. */
export function reportLines(report: DoctorReport): string[] {
  const { integrations, connections, poisoned, stuck, queues, unread, sweptAt, problems, remarks } = report;
  return [
    ...(unread === undefined ? [] : [unreadLine(unread)]),
    ...queues.map(queueLine),
    `${integrations} integrations, ${connections.length} connections`,
    ...connections.flatMap(connectionLines),
    `${poisoned.length} conversations parked behind a mail that fails, ${stuck ?? 'unknown'} deliveries stuck`,
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
