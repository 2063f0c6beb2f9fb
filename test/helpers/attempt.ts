import { compact } from '../../lambdas/compact.ts';
import type { AttemptContext, DeliverDependencies } from '../../lambdas/deliver/attempt-context.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import type { CrmAdapter } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { ConnectionGate, ConnectionState } from '../../lambdas/domain/delivery/connection-gate.ts';
import { type Delivery, deliveryMessageOf, groupOf } from '../../lambdas/domain/delivery/delivery.ts';
import type { Ledger } from '../../lambdas/domain/delivery/ledger.ts';
import { aDelivery, anEvent, anIntegration, subjectFor } from './builders.ts';
import { memoryRecords } from './memory-ledger.ts';
import { nullDeliverPorts } from './null-ports.ts';

export const attemptTime = new Date('2026-11-20T10:00:00.000Z');

/** A connection that answers, and to which nobody waits. */
export const closedCircuit: ConnectionState = {
  circuit: 'closed',
  probes: 0,
  failures: 0,
  busyUntil: 0,
  queuedUntil: 0,
  blockedUntil: 0,
};

interface AttemptOptions {
  readonly attempt?: Partial<AttemptContext['attempt']>;
  readonly delivery?: Partial<Delivery>;
  readonly integration?: Partial<Integration>;
  readonly adapter?: Partial<CrmAdapter>;
  readonly ledger?: Partial<Ledger>;
  readonly gate?: Partial<ConnectionGate>;
  readonly ports?: Partial<DeliverDependencies>;
  readonly context?: Partial<Pick<AttemptContext, 'marker' | 'known' | 'consent' | 'isLast' | 'isGuarded'>>;
}

/** The clock stands still, so that its time tells nothing. */
const withoutTime = (given: readonly unknown[]): unknown[] => given.filter((value) => value !== attemptTime);

/** One attempt at a delivery of Ada's mail, with ports that grant everything and note what they are asked. */
export function anAttempt(options: AttemptOptions = {}) {
  const calls: Array<readonly [port: string, ...given: readonly unknown[]]> = [];
  const noting =
    <A extends readonly unknown[], R>(port: string, answer: (...given: A) => R) =>
    async (...given: A): Promise<R> => {
      calls.push([port, ...withoutTime(given)]);
      return answer(...given);
    };
  const event = anEvent();
  const delivery: Delivery = { ...aDelivery(event), attempts: 0, fence: 3, steps: {}, ...options.delivery };
  const message = deliveryMessageOf({ ...delivery, person: 'person-1' });
  const integration = anIntegration(options.integration);
  const adapter: CrmAdapter = {
    calls: { unknown: 4, known: 1 },
    steps: async () => ({ kind: 'ok', value: [], how: 'unchanged' }),
    ...options.adapter,
  };
  const ledger: Ledger = {
    records: memoryRecords(),
    recordMail: noting('recordMail', () => ({})),
    hasMail: noting('hasMail', () => true),
    load: noting('load', () => ({ delivery })),
    lease: noting('lease', (loaded: Delivery) => ({ delivery: { ...loaded, fence: loaded.fence + 1 } })),
    saveSteps: noting('saveSteps', () => true),
    settle: noting('settle', () => true),
    forget: noting('forget', () => {}),
    release: noting('release', () => true),
    guard: noting('guard', () => true),
    park: noting('park', () => {}),
    explainPark: noting('explainPark', () => {}),
    unguard: noting('unguard', () => {}),
    giveUp: noting('giveUp', () => {}),
    noteApplied: noting('noteApplied', () => {}),
    ...options.ledger,
  };
  const gate: ConnectionGate = {
    admit: noting('admit', () => ({ kind: 'go', state: closedCircuit }) as const),
    giveBack: noting('giveBack', () => {}),
    queueUp: noting('queueUp', () => new Date(attemptTime.getTime() + 7_000)),
    claimProbe: noting('claimProbe', () => true),
    failed: noting('failed', () => false),
    answered: (...given) => void calls.push(['answered', ...withoutTime(given)]),
    succeeded: noting('succeeded', () => {}),
    isCrowded: noting('isCrowded', () => false),
    learn: noting('learn', () => {}),
    state: noting('state', () => closedCircuit),
    ...options.gate,
  };
  const dependencies: DeliverDependencies = {
    ...nullDeliverPorts,
    ledger,
    gate,
    mail: { getEvent: async () => event },
    control: {
      integrations: async () => [integration],
      connection: async () => ({ vendor: 'webhook', baseUrl: 'https://x.example', credentials: 'env:X' }),
      intake: async () => undefined,
      mappings: async () => ({}),
    },
    crm: { adapterFor: async () => ({ kind: 'ok', how: 'existing', value: adapter }) },
    subjectHash: async () => subjectFor,
    now: () => attemptTime,
    random: () => 0.5,
    ...options.ports,
  };
  const context: AttemptContext = {
    dependencies,
    message,
    attempt: { isLast: false, leaseMs: 30_000, isReplay: false, ...options.attempt },
    group: groupOf(message),
    delivery,
    isLast: false,
    isGuarded: false,
    ...compact(options.context ?? {}),
  };
  return {
    context,
    event,
    integration,
    adapter,
    calls,
    /** The names of the ports that were called, in their order. */
    asked: () => calls.map(([port]) => port),
  };
}
