import type { Control } from '../domain/configuration/control.ts';
import type { ChangeQueue } from '../domain/consent/change-queue.ts';
import { senderChange } from '../domain/consent/intake/sender-changes.ts';
import type { CrmRegistry } from '../domain/crm/crm-adapter.ts';
import { type Failure, failureReason } from '../domain/crm/outcome.ts';
import { type ConnectionGate, concernsDeliveries } from '../domain/delivery/connection-gate.ts';
import type { Log } from '../domain/mail/log.ts';
import type { SubjectHash } from '../domain/mail/subject-hash.ts';

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

/** What was there before the connection was first asked counts, too. */
const beginning = new Date(0);
/** Changes that are sent side by side. */
const atOnce = 20;

/**
 * Asks each CRM who left there since it was last asked, and sends what it says on the suppressions queue: a box that a
 * rep ticks counts like a click. Only leaving is taken over: an unticked box is no proof of a yes.
 *
 * The mark moves when everything before it is queued, and the same news has the same id, so a repetition changes nothing.
 */
export function createPollOptOuts(dependencies: PollDependencies) {
  const { control, crm, gate, marks, queues, subjectHash, log, now } = dependencies;

  const noteFailure = async (name: string, failure: Failure): Promise<void> => {
    log.warn('heartbeat.poll-failed', { connection: name, reason: failureReason(failure) });
    if (failure.kind !== 'throttled' && concernsDeliveries(failure)) await gate.failed(name, failure, now(), false);
  };

  const poll = async (name: string, tenants: readonly string[]): Promise<void> => {
    const connection = await control.connection(name);
    if (connection === undefined || (await gate.state(name)).circuit === 'open') return;
    const adapter = await crm.adapterFor(connection);
    // A secret that cannot be read opens the circuit here, before the first mail waits for it.
    if (adapter.kind !== 'ok') return noteFailure(name, adapter);
    const target = adapter.value.suppressions;
    if (target?.optedOutSince === undefined) return;
    const seen = await target.optedOutSince((await marks.get(name)) ?? beginning);
    if (seen.kind !== 'ok') return noteFailure(name, seen);
    const { optOuts, until } = seen.value;
    const hash = await subjectHash();
    const changes = tenants.flatMap((tenant) =>
      optOuts.map((optOut) =>
        senderChange({ type: 'unsubscribe', ...optOut }, { tenant, source: 'crm', name }, now(), hash),
      ),
    );
    for (let start = 0; start < changes.length; start += atOnce)
      await Promise.all(changes.slice(start, start + atOnce).map((change) => queues.sendChange(change)));
    await marks.set(name, until);
    if (changes.length > 0) log.info('heartbeat.polled', { connection: name, optOuts: changes.length });
  };

  return async (): Promise<void> => {
    const tenantsOf = new Map<string, Set<string>>();
    for (const { tenant, connection, mode, consent } of await control.integrations())
      for (const name of mode === 'live' ? [connection, ...(consent?.targets ?? [])] : [])
        tenantsOf.set(name, (tenantsOf.get(name) ?? new Set()).add(tenant));
    await Promise.all([...tenantsOf].map(([name, tenants]) => poll(name, [...tenants])));
  };
}
