import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ReadStanding } from '../../lambdas/domain/mail/read-marks.ts';
import { EarlyMailError } from '../../lambdas/parse/await-parent.ts';
import { createParseHandler } from '../../lambdas/parse/handler.ts';
import type { ReceivedMail } from '../../lambdas/parse/received-mail.ts';
import { silentLog } from '../helpers/builders.ts';

const notification = (mailId: string, objectKey = `inbound/${mailId}`): string =>
  JSON.stringify({
    notificationType: 'Received',
    mail: { messageId: mailId, timestamp: '2026-11-20T09:00:00Z', source: 'a@b.example' },
    receipt: { recipients: ['c@d.example'], action: { objectKey } },
  });
const record = (messageId: string, body: string, receives = 1): SQSRecord =>
  ({
    messageId,
    receiptHandle: `handle-${messageId}`,
    body,
    attributes: { ApproximateReceiveCount: String(receives) },
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:1:q',
  }) as unknown as SQSRecord;

interface Situation {
  readonly receive: (mailId: string) => Promise<ReceivedMail>;
  /** Readings without an answer so far. */
  readonly marks?: Record<string, Partial<ReadStanding>>;
  readonly leftMs?: number;
}

async function runIn({ receive, marks = {}, leftMs = 120_000 }: Situation, ...records: SQSRecord[]) {
  const received: string[] = [];
  const visibility: Array<[string, number]> = [];
  const dead: Array<[string, string]> = [];
  /** Mails that might wait for another one. */
  const waiting: string[] = [];
  /** Everything that is done, in order. */
  const steps: string[] = [];
  const handler = createParseHandler({
    receive: async ({ mailId }, _body, { attempt, mayWait } = {}) => {
      received.push(mailId);
      if (mayWait) waiting.push(mailId);
      await attempt?.begin();
      steps.push(`read ${mailId}`);
      try {
        return await receive(mailId);
      } finally {
        await attempt?.end();
      }
    },
    quarantine: async ({ mailId }, _body, { code }) => {
      steps.push(`quarantine ${mailId} ${code}`);
      return { state: 'quarantined', deliveries: 0, reason: code };
    },
    marks: {
      standing: async (mailId) => ({ unanswered: 0, alone: 0, isGivenUp: false, ...marks[mailId] }),
      begin: async (mailId, isAlone) => void steps.push(`${isAlone ? 'begin alone' : 'begin'} ${mailId}`),
      end: async (mailId) => void steps.push(`end ${mailId}`),
    },
    deadLetters: { put: async (body, reason) => void dead.push([body, reason]) },
    setVisibility: async (handle, afterMs) => void visibility.push([handle, afterMs]),
    acknowledge: async (handle) => void steps.push(`acknowledge ${handle}`),
    backoff: (receives) => receives * 1000,
    measure: () => {},
    log: silentLog,
  });
  const context = { getRemainingTimeInMillis: () => leftMs } as Context;
  const { batchItemFailures } = await handler({ Records: records } as SQSEvent, context);
  return {
    received,
    visibility,
    dead,
    failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    steps,
    waiting,
  };
}

async function run(receive: Situation['receive'], ...records: SQSRecord[]) {
  const { steps, waiting, ...result } = await runIn({ receive }, ...records);
  return result;
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
      visibility: [['handle-r1', 1000]],
      failed: ['r1'],
    });
  });

  it.each([
    [1, 5000],
    [2, 20_000],
    [3, 60_000],
  ])('puts a mail back that is too early at receive %i, for %i ms', async (receives, afterMs) => {
    const receive = async () => Promise.reject(new EarlyMailError('early'));
    const early = record('r1', notification('m1'), receives);

    expect(await runIn({ receive }, early)).toMatchObject({
      visibility: [['handle-r1', afterMs]],
      failed: ['r1'],
      waiting: ['m1'],
    });
  });

  it('lets no mail wait any longer from the fourth receive on', async () => {
    const { waiting, received } = await runIn({ receive: parsed }, record('r1', notification('m1'), 4));

    expect([received, waiting]).toEqual([['m1'], []]);
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

  it('puts what is no receipt to the dead letters with the reason, and ignores what SES says when a rule is made', async () => {
    const result = await run(
      parsed,
      record('r1', 'no json'),
      record('r2', '{}'),
      record('r3', notification('m3', 'inbound/AMAZON_SES_SETUP_NOTIFICATION')),
      record(
        'r4',
        JSON.stringify({ notificationType: 'Received', mail: { messageId: 'AMAZON_SES_SETUP_NOTIFICATION' } }),
      ),
      record('r5', 'Successfully validated SNS topic for Amazon SES event publishing.'),
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

describe('parse handler, at a mail that was offered before', () => {
  const died = { unanswered: 1 };
  const diedAlone = { unanswered: 3, alone: 2 };

  it('writes no mark for a mail that is offered for the first time', async () => {
    expect((await runIn({ receive: parsed }, record('r1', notification('m1')))).steps).toEqual(['read m1']);
  });

  it('reads what was never tried first, and marks the reading of the others', async () => {
    const { steps } = await runIn(
      { receive: parsed },
      record('r1', notification('m1'), 2),
      record('r2', notification('m2')),
    );

    expect(steps).toEqual(['read m2', 'begin m1', 'read m1', 'end m1']);
  });

  it('removes the mark when a failure was caught, for that is an answer', async () => {
    const receive = async (): Promise<ReceivedMail> => Promise.reject(new Error('throttled'));

    const { steps, failed } = await runIn({ receive }, record('r1', notification('m1'), 9));

    expect(steps).toEqual(['begin m1', 'read m1', 'end m1']);
    expect(failed).toEqual(['r1']);
  });

  it('never quarantines what only failed, however often it was offered', async () => {
    expect((await runIn({ receive: parsed }, record('r1', notification('m1'), 19))).steps).toContain('read m1');
  });

  it('reads a mail without an answer last, with nothing else of the batch left on the queue', async () => {
    const { steps, failed, visibility } = await runIn(
      {
        receive: async (mailId) => (mailId === 'm3' ? Promise.reject(new Error('throttled')) : parsed()),
        marks: { m1: died },
      },
      record('r1', notification('m1'), 3),
      record('r2', notification('m2')),
      record('r3', notification('m3')),
    );

    expect(steps).toEqual(['read m2', 'read m3', 'acknowledge handle-r2', 'begin alone m1', 'read m1', 'end m1']);
    expect(failed).toEqual(['r3']);
    expect(visibility).toEqual([['handle-r3', 1000]]);
  });

  it('puts the second such mail of a batch back at once', async () => {
    const { steps, failed, visibility } = await runIn(
      { receive: parsed, marks: { m1: died, m2: died } },
      record('r1', notification('m1'), 3),
      record('r2', notification('m2'), 3),
    );

    expect(steps).toEqual(['begin alone m1', 'read m1', 'end m1']);
    expect({ failed, visibility }).toEqual({ failed: ['r2'], visibility: [['handle-r2', 0]] });
  });

  it('acknowledges later batches, whatever it put back before', async () => {
    await runIn(
      { receive: parsed, marks: { m1: died, m2: died } },
      record('r1', notification('m1'), 3),
      record('r2', notification('m2'), 3),
      record('r3', notification('m3')),
    );

    expect((await runIn({ receive: parsed }, record('r4', notification('m4')))).failed).toEqual([]);
  });

  it('reads a mail alone once more that had no answer when it was alone, for that may be the machine’s doing', async () => {
    const { steps } = await runIn(
      { receive: parsed, marks: { m1: { unanswered: 2, alone: 1 } } },
      record('r1', notification('m1'), 4),
    );

    expect(steps).toEqual(['begin alone m1', 'read m1', 'end m1']);
  });

  it('quarantines a mail unread that had no answer twice when it was alone', async () => {
    const { steps, failed } = await runIn(
      { receive: parsed, marks: { m1: diedAlone } },
      record('r1', notification('m1'), 4),
    );

    expect(steps).toEqual(['quarantine m1 no-answer', 'end m1']);
    expect(failed).toEqual([]);
  });

  it('leaves a mail alone that was given up under another message', async () => {
    const { steps, failed } = await runIn(
      { receive: parsed, marks: { m1: { unanswered: 1, isGivenUp: true } } },
      record('r1', notification('m1'), 3),
    );

    expect({ steps, failed }).toEqual({ steps: [], failed: [] });
  });

  it('offers what it has no time for again at once, without a reading', async () => {
    const { steps, failed, visibility } = await runIn(
      { receive: parsed, leftMs: 5_000 },
      record('r1', notification('m1')),
    );

    expect({ steps, failed, visibility }).toEqual({ steps: [], failed: ['r1'], visibility: [['handle-r1', 0]] });
  });
});
