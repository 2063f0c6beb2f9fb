import { changeOf } from '../domain/consent/change.ts';
import { openStage } from '../domain/consent/state.ts';
import type { StageMeaning } from '../domain/crm/deal-stage.ts';
import { type Failure, failureReason, none, type Outcome, ok } from '../domain/crm/outcome.ts';
import type { StageChange } from '../domain/crm/stage-change.ts';
import { isMailable } from '../domain/mail/address.ts';
import { scopedId } from '../domain/mail/identity.ts';
import type { PollDependencies } from './poll-opt-outs.ts';
import type { StageListener } from './stage-listeners.ts';

/** People of one deal: more would be a list, and not a deal. */
const maxPeople = 100;

/** A stage that a deal or a person has reached. */
interface ReachedStage {
  /** The name of the connection. */
  readonly connection: string;
  readonly record: { readonly kind: 'deal' | 'contact'; readonly id: string };
  readonly stage: { readonly id: string; readonly name: string };
  /** When the stage began, ISO 8601. */
  readonly at: string;
  readonly addresses: readonly string[];
}

/** The meaning of a stage for one tenant; absent: it means nothing any more. */
interface ListenerMeaning extends Pick<StageListener, 'tenant' | 'targets'> {
  readonly meaning: StageMeaning | undefined;
}

/**
 * Sends the meaning of one stage for each of its people and each tenant, and tells the targets.
 *
 * @returns how many statements were sent
 */
export async function sendStage(
  dependencies: PollDependencies,
  { connection, record, stage, at, addresses }: ReachedStage,
  meanings: readonly ListenerMeaning[],
): Promise<Outcome<number>> {
  const { queues, subjectHash, now } = dependencies;
  const subjectFor = await subjectHash();
  const receivedAt = now().toISOString();
  const changedAt = new Date(at) > now() ? receivedAt : new Date(at).toISOString();
  const people = addresses.filter(isMailable).slice(0, maxPeople);
  const changes = meanings.flatMap(({ tenant, meaning = openStage }) =>
    people.map((address) =>
      changeOf(
        {
          tenant,
          address,
          signal: 'crm-stage',
          at: changedAt,
          receivedAt,
          source: 'crm',
          evidence: `${connection} ${record.kind} ${record.id} ${meaning}`.slice(0, 500),
          reason: meaning,
        },
        subjectFor,
      ),
    ),
  );
  for (const change of changes) await queues.sendChange(change);
  for (const { tenant, targets, meaning = openStage } of meanings) {
    const id = scopedId(tenant, `${record.kind}-stage`, `${connection}#${record.id}#${stage.id}#${changedAt}`);
    const subject = record.kind === 'deal' ? { deal: record.id } : { contact: record.id };
    const facts = { id, tenant, connection, ...subject, stage: stage.name, meaning, at: changedAt };
    const announced = await announce(dependencies, { ...facts, people }, targets);
    if (announced.kind !== 'ok') return announced;
  }
  return ok(changes.length);
}

/** Tells each target that is no CRM. A target that refuses the message for good holds up no other news. */
async function announce(
  { control, crm, log }: PollDependencies,
  change: StageChange,
  targets: readonly string[],
): Promise<Outcome<undefined>> {
  for (const target of targets) {
    const connection = await control.connection(target);
    const adapter = connection && (await crm.adapterFor(connection));
    if (adapter === undefined) continue;
    const answer = adapter.kind === 'ok' ? await adapter.value.announceStage?.(change) : adapter;
    if (answer?.kind === 'rejected')
      log.warn('heartbeat.stage-refused', { connection: target, change: change.id, reason: failureReason(answer) });
    else if (answer !== undefined && answer.kind !== 'ok') return targetFailure(target, answer);
  }
  return none();
}

/** The failure of a target says nothing about the CRM that was polled. */
const targetFailure = (target: string, failure: Failure): Failure => ({
  kind: 'misconfigured',
  code: 'TARGET',
  message: `${target}: ${failureReason(failure)}`,
});
