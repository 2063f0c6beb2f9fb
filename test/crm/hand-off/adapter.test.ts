import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createHandOff } from '../../../lambdas/aws/hand-off.ts';
import { createEventBridgeAdapter, createSqsAdapter } from '../../../lambdas/crm/hand-off/adapter.ts';
import type { CrmAdapter } from '../../../lambdas/domain/crm/crm-adapter.ts';
import type { ReplayMark } from '../../../lambdas/domain/crm/replay-mark.ts';
import type { ParsedMail } from '../../../lambdas/domain/mail/parsed-mail.ts';
import { mailContextOf } from '../../../lambdas/domain/planning/mail-context.ts';
import { mapEvent } from '../../../lambdas/domain/planning/map-event.ts';
import { routeEvent } from '../../../lambdas/domain/planning/route-event.ts';
import { aDelivery, anEvent, anIntegration } from '../../helpers/builders.ts';
import { startVendorSandbox, type TestVendorSandbox } from '../../helpers/sandbox.ts';
import { aVendorContext } from '../a-vendor-context.ts';

const now = new Date('2026-11-20T10:00:00Z');
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'not-a-secret' };
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'eu-west-1', credentials }));

const routedOf = (changes: Partial<ParsedMail> = {}) => {
  const event = anEvent(changes);
  return routeEvent(event, aDelivery(event));
};

/** No client is asked: the function itself writes to a bus or a queue. */
const aContext = (sqs: SQSClient, url: string) =>
  aVendorContext(async () => ({ kind: 'unknown' }), { url, handOff: createHandOff({ sqs, dynamo, now: () => now }) });

/** Delivers one mail, as often as wanted. */
async function deliver(adapter: CrmAdapter, times = 1, changes: Partial<ParsedMail> = {}, replay?: ReplayMark) {
  const routed = routedOf(changes);
  const steps = await adapter.steps(mapEvent(mailContextOf(routed), anIntegration()), routed, now, replay);
  if (steps.kind !== 'ok') throw new Error(steps.kind);
  const outcomes = [];
  for (let nth = 0; nth < times; nth += 1) outcomes.push(await steps.value[0]!.write({}));
  return outcomes;
}

const state = {
  tenant: 'acme',
  subject: 'a-hash',
  address: 'ada@customer.example',
  version: 3,
  suppressed: ['marketing'],
  reason: 'unsubscribed',
  at: '2026-11-20T09:00:00.000Z',
  unconfirmed: [],
  isWish: true,
} as const;

const delivered = {
  schema: 'email.delivered/1',
  eventId: 'evt_1',
  integration: 'sales',
  tenant: 'acme',
  threadKey: 't',
  receivedAt: '2026-11-20T09:00:00.000Z',
  deliveredAt: '2026-11-20T09:00:02.000Z',
  crm: { connection: 'hub', contactId: 'c1' },
} as const;

describe('hand-off to EventBridge', () => {
  let bus: TestVendorSandbox;
  beforeEach(async () => {
    bus = await startVendorSandbox('eventbridge');
  });
  afterEach(() => bus.stop());

  const adapter = () => createEventBridgeAdapter(aContext({} as SQSClient, `${bus.url}/`));
  const entries = () => bus.store.list('events').map(({ body }) => body);
  const detailOf = (entry: { Detail?: unknown } | undefined) =>
    JSON.parse(String(entry?.Detail)) as Record<string, unknown>;

  it('puts the event with attributes by which a rule can choose', async () => {
    expect((await deliver(adapter()))[0]).toMatchObject({ kind: 'ok' });

    expect(entries()[0]).toMatchObject({ Source: 'postern', DetailType: 'email.received/1' });
    expect(detailOf(entries()[0])).toMatchObject({
      integration: 'sales',
      inbox: 'sales@inbound.localhost',
      kind: 'human',
      spam: 'none',
      region: 'local',
      event: { schema: 'email.received/1', message: { from: { address: 'ada@customer.example' } } },
    });
  });

  it('gives a repetition the same id, by which a consumer drops it', async () => {
    await deliver(adapter(), 2);

    expect(new Set(entries().map((entry) => detailOf(entry).id)).size).toBe(1);
  });

  it('marks a replay, under the same id or a new one', async () => {
    await deliver(adapter());
    await deliver(adapter(), 1, {}, { id: 'rpl_1', messageId: 'same' });
    await deliver(adapter(), 2, {}, { id: 'rpl_1', messageId: 'new' });

    const [first, same, renamed, again] = entries().map(detailOf);
    expect(first).not.toHaveProperty('replay');
    expect(same).toMatchObject({ id: first!.id, replay: { id: 'rpl_1' } });
    expect(renamed!.id).not.toBe(first!.id);
    expect(again!.id).toBe(renamed!.id);
  });

  it('puts the records of a delivered mail, and marks a replay', async () => {
    await adapter().announceDelivered!(delivered, { id: 'd1', group: 'sales#t' });
    await adapter().announceDelivered!(delivered, {
      id: 'd1',
      group: 'sales#t',
      replay: { id: 'rpl_1', messageId: 'new' },
    });

    expect(entries()[0]).toMatchObject({ DetailType: 'email.delivered/1' });
    expect(detailOf(entries()[0])).toEqual({ id: 'd1', integration: 'sales', region: 'local', delivered });
    expect(detailOf(entries()[1])).toMatchObject({ replay: { id: 'rpl_1' }, delivered });
    expect(detailOf(entries()[1]).id).not.toBe('d1');
  });

  it('puts suppressions as state, with a version', async () => {
    const proof = await adapter().suppressions!.write(state);

    expect(proof).toMatchObject({ kind: 'ok', value: { by: 'accepted' } });
    expect(entries()[0]).toMatchObject({ DetailType: 'recipient.suppressed/1' });
    expect(detailOf(entries()[0])).toMatchObject({ kind: 'suppressed', state: { version: 3 } });
  });

  it.each([
    ['500', 'unknown'],
    ['drop-after-commit', 'unknown'],
    ['429', 'throttled'],
    ['403', 'misconfigured'],
  ])('takes the fault %s for %s', async (action, kind) => {
    bus.faults.set([{ action }]);

    expect((await deliver(adapter()))[0]?.kind).toBe(kind);
  });
});

describe('hand-off to SQS', () => {
  const queueOf = (send: (command: { input: Record<string, unknown> }) => Promise<unknown>, url: string) =>
    createSqsAdapter(aContext({ send } as unknown as SQSClient, url));

  it('keeps conversations in order and repetitions out, on a FIFO queue', async () => {
    const sent: Array<Record<string, unknown>> = [];
    const adapter = queueOf(async ({ input }) => {
      sent.push(input);
    }, 'https://sqs.eu-west-1.amazonaws.com/123456789012/crm.fifo');

    await deliver(adapter, 2);

    expect(sent[0]).toMatchObject({
      MessageGroupId: 'sales#thread-1',
      MessageAttributes: {
        type: { StringValue: 'email.received/1' },
        kind: { StringValue: 'human' },
        region: { StringValue: 'eu-west-1' },
      },
    });
    expect(sent[1]!.MessageDeduplicationId).toBe(sent[0]!.MessageDeduplicationId);
    await deliver(adapter, 1, {}, { id: 'rpl_1', messageId: 'same' });
    await adapter.announceDelivered!(delivered, { id: 'd1', group: 'sales#thread-1' });
    expect(sent[3]).toMatchObject({ MessageGroupId: sent[0]!.MessageGroupId, MessageDeduplicationId: 'd1' });
    // The queue would drop a replay within five minutes, though its consumer knows the id.
    expect(sent[2]!.MessageDeduplicationId).not.toBe(sent[0]!.MessageDeduplicationId);
    expect(JSON.parse(String(sent[2]!.MessageBody))).toMatchObject({
      id: JSON.parse(String(sent[0]!.MessageBody)).id,
      replay: { id: 'rpl_1' },
    });
    expect(sent[2]).toMatchObject({ MessageAttributes: { replay: { StringValue: 'rpl_1' } } });
    // SQS takes ten attributes.
    expect(Object.keys(sent[2]!.MessageAttributes as object).length).toBeLessThanOrEqual(10);
  });

  it.each([
    ['QueueDoesNotExist', 400, 'misconfigured'],
    ['AccessDenied', 403, 'misconfigured'],
    ['RequestThrottled', 403, 'throttled'],
    ['InvalidMessageContents', 400, 'rejected'],
    ['ServiceUnavailable', 503, 'unknown'],
    ['TimeoutError', undefined, 'unknown'],
  ])('takes %s with the status %s for %s', async (name, httpStatusCode, kind) => {
    const adapter = queueOf(async () => {
      throw Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } });
    }, 'https://sqs.eu-west-1.amazonaws.com/123456789012/crm');

    expect((await deliver(adapter))[0]?.kind).toBe(kind);
  });
});
