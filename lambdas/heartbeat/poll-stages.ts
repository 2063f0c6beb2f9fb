import type { Integration } from '../domain/configuration/integration.ts';
import { changeOf } from '../domain/consent/change.ts';
import { openStage } from '../domain/consent/state.ts';
import type { CrmAdapter } from '../domain/crm/crm-adapter.ts';
import {
  type ChangedDeals,
  type DealStage,
  type DealStages,
  meaningOf,
  type StageNames,
  stageMeanings,
} from '../domain/crm/deal-stage.ts';
import { type Failure, failureReason, none, type Outcome, ok } from '../domain/crm/outcome.ts';
import type { StageChange } from '../domain/crm/stage-change.ts';
import { concernsDeliveries } from '../domain/delivery/circuit.ts';
import { isMailable } from '../domain/mail/address.ts';
import { scopedId } from '../domain/mail/identity.ts';
import type { PollDependencies } from './poll-opt-outs.ts';

/** The meanings of stages for one tenant. */
interface Listener {
  readonly tenant: string;
  readonly names: StageNames;
  /** Connections that hear of the changes. */
  readonly targets: readonly string[];
}

/** People of one deal: more would be a list, and not a deal. */
const maxPeople = 100;

/**
 * Asks each CRM for the deals that changed since it was last asked, and sends what their stages mean for their people to the
 * suppressions queue: one statement for each person, dated by the change of the stage. The first poll of a connection only
 * notes the time.
 *
 * The mark moves when everything before it is queued, and the same stage of the same deal makes the same change, so a
 * repetition changes nothing.
 */
export function createPollStages(dependencies: PollDependencies) {
  return async function pollStages(): Promise<void> {
    const listeners = listenersByConnection(await dependencies.control.integrations());
    await Promise.all([...listeners].map(([connection, list]) => poll(dependencies, connection, list)));
  };
}

/** Tenants with meanings of stages; of several integrations at one connection the first counts. */
function listenersByConnection(integrations: readonly Integration[]): Map<string, Listener[]> {
  const listeners = new Map<string, Listener[]>();
  for (const { tenant, connection, mode, consent } of integrations) {
    const known = listeners.get(connection) ?? [];
    if (mode !== 'live' || consent?.stages === undefined || known.some((other) => other.tenant === tenant)) continue;
    const { stages } = consent;
    const names = stageMeanings.flatMap((meaning) => {
      const setting = stages[meaning];
      return setting === undefined ? [] : [[meaning, setting.deals] as const];
    });
    listeners.set(connection, [...known, { tenant, names: Object.fromEntries(names), targets: consent.targets }]);
  }
  return listeners;
}

async function poll(dependencies: PollDependencies, name: string, listeners: readonly Listener[]): Promise<void> {
  const { control, crm, gate, marks, log, now } = dependencies;
  const connection = await control.connection(name);
  if (connection === undefined || (await gate.state(name)).circuit === 'open') return;
  const adapter = await crm.adapterFor(connection);
  if (adapter.kind !== 'ok') return reportFailure(dependencies, name, adapter);
  const { dealStages } = adapter.value;
  if (dealStages?.changedSince === undefined) return;
  const since = await marks.get(name);
  if (since === undefined) return marks.set(name, now());
  const changed = await dealStages.changedSince(since);
  if (changed.kind !== 'ok') return reportFailure(dependencies, name, changed);
  const sent = await sendStages(dependencies, { name, adapter: adapter.value, dealStages, listeners }, changed.value);
  if (sent.kind !== 'ok') return reportFailure(dependencies, name, sent);
  await marks.set(name, changed.value.until);
  if (sent.value > 0) log.info('heartbeat.stages-polled', { connection: name, changes: sent.value });
}

interface PolledCrm {
  /** The name of the connection. */
  readonly name: string;
  readonly adapter: Pick<CrmAdapter, 'peopleOfDeal'>;
  readonly dealStages: DealStages;
  readonly listeners: readonly Listener[];
}

/** @returns how many statements were sent */
async function sendStages(
  dependencies: PollDependencies,
  crm: PolledCrm,
  { deals }: ChangedDeals,
): Promise<Outcome<number>> {
  if (deals.length === 0) return ok(0);
  const stages = await crm.dealStages.stages();
  if (stages.kind !== 'ok') return stages;
  let sent = 0;
  for (const deal of deals) {
    const stage = stages.value.find(
      ({ id, pipeline }) =>
        id === deal.stage && (deal.pipeline === undefined || (pipeline?.id ?? deal.pipeline) === deal.pipeline),
    );
    const result = stage === undefined ? ok(0) : await sendStage(dependencies, crm, deal, stage);
    if (result.kind !== 'ok') return result;
    sent += result.value;
  }
  return ok(sent);
}

/** Sends the meaning of one deal's stage for each of its people and each tenant. */
async function sendStage(
  dependencies: PollDependencies,
  { name, adapter, dealStages, listeners }: PolledCrm,
  deal: ChangedDeals['deals'][number],
  stage: DealStage,
): Promise<Outcome<number>> {
  const { queues, subjectHash, now } = dependencies;
  const meanings = listeners.map(({ tenant, names, targets }) => ({
    tenant,
    targets,
    meaning: meaningOf(stage, names),
  }));
  const place = await dealStages.placeOf(deal.id);
  if (place.kind !== 'ok') return place;
  // A deal that never left its first stage has no earlier meaning that could end.
  const hasMoved = place.value?.changedAt !== undefined;
  const at = place.value?.changedAt ?? deal.createdAt;
  const relevant = meanings.filter(({ meaning }) => meaning !== undefined || hasMoved);
  if (relevant.length === 0 || at === undefined || Number.isNaN(Date.parse(at))) return ok(0);
  const people = (await adapter.peopleOfDeal?.(deal.id)) ?? ok({ emails: [] });
  if (people.kind !== 'ok') return people;
  const subjectFor = await subjectHash();
  const receivedAt = now().toISOString();
  const changedAt = new Date(at) > now() ? receivedAt : new Date(at).toISOString();
  const addresses = people.value.emails.filter(isMailable).slice(0, maxPeople);
  const changes = relevant.flatMap(({ tenant, meaning = openStage }) =>
    addresses.map((address) =>
      changeOf(
        {
          tenant,
          address,
          signal: 'crm-stage',
          at: changedAt,
          receivedAt,
          source: 'crm',
          evidence: `${name} deal ${deal.id} ${meaning}`.slice(0, 500),
          reason: meaning,
        },
        subjectFor,
      ),
    ),
  );
  for (const change of changes) await queues.sendChange(change);
  for (const { tenant, targets, meaning = openStage } of relevant) {
    const id = scopedId(tenant, 'deal-stage', `${name}#${deal.id}#${stage.id}#${changedAt}`);
    const facts = { id, tenant, connection: name, deal: deal.id, stage: stage.name, meaning, at: changedAt };
    const announced = await announce(dependencies, { ...facts, people: addresses }, targets);
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

async function reportFailure({ gate, log, now }: PollDependencies, name: string, failure: Failure): Promise<void> {
  log.warn('heartbeat.stages-poll-failed', { connection: name, reason: failureReason(failure) });
  if (failure.kind !== 'throttled' && concernsDeliveries(failure)) await gate.failed(name, failure, now(), false);
}
