import type { Control } from '../domain/configuration/control.ts';
import type { Integration } from '../domain/configuration/integration.ts';
import type { ChangeQueue } from '../domain/consent/change-queue.ts';
import { senderChange } from '../domain/consent/intake/sender-changes.ts';
import type { CrmRegistry } from '../domain/crm/crm-adapter.ts';
import { type Failure, failureReason } from '../domain/crm/outcome.ts';
import type { VendorOptOut } from '../domain/crm/suppression-target.ts';
import { concernsDeliveries } from '../domain/delivery/circuit.ts';
import type { ConnectionGate } from '../domain/delivery/connection-gate.ts';
import type { Log } from '../domain/mail/log.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';

/** The ports of a poll of the CRMs. */
export interface PollDependencies {
  readonly control: Pick<Control, 'integrations' | 'connection'>;
  readonly crm: CrmRegistry;
  readonly gate: Pick<ConnectionGate, 'state' | 'failed'>;
  readonly marks: {
    get(connection: string): Promise<Date | undefined>;
    set(connection: string, time: Date): Promise<void>;
  };
  readonly queues: ChangeQueue;
  readonly subjectHash: () => Promise<SubjectHash>;
  readonly log: Log;
  readonly now: () => Date;
}

/** The first poll of a connection also takes over earlier opt-outs. */
const beginning = new Date(0);
/** Changes that are sent side by side. */
const batchSize = 20;

/**
 * Asks each CRM for the opt-outs since it was last asked, and sends them to the suppressions queue: a box that a rep ticks
 * counts like a click. Only opting out is taken over: an unticked box is no proof of a yes.
 *
 * The mark moves when everything before it is queued, and the same news has the same id, so a repetition changes nothing.
 */
export function createPollOptOuts(dependencies: PollDependencies) {
  return async function pollOptOuts(): Promise<void> {
    const tenantsOf = tenantsByConnection(await dependencies.control.integrations());
    await Promise.all([...tenantsOf].map(([connection, tenants]) => poll(dependencies, connection, [...tenants])));
  };
}

/** The tenants with live mail or suppressions for a connection. */
function tenantsByConnection(integrations: readonly Integration[]): Map<string, Set<string>> {
  const tenantsOf = new Map<string, Set<string>>();
  for (const { tenant, connection, mode, consent } of integrations)
    for (const name of mode === 'live' ? [connection, ...(consent?.targets ?? [])] : [])
      tenantsOf.set(name, (tenantsOf.get(name) ?? new Set()).add(tenant));
  return tenantsOf;
}

async function poll(dependencies: PollDependencies, name: string, tenants: readonly string[]): Promise<void> {
  const { control, crm, gate, marks, log } = dependencies;
  const connection = await control.connection(name);
  if (connection === undefined || (await gate.state(name)).circuit === 'open') return;
  const adapter = await crm.adapterFor(connection);
  // A secret that cannot be read opens the circuit here, before the first mail waits for it.
  if (adapter.kind !== 'ok') return reportFailure(dependencies, name, adapter);
  const target = adapter.value.suppressions;
  if (target?.optedOutSince === undefined) return;
  const answer = await target.optedOutSince((await marks.get(name)) ?? beginning);
  if (answer.kind !== 'ok') return reportFailure(dependencies, name, answer);
  const { optOuts, until } = answer.value;
  await sendOptOuts(dependencies, name, tenants, optOuts);
  await marks.set(name, until);
  const changes = tenants.length * optOuts.length;
  if (changes > 0) log.info('heartbeat.polled', { connection: name, optOuts: changes });
}

/** Sends each opt-out as a change of every tenant. */
async function sendOptOuts(
  { queues, subjectHash, now }: PollDependencies,
  name: string,
  tenants: readonly string[],
  optOuts: readonly VendorOptOut[],
): Promise<void> {
  const subjectFor = await subjectHash();
  const changes = tenants.flatMap((tenant) =>
    optOuts.map((optOut) =>
      senderChange({ type: 'unsubscribe', ...optOut }, { tenant, source: 'crm', name }, now(), subjectFor),
    ),
  );
  for (let start = 0; start < changes.length; start += batchSize)
    await Promise.all(changes.slice(start, start + batchSize).map((change) => queues.sendChange(change)));
}

async function reportFailure({ gate, log, now }: PollDependencies, name: string, failure: Failure): Promise<void> {
  log.warn('heartbeat.poll-failed', { connection: name, reason: failureReason(failure) });
  if (failure.kind !== 'throttled' && concernsDeliveries(failure)) await gate.failed(name, failure, now(), false);
}
