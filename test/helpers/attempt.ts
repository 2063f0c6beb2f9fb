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

/** State of a healthy connection without a queue. */
export const closedCircuit: ConnectionState = {
  circuit: 'closed',
  trials: 0,
  probes: 0,
  failures: 0,
  unfinished: 0,
  refusals: 0,
  busyUntil: 0,
  queuedUntil: 0,
  blockedUntil: 0,
  tenants: new Map(),
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

/** Removes the time of the fixed clock, which carries no information. */
const withoutTime = (args: readonly unknown[]): unknown[] => args.filter((value) => value !== attemptTime);

/** Builds an attempt at a delivery of Ada's mail, with ports that permit everything and record their calls. */
export function anAttempt(options: AttemptOptions = {}) {
  const calls: Array<readonly [port: string, ...given: readonly unknown[]]> = [];
  const recording =
    <A extends readonly unknown[], R>(port: string, answer: (...args: A) => R) =>
    async (...args: A): Promise<R> => {
      calls.push([port, ...withoutTime(args)]);
      return answer(...args);
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
    recordMail: recording('recordMail', () => ({})),
    hasMail: recording('hasMail', () => true),
    load: recording('load', () => ({ delivery })),
    lease: recording('lease', (loaded: Delivery) => ({ delivery: { ...loaded, fence: loaded.fence + 1 } })),
    saveSteps: recording('saveSteps', () => true),
    settle: recording('settle', () => true),
    forget: recording('forget', () => {}),
    release: recording('release', () => true),
    guard: recording('guard', () => true),
    park: recording('park', () => {}),
    explainPark: recording('explainPark', () => {}),
    unguard: recording('unguard', () => {}),
    giveUp: recording('giveUp', () => {}),
    reopen: async () => true,
    noteApplied: recording('noteApplied', () => {}),
    ...options.ledger,
  };
  const gate: ConnectionGate = {
    admit: recording('admit', () => ({ kind: 'go', state: closedCircuit }) as const),
    giveBack: recording('giveBack', () => {}),
    queueUp: recording('queueUp', () => new Date(attemptTime.getTime() + 7_000)),
    claimProbe: recording('claimProbe', () => true),
    failed: recording('failed', () => undefined),
    answered: (...args) => void calls.push(['answered', ...withoutTime(args)]),
    succeeded: recording('succeeded', () => {}),
    learn: recording('learn', () => {}),
    state: recording('state', () => closedCircuit),
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
    /** Names of the ports that were called, in order. */
    asked: () => calls.map(([port]) => port),
  };
}
