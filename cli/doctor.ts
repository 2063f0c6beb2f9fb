import type { Command } from 'commander';
import { readIntegrations } from '../lambdas/aws/dynamo-control.ts';
import { compact } from '../lambdas/compact.ts';
import type { Connection } from '../lambdas/domain/crm/connection.ts';
import { failureReason } from '../lambdas/domain/crm/outcome.ts';
import type { ParkMarker } from '../lambdas/domain/delivery/ledger.ts';
import { sweepLateSeconds } from '../lambdas/env.ts';
import { vendorsOf } from '../lambdas/vendors-container.ts';
import type { AwsReadiness } from './aws-readiness/examine.ts';
import { type Backend, connectBackend, findRuntime } from './backend.ts';
import { credentialProblems } from './deployed-secrets.ts';
import { type ConnectionHealth, type DoctorReport, printReport } from './doctor-report.ts';
import { deniedCalls } from './local-denials.ts';
import { dnsServer } from './option-values.ts';
import { fail, print, printJson } from './output.ts';
import { examineOwnDomains, ownDomainRemarks, type ResolveTxt, systemTxt } from './own-domains.ts';
import { ageInWords, examineQueues, unreadLateAfterSeconds } from './queue-health.ts';
import { openTokens } from './routes.ts';
import { findUnreadMail, type UnreadMail } from './unread-mail.ts';

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
    .option('--aws', 'also hold the account against the deployment: the last step of deploying')
    .option('--dns <server>', 'with --aws: ask this DNS server instead of the system, as in 1.1.1.1', dnsServer)
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  postern doctor\n  postern doctor --probe\n  postern doctor --fix\n  postern doctor --aws\n  postern doctor --json',
    )
    .action(async ({ json, probe = false, fix = false, aws = false, dns }: DoctorOptions) => {
      try {
        const depth = fix ? 'fix' : probe ? 'probe' : 'look';
        const backend = connectBackend();
        const look = () => examine(backend, new Date(), depth, resolveTxt);
        process.exitCode = (aws ? await tellBoth(backend, look, json, dns) : tellOne(await look(), json)) ? 0 : 1;
      } catch (error) {
        fail(error);
      }
    });
}

interface DoctorOptions {
  readonly json?: boolean;
  readonly probe?: boolean;
  readonly fix?: boolean;
  readonly aws?: boolean;
  readonly dns?: string;
}

/** @returns whether nothing is wrong */
function tellOne(report: DoctorReport, json = false): boolean {
  if (json) printJson(report);
  else printReport(report);
  if (!json && report.healthy) print(allIsWell);
  return report.healthy;
}

/** The account first: where it is not as it should be, the pipeline may not be there to be looked at. */
async function tellBoth(
  backend: Backend,
  look: () => Promise<DoctorReport>,
  json = false,
  dns?: string,
): Promise<boolean> {
  // The clients of services that no other verb asks are loaded here.
  const { lookAtAccount, printReadiness } = await import('./aws-readiness/report.ts');
  const aws: AwsReadiness = await lookAtAccount(backend, dns);
  const report = await look().catch((error: Error) => ({
    healthy: false as const,
    problems: [`the pipeline could not be looked at (${error.name}: ${error.message}): docs/command-line.md#readiness`],
    remarks: [],
  }));
  const healthy = report.healthy && aws.findings.every(({ severity }) => severity !== 'problem');
  if (json) {
    printJson({ ...report, healthy, aws });
    return healthy;
  }
  if ('queues' in report) printReport(report);
  else for (const problem of report.problems) print(`PROBLEM ${problem}`);
  printReadiness(aws);
  if (healthy) print(allIsWell);
  return healthy;
}

const allIsWell = 'Nothing is wrong.';

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
  return compact({
    answer: answer === undefined ? undefined : answer.kind === 'ok' ? 'ok' : failureReason(answer),
    fields: fields.length > 0 ? fields : undefined,
  });
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
      ...(state.circuit === 'open' &&
        compact({
          reason: state.reason,
          openedAt: state.openedAt,
          nextProbeAt: state.probeAt === undefined ? undefined : new Date(state.probeAt).toISOString(),
        })),
      ...asked,
      waiting: waiting.length,
      queueSeconds: Math.max(0, Math.round((state.queuedUntil - now.getTime()) / 1000)),
      ...compact({ callsPerSecond: state.learned ? state.learned.perSecond : undefined }),
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
  return compact({
    healthy: problems.length === 0,
    integrations: integrations.length,
    connections: health,
    poisoned: poisoned.map(({ group, head, reason, since, waiting }) => ({ group, head, reason, since, waiting })),
    stuck,
    queues,
    unread,
    sweptUntil: swept ? swept.toISOString() : undefined,
    ownDomains,
    problems,
    remarks: [...ownDomainRemarks(ownDomains), ...openTokens(integrations)],
  });
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
