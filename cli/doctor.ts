import type { Command } from 'commander';
import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import type { Connection } from '../lambdas/domain/crm/connection.ts';
import type { SetUpItem } from '../lambdas/domain/crm/crm-adapter.ts';
import { failureReason } from '../lambdas/domain/crm/outcome.ts';
import type { ParkMarker } from '../lambdas/domain/delivery/ledger.ts';
import { sweepLateSeconds } from '../lambdas/env.ts';
import { vendorsOf } from '../lambdas/vendors-container.ts';
import { type Backend, connectBackend, findRuntime } from './backend.ts';
import { credentialProblems } from './deployed-secrets.ts';
import { deniedCalls } from './local-denials.ts';
import { fail, print, printJson } from './output.ts';
import {
  examineOwnDomains,
  type OwnDomainHealth,
  ownDomainRemarks,
  type ResolveTxt,
  systemTxt,
} from './own-domains.ts';
import { ageInWords, examineQueues, type QueueHealth, unreadLateAfterSeconds } from './queue-health.ts';
import { openTokens } from './routes.ts';
import { findUnreadMail, type UnreadMail } from './unread-mail.ts';

interface ConnectionHealth {
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

const countedMost = 1000;
const stuckAfterMs = 900_000;
const sweepLateMs = sweepLateSeconds * 1000;

/** @param resolveTxt asked for the DMARC records of own domains */
export function registerDoctor(program: Command, resolveTxt: ResolveTxt = systemTxt): void {
  program
    .command('doctor')
    .description(
      'look at mail that waits, queues and who reads them, connections, circuits, parked conversations, the sweep, the DMARC records of own domains and, on a laptop, calls that IAM denied; ' +
        'exit code 1 when something is wrong',
    )
    .option('--probe', "also ask each connection, with this shell's credentials, by calls that write no record")
    .option('--fix', 'the same, and make the fields of ours that a CRM does not have')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern doctor\n  postern doctor --probe\n  postern doctor --fix\n  postern doctor --json',
    )
    .action(async ({ json, probe = false, fix = false }: { json?: boolean; probe?: boolean; fix?: boolean }) => {
      try {
        const depth = fix ? 'fix' : probe ? 'probe' : 'look';
        const report = await examine(connectBackend(), new Date(), depth, resolveTxt);
        if (json) printJson(report);
        else tell(report);
        process.exitCode = report.healthy ? 0 : 1;
      } catch (error) {
        fail(error);
      }
    });
}

/** `look`: at what Postern knows. `probe`: asks the connections, too. `fix`: and makes what they should have. */
type Depth = 'look' | 'probe' | 'fix';

/** What a connection answers, and which fields of ours it has; nothing where the vendor cannot be asked. */
async function ask(
  { platform }: Backend,
  connection: Connection,
  mayMake: boolean,
): Promise<Pick<ConnectionHealth, 'answer' | 'fields'>> {
  const adapter = await vendorsOf(platform).adapterFor(connection);
  if (adapter.kind !== 'ok') return { answer: failureReason(adapter) };
  // What is missing is one of the reasons why all may not be well: it is made before that is asked.
  const made = mayMake ? await adapter.value.setUp?.(true) : undefined;
  // What could not even be looked at was not mended.
  const answer = made !== undefined && made.kind !== 'ok' ? made : await adapter.value.check?.();
  const items = made ?? (await adapter.value.setUp?.(false));
  const fields = items?.kind === 'ok' ? items.value.filter(({ state }) => state !== 'there') : [];
  return {
    ...(answer !== undefined && { answer: answer.kind === 'ok' ? 'ok' : failureReason(answer) }),
    ...(fields.length > 0 && { fields }),
  };
}

async function examine(backend: Backend, now: Date, depth: Depth, resolveTxt: ResolveTxt): Promise<DoctorReport> {
  const file = await readIntegrations(backend.dynamo, backend.controlTable);
  const { connections, integrations } = file;
  // DNS may be slow, and nothing else waits for it.
  const askedDomains = examineOwnDomains(integrations, resolveTxt);
  const health: ConnectionHealth[] = [];
  for (const [name, connection] of Object.entries(connections)) {
    const { vendor } = connection;
    const asked = depth === 'look' ? {} : await ask(backend, connection, depth === 'fix');
    const state = await backend.gate.state(name);
    const waiting = await collect(backend.parked.markers({ kind: 'buffered', connection: name }));
    health.push({
      connection: name,
      vendor,
      circuit: state.circuit,
      ...(state.circuit === 'open' && {
        ...(state.reason !== undefined && { reason: state.reason }),
        ...(state.openedAt !== undefined && { openedAt: state.openedAt }),
        ...(state.probeAt !== undefined && { nextProbeAt: new Date(state.probeAt).toISOString() }),
      }),
      ...asked,
      waiting: waiting.length,
      queueSeconds: Math.max(0, Math.round((state.queuedUntil - now.getTime()) / 1000)),
      ...(state.learned && { callsPerSecond: state.learned.perSecond }),
    });
  }
  const poisoned = (await collect(backend.parked.markers({ kind: 'poisoned' }))).filter(({ waiting }) => waiting > 0);
  const stuck = (await backend.reader.stuck(new Date(now.getTime() - stuckAfterMs), now)).length;
  const swept = await backend.watermark.get();
  const unread = await findUnreadMail(backend, now);
  const { queues, problems: flowProblems } = await examineQueues(
    backend.queueClients,
    (name) => process.env[name],
    now,
  );
  const problems = [
    ...flowProblems,
    ...unreadProblems(unread),
    ...(await deniedCalls(findRuntime())),
    ...(integrations.length === 0 ? ['no integration is configured: postern routes apply integrations.yaml'] : []),
    ...health
      .filter(({ circuit }) => circuit === 'open')
      .map(
        ({ connection, reason = '' }) =>
          `connection ${connection} is open (${reason}): docs/runbook.md#${articleOf(reason)}`,
      ),
    ...credentialProblems(backend, file),
    ...health
      .filter(({ answer = 'ok' }) => answer !== 'ok')
      .map(
        ({ connection, vendor, answer }) =>
          `connection ${connection} answers ${answer}: docs/crms/README.md, ${vendor}`,
      ),
    ...health.flatMap(({ connection, vendor, fields = [] }) =>
      fields.flatMap(({ name, state, isOptional, reason }) => {
        if (isOptional === true || state === 'made') return [];
        const why = reason === undefined ? 'postern doctor --fix makes it' : reason;
        return [`connection ${connection} has no ${name}: ${why}; docs/crms/README.md, ${vendor}`];
      }),
    ),
    ...poisoned.map(({ group, head }) => `conversation ${group} waits behind ${head}: postern trace ${head}`),
    ...(stuck > 0 ? [`${stuck} deliveries are stuck; the sweep takes them up within the hour`] : []),
    ...(swept !== undefined && now.getTime() - swept.getTime() > sweepLateMs
      ? [`the sweep has not looked at all stored mail since ${swept.toISOString()}: docs/runbook.md#sweep-late`]
      : []),
  ];
  const ownDomains = await askedDomains;
  return {
    healthy: problems.length === 0,
    integrations: integrations.length,
    connections: health,
    poisoned: poisoned.map(({ group, head, reason, since, waiting }) => ({ group, head, reason, since, waiting })),
    stuck,
    queues,
    unread,
    ...(swept && { sweptUntil: swept.toISOString() }),
    ownDomains,
    problems,
    remarks: [...ownDomainRemarks(ownDomains), ...openTokens(integrations)],
  };
}

/** Where the runbook tells what to do about an open circuit, by what opened it. */
const articleOf = (reason: string): string => (reason.startsWith('misconfigured') ? 'crm-configuration' : 'crm-outage');

function unreadProblems({ mails, oldestSeconds = 0 }: UnreadMail): string[] {
  if (oldestSeconds < unreadLateAfterSeconds) return [];
  return [
    `${mails} mails are received and not read yet, the oldest for ${ageInWords(oldestSeconds)}: docs/runbook.md#mail-waits`,
  ];
}

async function collect(markers: AsyncGenerator<ParkMarker>): Promise<ParkMarker[]> {
  const found: ParkMarker[] = [];
  for await (const marker of markers) {
    found.push(marker);
    if (found.length === countedMost) break;
  }
  return found;
}

function tell({
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
  tellQueues(queues, unread);
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
  if (problems.length === 0) print('Nothing is wrong.');
}

function tellQueues(queues: readonly QueueHealth[], { mails, oldestSeconds, lookedAt, isAll }: UnreadMail): void {
  const since = (seconds: number | undefined): string =>
    seconds === undefined ? '' : `, the oldest for ${ageInWords(seconds)}`;
  print(`${mails} mails received and not read yet${since(oldestSeconds)}${isAll ? '' : ` (of ${lookedAt} looked at)`}`);
  for (const { queue, waiting, inFlight, delayed, oldestSeconds: age, deadLetters, stage, eventSource } of queues)
    print(
      `  ${queue}: ${waiting} wait, ${inFlight} in work, ${delayed} delayed${since(age)}; ${deadLetters} dead letters; read by ${stage} (${eventSource})`,
    );
}
