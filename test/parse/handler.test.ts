import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ReceivedMail } from '../../lambdas/domain/receive-mail.ts';
import { createParseHandler } from '../../lambdas/parse/handler.ts';
import { silentLog } from '../helpers/builders.ts';

const notification = (mailId: string, objectKey = `inbound/${mailId}`): string =>
  JSON.stringify({
    notificationType: 'Received',
    mail: { messageId: mailId, timestamp: '2026-11-20T09:00:00Z', source: 'a@b.example' },
    receipt: { recipients: ['c@d.example'], action: { objectKey } },
  });
const record = (messageId: string, body: string): SQSRecord =>
  ({
    messageId,
    receiptHandle: `handle-${messageId}`,
    body,
    attributes: { ApproximateReceiveCount: '2' },
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:1:q',
  }) as unknown as SQSRecord;

async function run(receive: (mailId: string) => Promise<ReceivedMail>, ...records: SQSRecord[]) {
  const received: string[] = [];
  const visibility: Array<[string, number]> = [];
  const dead: Array<[string, string]> = [];
  const handler = createParseHandler({
    receive: async ({ mailId }) => {
      received.push(mailId);
      return receive(mailId);
    },
    deadLetters: { put: async (body, reason) => void dead.push([body, reason]) },
    setVisibility: async (handle, afterMs) => void visibility.push([handle, afterMs]),
    backoff: (receives) => receives * 1000,
    measure: () => {},
    log: silentLog,
  });
  const { batchItemFailures } = await handler({ Records: records } as SQSEvent, {} as Context);
  return { received, visibility, dead, failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}
const parsed = async (): Promise<ReceivedMail> => ({ state: 'parsed', eventId: 'evt_1', deliveries: 1 });

describe('parse handler', () => {
  it('takes one mail after the other and acknowledges what became an event', async () => {
    expect(await run(parsed, record('r1', notification('m1')), record('r2', notification('m2')))).toEqual({
      received: ['m1', 'm2'],
      visibility: [],
      dead: [],
      failed: [],
    });
  });

  it('offers a mail again, after a backoff and alone, when it failed', async () => {
    const receive = async (mailId: string) => (mailId === 'm1' ? Promise.reject(new Error('store is down')) : parsed());

    expect(await run(receive, record('r1', notification('m1')), record('r2', notification('m2')))).toMatchObject({
      visibility: [['handle-r1', 2000]],
      failed: ['r1'],
    });
  });

  it('waits for an object that is announced and not there yet', async () => {
    expect(
      (await run(async () => ({ state: 'missing', deliveries: 0 }), record('r1', notification('m1')))).failed,
    ).toEqual(['r1']);
  });

  it('acknowledges a quarantined mail, for trying again cannot help it', async () => {
    expect(
      (await run(async () => ({ state: 'quarantined', deliveries: 0 }), record('r1', notification('m1')))).failed,
    ).toEqual([]);
  });

  it('puts what is no receipt to the dead letters with the reason, and ignores the object that SES writes for itself', async () => {
    const result = await run(
      parsed,
      record('r1', 'no json'),
      record('r2', '{}'),
      record('r3', notification('m3', 'inbound/AMAZON_SES_SETUP_NOTIFICATION')),
    );

    expect(result).toMatchObject({
      received: [],
      failed: [],
      dead: [
        ['no json', 'malformed receipt: SyntaxError'],
        ['{}', 'malformed receipt: ZodError'],
      ],
    });
  });
});
