import type { CrmAdapter } from '../domain/crm/crm-adapter.ts';
import {
  type ChangedDeals,
  type DealStage,
  type DealStages,
  meaningOf,
  type StageMeaning,
  stageMeanings,
} from '../domain/crm/deal-stage.ts';
import { type Failure, failureReason, type Outcome, ok } from '../domain/crm/outcome.ts';
import type { PersonStage, PersonStages } from '../domain/crm/person-stages.ts';
import { concernsDeliveries } from '../domain/delivery/circuit.ts';
import type { PollDependencies } from './poll-opt-outs.ts';
import { sendStage } from './send-stage.ts';
import { hasNames, listenersByConnection, type StageListener } from './stage-listeners.ts';

/**
 * Asks each CRM for the deals and the people that changed since it was last asked, and sends what their stages mean for the people
 * to the suppressions queue: one statement for each person, dated by the change of the stage. The first poll of a connection
 * only notes the time.
 *
 * A mark moves when everything before it is queued, and the same stage of the same record makes the same change, so a
 * repetition changes nothing.
 */
export function createPollStages(dependencies: PollDependencies) {
  return async function pollStages(): Promise<void> {
    const listeners = listenersByConnection(await dependencies.control.integrations());
    await Promise.all([...listeners].map(([connection, list]) => poll(dependencies, connection, list)));
  };
}

/** The findings of a poll, and the start of the next one. */
interface Found {
  /** Sends what was found. @returns how many statements were sent */
  send(): Promise<Outcome<number>>;
  readonly until: Date;
}

async function poll(dependencies: PollDependencies, name: string, listeners: readonly StageListener[]): Promise<void> {
  const { control, crm, gate } = dependencies;
  const connection = await control.connection(name);
  if (connection === undefined || (await gate.state(name)).circuit === 'open') return;
  const adapter = await crm.adapterFor(connection);
  if (adapter.kind !== 'ok') return reportFailure(dependencies, name, adapter);
  const { dealStages, personStages } = adapter.value;
  const ofDeals = listeners.filter(({ deals }) => hasNames(deals));
  const ofPeople = listeners.filter(({ people }) => hasNames(people));
  if (dealStages?.changedSince !== undefined && ofDeals.length > 0) {
    const polled = { name, adapter: adapter.value, dealStages, listeners: ofDeals };
    await pollOne(dependencies, name, name, (since) => changedDeals(dependencies, polled, since));
  }
  if (personStages !== undefined && ofPeople.length > 0)
    await pollOne(dependencies, name, `${name}#people`, (since) =>
      changedPeople(dependencies, { name, personStages, listeners: ofPeople }, since),
    );
}

/** @param mark the name of the mark of this poll */
async function pollOne(
  dependencies: PollDependencies,
  name: string,
  mark: string,
  look: (since: Date) => Promise<Outcome<Found>>,
): Promise<void> {
  const { marks, log, now } = dependencies;
  const since = await marks.get(mark);
  if (since === undefined) return marks.set(mark, now());
  const found = await look(since);
  if (found.kind !== 'ok') return reportFailure(dependencies, name, found);
  const sent = await found.value.send();
  if (sent.kind !== 'ok') return reportFailure(dependencies, name, sent);
  await marks.set(mark, found.value.until);
  if (sent.value > 0) log.info('heartbeat.stages-polled', { connection: name, changes: sent.value });
}

interface PolledDeals {
  /** The name of the connection. */
  readonly name: string;
  readonly adapter: Pick<CrmAdapter, 'peopleOfDeal'>;
  readonly dealStages: DealStages;
  readonly listeners: readonly StageListener[];
}

async function changedDeals(dependencies: PollDependencies, crm: PolledDeals, since: Date): Promise<Outcome<Found>> {
  const changed = (await crm.dealStages.changedSince?.(since)) ?? ok({ deals: [], until: since });
  if (changed.kind !== 'ok') return changed;
  const { deals, until } = changed.value;
  return ok({ until, send: () => sendDeals(dependencies, crm, deals) });
}

async function sendDeals(
  dependencies: PollDependencies,
  crm: PolledDeals,
  deals: ChangedDeals['deals'],
): Promise<Outcome<number>> {
  if (deals.length === 0) return ok(0);
  const stages = await crm.dealStages.stages();
  if (stages.kind !== 'ok') return stages;
  return sumOf(deals, (deal) => {
    const stage = stages.value.find(
      ({ id, pipeline }) =>
        id === deal.stage && (deal.pipeline === undefined || (pipeline?.id ?? deal.pipeline) === deal.pipeline),
    );
    return stage === undefined ? ok(0) : sendDeal(dependencies, crm, deal, stage);
  });
}

/** Sends each of several, and stops at the first failure. @returns the sum of what was sent */
async function sumOf<T>(
  items: readonly T[],
  send: (item: T) => Outcome<number> | Promise<Outcome<number>>,
): Promise<Outcome<number>> {
  let sum = 0;
  for (const item of items) {
    const sent = await send(item);
    if (sent.kind !== 'ok') return sent;
    sum += sent.value;
  }
  return ok(sum);
}

async function sendDeal(
  dependencies: PollDependencies,
  { name, adapter, dealStages, listeners }: PolledDeals,
  deal: ChangedDeals['deals'][number],
  stage: DealStage,
): Promise<Outcome<number>> {
  const place = await dealStages.placeOf(deal.id);
  if (place.kind !== 'ok') return place;
  // A deal that never left its first stage has no earlier meaning that could end.
  const hasMoved = place.value?.changedAt !== undefined;
  const at = place.value?.changedAt ?? deal.createdAt;
  const meanings = relevantOf(listeners, ({ deals }) => meaningOf(stage, deals), hasMoved);
  if (meanings.length === 0 || at === undefined || Number.isNaN(Date.parse(at))) return ok(0);
  const people = (await adapter.peopleOfDeal?.(deal.id)) ?? ok({ emails: [] });
  if (people.kind !== 'ok') return people;
  const record = { kind: 'deal', id: deal.id } as const;
  return sendStage(dependencies, { connection: name, record, stage, at, addresses: people.value.emails }, meanings);
}

/** Meanings that somebody waits for: a stage without one ends an earlier one, where there may be one. */
const relevantOf = (
  listeners: readonly StageListener[],
  meaningFor: (listener: StageListener) => StageMeaning | undefined,
  hasMoved: boolean,
) =>
  listeners
    .map((listener) => ({ tenant: listener.tenant, targets: listener.targets, meaning: meaningFor(listener) }))
    .filter(({ meaning }) => meaning !== undefined || hasMoved);

interface PolledPeople extends Pick<PolledDeals, 'name' | 'listeners'> {
  readonly personStages: PersonStages;
}

async function changedPeople(
  dependencies: PollDependencies,
  { name, personStages, listeners }: PolledPeople,
  since: Date,
): Promise<Outcome<Found>> {
  const changed = await personStages.changedSince(since);
  if (changed.kind !== 'ok') return changed;
  const { people, until } = changed.value;
  const send = (person: PersonStage) => {
    const { id, address, stage, at, isFirst } = person;
    const meanings = relevantOf(listeners, ({ people: names }) => meaningOfPerson(stage, names), !isFirst);
    if (meanings.length === 0) return ok(0);
    const record = { kind: 'contact', id } as const;
    const reached = { connection: name, record, stage: { id: stage, name: stage }, at, addresses: [address] };
    return sendStage(dependencies, reached, meanings);
  };
  return ok({ until, send: () => sumOf(people, send) });
}

const meaningOfPerson = (stage: string, names: StageListener['people']): StageMeaning | undefined =>
  stageMeanings.find((meaning) => names[meaning]?.some((name) => name.toLowerCase() === stage.toLowerCase()));

async function reportFailure({ gate, log, now }: PollDependencies, name: string, failure: Failure): Promise<void> {
  log.warn('heartbeat.stages-poll-failed', { connection: name, reason: failureReason(failure) });
  if (failure.kind !== 'throttled' && concernsDeliveries(failure)) await gate.failed(name, failure, now(), false);
}
