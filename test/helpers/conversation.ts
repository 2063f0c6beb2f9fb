import { createBrake } from '../../lambdas/aws/dynamo-brake.ts';
import { createDynamoConnectionGate } from '../../lambdas/aws/dynamo-connection-gate.ts';
import { createDynamoLedger } from '../../lambdas/aws/dynamo-ledger.ts';
import { createDynamoParkedThreads } from '../../lambdas/aws/dynamo-parked-threads.ts';
import { createLedgerReader } from '../../lambdas/aws/ledger-reader.ts';
import { compact } from '../../lambdas/compact.ts';
import type { DeliverDependencies } from '../../lambdas/deliver/attempt-context.ts';
import { createDeliverEvent } from '../../lambdas/deliver/deliver-event.ts';
import { createResendDelivery } from '../../lambdas/deliver/resend-delivery.ts';
import type { Integration } from '../../lambdas/domain/configuration/integration.ts';
import type { CrmAdapter, RateLimits } from '../../lambdas/domain/crm/crm-adapter.ts';
import type { CrmStep, StepKey } from '../../lambdas/domain/crm/crm-step.ts';
import type { Outcome, Ref } from '../../lambdas/domain/crm/outcome.ts';
import type { ReplayMark } from '../../lambdas/domain/crm/replay-mark.ts';
import { deliveryMessageOf } from '../../lambdas/domain/delivery/delivery.ts';
import { personAt } from '../../lambdas/domain/delivery/known-person.ts';
import type { DeadLetter } from '../../lambdas/domain/delivery/queues.ts';
import type {
  RedriveRequest,
  ReopenableFate,
  ReplayReport,
  ReplayRequest,
} from '../../lambdas/domain/delivery/redrive-report.ts';
import type { EmailReceived } from '../../lambdas/domain/mail/event.ts';
import { createRedrive } from '../../lambdas/redrive/redrive.ts';
import { createReplay } from '../../lambdas/redrive/replay.ts';
import { aDelivery, anEvent, anIntegration, silentLog, subjectFor } from './builders.ts';
import { startTestDynamo, type TestDynamo } from './dynamo.ts';
import { nullDeliverPorts } from './null-ports.ts';

/**
 * Tests the delivery protocol on a real ledger: starts a database for the suite.
 *
 * @returns a factory of conversations in the ledger, each with a settable clock and a CRM of one step with scripted
 *   answers
 */
export function useConversations(): typeof aConversation {
  beforeAll(async () => {
    database = await startTestDynamo();
  }, 30_000);
  afterAll(() => database.stop());
  return aConversation;
}

let database: TestDynamo;
let counter = 0;

/** Stores a conversation of mails in the ledger, with a settable clock and a CRM of one step. */
async function aConversation(
  length: number,
  {
    key = { kind: 'unique' } as StepKey,
    mode = 'live' as const,
    trust = undefined as Integration['trust'],
    brake = undefined as Integration['brake'],
    consent = undefined as Integration['consent'],
    limits = undefined as RateLimits | undefined,
    rate = undefined as RateLimits | undefined,
    check = undefined as CrmAdapter['check'],
    makesContacts = false,
    takesReplays = false,
  } = {},
) {
  const ledger = createDynamoLedger(database.platform, database.ledgerTable);
  const reader = createLedgerReader(database.dynamo, database.ledgerTable);
  const parked = createDynamoParkedThreads(database.dynamo, database.ledgerTable);
  const conversation = counter++;
  const events = Array.from({ length }, (_, index) =>
    anEvent({ messageId: `m${conversation}-${index}@x.example`, text: `mail ${index}` }),
  );
  const deliveries = events.map((event, index) =>
    aDelivery(event, {
      threadKey: `thread-${conversation}`,
      receivedAt: new Date(Date.UTC(2026, 10, 20, 9, index)).toISOString(),
    }),
  );
  for (const [index, event] of events.entries()) {
    await ledger.recordMail(
      {
        mailId: `mail-${conversation}-${index}`,
        objectKey: 'x',
        receivedAt: event.receivedAt,
        state: 'parsed',
        eventId: event.eventId,
        recipients: [{ address: 'sales@inbound.localhost', integration: 'sales' }],
      },
      event,
      [deliveries[index]!],
    );
  }
  const clock = { ms: Date.UTC(2026, 10, 20, 10) };
  const crmWrites: string[] = [];
  const answers: Array<Outcome<Ref> | 'crash'> = [];
  const finds: Array<Ref | undefined> = [];
  const contact: CrmStep = {
    name: 'contact',
    key: { kind: 'unique' },
    write: async () => ({ kind: 'ok', value: { id: 'crm-ada' }, how: 'existing' }),
  };
  const step = (event: EmailReceived, replay?: ReplayMark): CrmStep => ({
    name: 'activity',
    key,
    async write() {
      const answer = answers.shift() ?? { kind: 'ok', value: { id: `crm-${event.eventId}` }, how: 'created' };
      if (answer === 'crash') throw new Error('the worker dies');
      if (answer.kind === 'ok' || answer.kind === 'unknown')
        crmWrites.push(replay === undefined ? event.eventId : `${event.eventId} ${replay.id} ${replay.messageId}`);
      return answer;
    },
    async find() {
      return { kind: 'ok', value: finds.shift(), how: 'existing' };
    },
  });
  const gate = createDynamoConnectionGate(database.platform, database.ledgerTable);
  const connection = `connection-${conversation}`;
  const deliverPorts: DeliverDependencies = {
    ...nullDeliverPorts,
    ledger,
    countInWindow: createBrake(database.dynamo, database.ledgerTable),
    subjectHash: async () => subjectFor,
    mail: { getEvent: async (eventId) => events.find((event) => event.eventId === eventId) },
    control: {
      integrations: async () => [
        anIntegration({
          mode,
          connection,
          ...(trust && { trust }),
          ...(brake && { brake }),
          ...(consent && { consent }),
        }),
      ],
      connection: async () => ({
        vendor: 'webhook',
        baseUrl: 'https://x.example',
        credentials: 'env:X',
        ...(rate && { rate }),
      }),
      intake: async () => undefined,
      mappings: async () => ({}),
    },
    crm: {
      adapterFor: async () => ({
        kind: 'ok',
        how: 'existing',
        value: {
          calls: { unknown: 1, known: 1 },
          ...(limits && { limits }),
          ...(check && { check }),
          ...(takesReplays && { takesReplays: true as const }),
          steps: async (_records, event, _now, replay) => ({
            kind: 'ok',
            how: 'unchanged',
            value: [...(makesContacts ? [contact] : []), step(event, replay)],
          }),
        },
      }),
    },
    gate,
    now: () => new Date(clock.ms),
    random: () => 0.5,
  };
  const deliver = createDeliverEvent(deliverPorts);
  const person = personAt(subjectFor, connection, 'ada@customer.example');
  const attempt = (index: number, changes: Partial<Parameters<typeof deliver>[1]> = {}) =>
    deliver(deliveryMessageOf({ ...deliveries[index]!, person }), {
      isLast: false,
      leaseMs: 30_000,
      isReplay: false,
      ...changes,
    });
  const letters: DeadLetter[] = [];
  const removed: string[] = [];
  const audits: RedriveRequest[] = [];
  const redrive = createRedrive({
    ledger,
    parked,
    deadLetters: { receive: async () => letters.splice(0), remove: async ({ handle }) => void removed.push(handle) },
    deliver,
    gate,
    probe: async () => {},
    connections: async () => [connection],
    pause: async (ms) => {
      clock.ms += ms;
    },
    audit: async (request) => void audits.push(request),
    log: silentLog,
    now: () => new Date(clock.ms),
    holder: `test-${conversation}`,
  });
  const replays: ReplayReport[] = [];
  const replay = createReplay({
    ledger,
    deliver,
    resend: createResendDelivery(deliverPorts),
    audit: async (_request, report) => void replays.push(report),
    log: silentLog,
    now: () => new Date(clock.ms),
    pause: async (ms) => {
      clock.ms += ms;
    },
  });
  const thread = `thread-${conversation}`;
  return {
    database,
    events,
    gate,
    connection,
    ledger,
    parked,
    clock,
    crmWrites,
    answers,
    finds,
    letters,
    removed,
    audits,
    attempt,
    group: `sales#${thread}`,
    redrive: (request: Partial<RedriveRequest> = {}) =>
      redrive({ actor: 'test', thread, ...request }, { leaseMs: 60_000, leftMs: () => 60_000 }),
    replays,
    replay: (
      indexes: readonly number[],
      dryRun = false,
      reopen: readonly ReopenableFate[] = [],
      marked?: ReplayRequest['marked'],
    ) =>
      replay(compact({ replay: indexes.map((index) => deliveries[index]!), reopen, marked, dryRun, actor: 'test' }), {
        leaseMs: 60_000,
        leftMs: () => 60_000,
      }),
    message: (index: number) => deliveryMessageOf(deliveries[index]!),
    remembered: async () => (await ledger.load(deliveryMessageOf({ ...deliveries[0]!, person }), 'none')).known,
    delivery: async (index: number) => (await reader.event(events[index]!.eventId))?.deliveries[0],
    /** Leases the delivery on behalf of another worker. */
    async hold(index: number, leaseMs: number, at = new Date(clock.ms)) {
      const { delivery } = await ledger.load(deliveries[index]!, `sales#${thread}`);
      return ledger.lease(delivery!, at, leaseMs);
    },
    async isMarked(): Promise<boolean> {
      for await (const { group } of parked.markers({ kind: 'poisoned' })) if (group === `sales#${thread}`) return true;
      return false;
    },
  };
}

export const unknown = { kind: 'unknown' } as const;
export const rejected = { kind: 'rejected', code: 'INVALID', message: 'no' } as const;
