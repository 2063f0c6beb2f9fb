import { compact } from '../lambdas/compact.ts';
import type { IntegrationsFile } from '../lambdas/domain/configuration/integration.ts';
import { isPrivateUrl } from '../lambdas/domain/crm/private-url.ts';
import type { ParkMarker } from '../lambdas/domain/delivery/ledger.ts';
import { sweepLateSeconds } from '../lambdas/env.ts';
import type { TrailStore } from './audit-trail.ts';
import type { Backend } from './backend.ts';
import {
  type ConnectionHealth,
  type ConnectionPorts,
  connectionsHealth,
  type Depth,
  firstMarkers,
} from './connection-health.ts';
import type { DoctorReport } from './doctor-report.ts';
import { type ForwardingPorts, forwardingRemarks, openForwardings } from './forwarding-requests.ts';
import { checkOwnDomains, ownDomainRemarks, type ResolveTxt } from './own-domains.ts';
import { ageInWords, checkQueues, type QueueClients, unreadLateAfterSeconds } from './queue-health.ts';
import { openTokens } from './route-test.ts';
import { checkTrail, trailProblems } from './trail-health.ts';
import { findUnreadMail, type UnreadMail } from './unread-mail.ts';

/** The places where a diagnosis looks. */
export interface DiagnosisPorts extends ConnectionPorts {
  readonly integrations: () => Promise<IntegrationsFile>;
  readonly reader: Pick<Backend['reader'], 'mails' | 'stuck'>;
  readonly store: Pick<Backend['store'], 'rawMails' | 'getEvent'>;
  readonly forwardings: ForwardingPorts['forwardings'];
  readonly sweepTime: Pick<Backend['sweepTime'], 'get'>;
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
}

/** How long a delivery is pending before it counts as stuck, in ms. */
const stuckAfterMs = 900_000;
const sweepLateMs = sweepLateSeconds * 1000;

/** Reads the state of the whole pipeline, and says what is wrong with it. */
export async function diagnose(ports: DiagnosisPorts, now: Date, depth: Depth): Promise<DoctorReport> {
  const file = await ports.integrations();
  // DNS may be slow, and nothing else waits for it.
  const domains = checkOwnDomains(file.integrations, ports.resolveTxt);
  const connections = await connectionsHealth(ports, file.connections, now, depth);
  const poisoned = (await firstMarkers(ports.parked.markers({ kind: 'poisoned' }))).filter(
    ({ waiting }) => waiting > 0,
  );
  const stuck = (await ports.reader.stuck(new Date(now.getTime() - stuckAfterMs), now)).length;
  const sweptAt = await ports.sweepTime.get();
  const unread = await findUnreadMail(ports, now);
  const trail = ports.trail && (await checkTrail(ports.trail, unread.readAt, now));
  const { queues, problems: queueProblems } = await checkQueues(ports.queueClients, ports.variable, now);
  const problems = [
    ...queueProblems,
    ...unreadProblems(unread),
    ...(await ports.deniedCalls()),
    ...integrationProblems(file),
    ...circuitProblems(connections),
    ...ports.credentialProblems(file),
    ...openAddressProblems(file),
    ...answerProblems(connections),
    ...fieldProblems(connections),
    ...poisoned.map(
      ({ group, head, reason }) =>
        `conversation ${group} waits behind ${head} (${codeOf(reason)}): postern trace ${head}`,
    ),
    ...(stuck > 0 ? [`${stuck} deliveries are stuck; the sweep takes them up within the hour`] : []),
    ...sweepProblems(sweptAt, now),
    ...(trail === undefined ? [] : trailProblems(trail)),
  ];
  const ownDomains = await domains;
  const forwardings = await openForwardings(ports);
  return compact({
    healthy: problems.length === 0,
    integrations: file.integrations.length,
    connections,
    poisoned: poisoned.map(reportedMarker),
    stuck,
    queues,
    unread,
    sweptAt: sweptAt?.toISOString(),
    trail,
    ownDomains,
    forwardings: forwardings.length > 0 ? forwardings : undefined,
    problems,
    remarks: [
      ...(trail === undefined ? ['no audit trail is known: AUDIT_BUCKET of CliEnvironment is not set'] : []),
      ...ownDomainRemarks(ownDomains),
      ...openTokens(file.integrations),
      ...forwardingRemarks(forwardings),
    ],
  });
}

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
