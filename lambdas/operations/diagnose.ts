import type { LedgerReader } from '../aws/ledger-reader.ts';
import type { S3MailStore } from '../aws/s3-mail-store.ts';
import type { createSweepTime } from '../aws/watermark.ts';
import { compact } from '../compact.ts';
import type { IntegrationsFile } from '../domain/configuration/integration.ts';
import { openTokens } from '../domain/configuration/open-tokens.ts';
import { isPrivateUrl } from '../domain/crm/private-url.ts';
import type { ParkMarker } from '../domain/delivery/ledger.ts';
import { sweepLateSeconds } from '../env.ts';
import {
  type ConnectionHealth,
  type ConnectionPorts,
  connectionsHealth,
  type Depth,
  firstMarkers,
} from './connection-health.ts';
import { type ForwardingPorts, forwardingRemarks, openForwardings } from './forwarding-requests.ts';
import type { DoctorReport } from './health-report.ts';
import { checkOwnDomains, ownDomainRemarks, type ResolveTxt } from './own-domains.ts';
import { ageInWords, checkQueues, type QueueClients, unreadLateAfterSeconds } from './queue-health.ts';
import type { ReadPart } from './read-part.ts';
import { checkTrail, type TrailStore, trailProblems } from './trail-health.ts';
import { findUnreadMail, type UnreadMail } from './unread-mail.ts';

/** The parts of a diagnosis, each read by itself. */
export type HealthPart =
  | 'connections'
  | 'parked'
  | 'deliveries'
  | 'sweep'
  | 'mail'
  | 'trail'
  | 'queues'
  | 'queue ages'
  | 'denials'
  | 'domains'
  | 'forwardings';

/** The places where a diagnosis looks. */
export interface DiagnosisPorts extends ConnectionPorts {
  readonly integrations: () => Promise<IntegrationsFile>;
  readonly reader: Pick<LedgerReader, 'mails' | 'stuck'>;
  readonly store: Pick<S3MailStore, 'rawMails' | 'getEvent'>;
  readonly forwardings: ForwardingPorts['forwardings'];
  readonly sweepTime: Pick<ReturnType<typeof createSweepTime>, 'get'>;
  /** Absent where nobody says which bucket it is in. */
  readonly trail?: TrailStore | undefined;
  readonly queueClients: QueueClients;
  /** The value of an environment variable. */
  readonly variable: (name: string) => string | undefined;
  /** Calls that the local pipeline denied, in words; none for a deployment. */
  readonly deniedCalls: () => Promise<readonly string[]>;
  /** Credentials that the functions cannot read, in words. */
  readonly credentialProblems: (file: IntegrationsFile) => readonly string[];
  /** Asked for the DMARC records of own domains. */
  readonly resolveTxt: ResolveTxt;
  /** Reads each part of the report. */
  readonly readPart: ReadPart<HealthPart>;
}

/** How long a delivery is pending before it counts as stuck, in ms. */
const stuckAfterMs = 900_000;
const sweepLateMs = sweepLateSeconds * 1000;

/**
 * Reads the state of the whole pipeline, and says what is wrong with it. A part that cannot be read is left out, where
 * `readPart` lets the others go on.
 */
export async function diagnose(ports: DiagnosisPorts, now: Date, depth: Depth): Promise<DoctorReport> {
  const file = await ports.integrations();
  const found = await lookAround(ports, file, now, depth);
  const { connections = [], poisoned = [], stuck, queues, unread, trail, ownDomains = [], forwardings = [] } = found;
  const problems = problemsOf(ports, file, found, now);
  return compact({
    healthy: problems.length === 0,
    integrations: file.integrations.length,
    connections,
    poisoned: poisoned.map(reportedMarker),
    stuck,
    queues: queues?.queues ?? [],
    unread,
    sweptAt: found.swept?.at?.toISOString(),
    trail,
    ownDomains,
    forwardings: forwardings.length > 0 ? forwardings : undefined,
    problems,
    remarks: [
      ...(ports.trail === undefined ? ['no audit trail is known: AUDIT_BUCKET of CliEnvironment is not set'] : []),
      ...ownDomainRemarks(ownDomains),
      ...openTokens(file.integrations),
      ...forwardingRemarks(forwardings),
    ],
  });
}

/** The findings of each part; absent: it could not be read. */
type Findings = Awaited<ReturnType<typeof lookAround>>;

async function lookAround(ports: DiagnosisPorts, file: IntegrationsFile, now: Date, depth: Depth) {
  const { readPart, reader, trail } = ports;
  const unreadMail = readPart('mail', () => findUnreadMail(ports, now));
  const [connections, poisoned, stuck, swept, unread, trailHealth, queues, denied, ownDomains, forwardings] =
    await Promise.all([
      readPart('connections', () => connectionsHealth(ports, file.connections, now, depth)),
      readPart('parked', async () =>
        (await firstMarkers(ports.parked.markers({ kind: 'poisoned' }))).filter(({ waiting }) => waiting > 0),
      ),
      readPart('deliveries', async () => (await reader.stuck(new Date(now.getTime() - stuckAfterMs), now)).length),
      readPart('sweep', async () => ({ at: await ports.sweepTime.get() })),
      unreadMail,
      trail && readPart('trail', async () => checkTrail(trail, (await unreadMail)?.readAt, now)),
      readPart('queues', () => checkQueues(ports.queueClients, ports.variable, now, readPart)),
      readPart('denials', ports.deniedCalls),
      // DNS may be slow, and nothing else waits for it.
      readPart('domains', () => checkOwnDomains(file.integrations, ports.resolveTxt)),
      readPart('forwardings', () => openForwardings(ports)),
    ]);
  return { connections, poisoned, stuck, swept, unread, trail: trailHealth, queues, denied, ownDomains, forwardings };
}

const problemsOf = (ports: DiagnosisPorts, file: IntegrationsFile, found: Findings, now: Date): string[] => [
  ...(found.queues?.problems ?? []),
  ...(found.unread === undefined ? [] : unreadProblems(found.unread)),
  ...(found.denied ?? []),
  ...integrationProblems(file),
  ...circuitProblems(found.connections ?? []),
  ...ports.credentialProblems(file),
  ...openAddressProblems(file),
  ...answerProblems(found.connections ?? []),
  ...fieldProblems(found.connections ?? []),
  ...(found.poisoned ?? []).map(
    ({ group, head, reason }) =>
      `conversation ${group} waits behind ${head} (${codeOf(reason)}): postern trace ${head}`,
  ),
  ...((found.stuck ?? 0) > 0 ? [`${found.stuck} deliveries are stuck; the sweep takes them up within the hour`] : []),
  ...sweepProblems(found.swept?.at, now),
  ...(found.trail === undefined ? [] : trailProblems(found.trail)),
];

/** The kind and the code of a failure, as in `rejected: INVALID_EMAIL`, without the vendor's words. */
const codeOf = (reason: string): string => reason.split(': ').slice(0, 2).join(': ');

const reportedMarker = ({ group, head, reason, since, waiting }: ParkMarker) => ({
  group,
  head,
  reason,
  since,
  waiting,
});

const integrationProblems = ({ integrations }: IntegrationsFile): string[] =>
  integrations.length === 0 ? ['no integration is configured: postern routes apply integrations.yaml'] : [];

/** Connections that are not called, since their requests would not be encrypted: rows that are older than the check of a file. */
const openAddressProblems = ({ connections }: IntegrationsFile): string[] =>
  Object.entries(connections)
    .filter(([, { baseUrl }]) => !isPrivateUrl(baseUrl))
    .map(
      ([name, { baseUrl }]) =>
        `connections.${name}.baseUrl: found ${baseUrl}; wants https: docs/runbook.md#crm-configuration`,
    );

const circuitProblems = (connections: readonly ConnectionHealth[]): string[] =>
  connections
    .filter(({ circuit }) => circuit === 'open')
    .map(
      ({ connection, reason = '' }) =>
        `connection ${connection} is open (${reason}): docs/runbook.md#${articleOf(reason)}`,
    );

/** The article of the runbook about an open circuit, by what opened it. */
const articleOf = (reason: string): string => (reason.startsWith('misconfigured') ? 'crm-configuration' : 'crm-outage');

const answerProblems = (connections: readonly ConnectionHealth[]): string[] =>
  connections
    .filter(({ answer = 'ok' }) => answer !== 'ok')
    .map(
      ({ connection, vendor, answer }) => `connection ${connection} answers ${answer}: docs/crms/README.md, ${vendor}`,
    );

const fieldProblems = (connections: readonly ConnectionHealth[]): string[] =>
  connections.flatMap(({ connection, vendor, fields = [] }) =>
    fields
      .filter(({ isOptional, state }) => isOptional !== true && state !== 'made')
      .map(
        ({ name, reason = 'postern doctor --fix makes it' }) =>
          `connection ${connection} has no ${name}: ${reason}; docs/crms/README.md, ${vendor}`,
      ),
  );

const unreadProblems = ({ mails, oldestSeconds = 0 }: UnreadMail): string[] =>
  oldestSeconds < unreadLateAfterSeconds
    ? []
    : [
        `${mails} mails are received and not read yet, the oldest for ${ageInWords(oldestSeconds)}: docs/runbook.md#mail-waits`,
      ];

const sweepProblems = (sweptAt: Date | undefined, now: Date): string[] =>
  sweptAt !== undefined && now.getTime() - sweptAt.getTime() > sweepLateMs
    ? [`the sweep has not run to its end since ${sweptAt.toISOString()}: docs/runbook.md#sweep-late`]
    : [];
